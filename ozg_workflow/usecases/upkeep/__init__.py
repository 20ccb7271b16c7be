"""The database as a thing to look after: back up, restore, check, erase.

Here belongs what an administrator does to a whole database. Not here: migrations (`database`), nor anything offices notice.
"""
