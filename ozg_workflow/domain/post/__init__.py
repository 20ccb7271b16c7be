"""Mail: kinds and what each of them says (`mails`), intents, states of the outbox, the rest of a relay.

Here belongs what is decided about a mail without reading or sending it. Not here: bytes (`mail`).
"""
