"""What stands beside the weights of the criteria: rules, and other weights that are only tried.

The plan itself is in `prioritisation.py`, what a version of it means in `versions.py`.
"""
