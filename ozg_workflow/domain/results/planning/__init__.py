"""When each measure begins: what the offices can carry, the quarters of the waves, the best plan.

Not here: what a measure is and how far it comes (`implementation.py`), what people agree on (`terms.py`), what the board is asked for (`board`).
"""
