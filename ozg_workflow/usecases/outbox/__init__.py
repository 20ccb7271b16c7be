"""Mail out: queued, held, released, claimed, delivered, settled; nothing lost, nothing doubled.

Here belongs every change of a message's state and every question about it. Not here: what a mail says, nor SMTP (`mail.send`).
"""
