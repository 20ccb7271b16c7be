"""Measures after they were planned: look at them, change what is agreed, give them out as a table and take it back.

Not here: how they begin and how far they come (`results/measures.py`, `results/track.py`).
"""
