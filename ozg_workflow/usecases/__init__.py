"""One verb per file: fetch, decide, store, queue mail. Every step may run at any time, twice, or late."""
