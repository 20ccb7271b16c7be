"""Logging in with a token instead of a password: getting tokens, and the words of SASL that carry them.

Here belongs what relay and mailbox share. Not here: the dialogue with either of them (`mail.send`, `mail.fetch`).
"""
