"""What is odd in a plan: mistakes, which refuse it, and hints, which are only told.

Here belongs what can be said about the configuration of a rollout before anything runs. Not here: how its files are read, and what
has become of the plan since.
"""
