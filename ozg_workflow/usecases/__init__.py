"""Use cases, one verb per file, in rooms.

Imports point down this list, never up:
`day | setup | upkeep` → `cockpit` → `intake` → `results` → `answers` → `survey` → `timeline` → `outbox` → `step`.
A use case is `verb(work, what)`: fetch, decide (in `domain`), store, queue mail. No SMTP, no parsing, no Prefect here.
"""
