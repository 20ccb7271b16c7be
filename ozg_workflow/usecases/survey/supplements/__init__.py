"""Nachträge: what comes to an office after its first list, one a day at most, and one that is open.

Here belong: what goes into the next one, its mail, and what comes back of an earlier one. Not here: why a service moves (`cases`).
"""
