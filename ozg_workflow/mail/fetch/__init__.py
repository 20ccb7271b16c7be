"""Mailboxes that are read: IMAP and Maildir; what an inbox is.

Here belongs what talks to a mailbox and files in it. Not here: what a mail says (`mail.read`), nor which inbox is taken (`bootstrap`).
"""
