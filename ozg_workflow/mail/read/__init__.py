"""What incoming bytes say: parts, attachments however packed, automatic or from a person.

Here belongs whatever needs the bytes alone. Not here: our lists and mails in the database (`usecases.intake`).
"""
