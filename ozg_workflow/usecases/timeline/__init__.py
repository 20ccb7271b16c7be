"""Milestones and dates: tick off, announce, invite, move, and what hangs on a deadline.

Here belongs what follows from the plan alone. Not here: which step a day runs (`day`), nor the lists (`survey`).
"""
