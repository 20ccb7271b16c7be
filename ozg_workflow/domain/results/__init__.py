"""Results: ranking, comparison of rounds, measures.

Here belongs what is computed from answers. Not here: how a paper shows it (`report`).
"""
