"""What the board is shown.

Here belongs what the paper and the slides are made of. Not here: releasing the paper and recording what was decided (`results`).
"""
