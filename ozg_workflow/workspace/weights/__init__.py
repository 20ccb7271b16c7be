"""The weights as they come: the file of a rollout, and a file that is only tried out.

What a criterion, a rule or a wave may be is said by `domain`; which line of a file is wrong is said here.
"""
