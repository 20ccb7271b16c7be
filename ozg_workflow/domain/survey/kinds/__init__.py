"""The kinds of questions, one class each: what a cell may hold, what becomes of it, and what people read about it.

Here belongs all that differs from kind to kind. Not here: what holds for a whole row (`answers`), or how a spreadsheet
carries a rule out (`workbook`). The way in is `registry`; `docs/development.md` says how to add a kind.
"""
