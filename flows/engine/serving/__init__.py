"""What `ozg serve` does besides serving: the reading room beside it, the overview at its start, a second try, what an earlier one left, its end.

Here belongs what only a running server needs. Not here: how it is set up and started (`flows.engine.server`).
"""
