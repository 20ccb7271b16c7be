"""Offices named in words: what a clerk writes into a cell, read as one office of the city or not at all.

`directory` says which offices there are, `spelling` makes texts comparable, `names` knows how an office may be called, `harmless` what
may stand beside it, `reading` decides, `proposals` helps the person who decides. Not here: who gets the service (`responsibility`).
"""
