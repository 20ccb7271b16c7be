"""The command line: thin, German, without Prefect unless a command needs it."""
