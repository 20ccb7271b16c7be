"""The commands that answer for all rollouts where none is named.

Not here: what is done with one rollout at a time.
"""
