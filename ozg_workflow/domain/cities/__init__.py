"""Several cities in one installation: who sees which of them, and how they stand beside each other.

Not here: what is said about a single city (`domain.cockpit`).
"""
