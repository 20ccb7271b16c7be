"""Dates: working days, the timeline, moved milestones, reminders.

Here belongs what is decided by dates alone. Not here: the words of mails, nor the clock.
"""
