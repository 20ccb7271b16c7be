"""What waits for a person, where it takes a question of its own to know it: one file for each matter.

Not here: the list of all needs (`needs.py`), their words (`domain/needs.py`).
"""
