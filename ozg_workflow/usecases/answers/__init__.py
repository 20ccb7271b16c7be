"""The answers that count: what each office said about each service, where it comes from, what it replaced.

Reading them, correcting one, exporting the table. Not here: how a list that came back is understood (`intake`),
and how a table of them looks (`report.answers`).
"""
