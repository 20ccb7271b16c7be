"""Tables of measures and decisions that come back by mail: recognised when they arrive, taken over when a person says so.

Not here: what their cells mean (`results`), lists of the offices (the files beside this room).
"""
