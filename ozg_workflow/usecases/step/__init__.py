"""What every use case stands on: context, work, access to rollout and configuration, journal, figures, files.

Here belongs what all rooms need and what knows none of them. Not here: anything with a rule of the field in it.
"""
