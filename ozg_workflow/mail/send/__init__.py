"""The ways out for finished mails: SMTP, or a folder; what a transport is.

Here belongs what talks to a mail server and says how far it came. Not here: states of messages, nor which way is taken (`bootstrap`).
"""
