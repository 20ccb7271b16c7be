"""Mails to be sent: templates, sample values, the finished bytes, calendar invitations.

Here belongs everything up to the finished bytes. Not here: when and to whom (`usecases`), nor the way out (`mail.send`).
"""
