"""Texts a city edits: templates read from its workspace first, filled in a sandbox, every mistake named in German with file and line.

Here belongs what all such texts share. Not here: which values a text may use and what becomes of it (`mail/write`, `report`).
"""
