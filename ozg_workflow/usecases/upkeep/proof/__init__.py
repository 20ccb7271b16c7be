"""Proof for the Rechnungsprüfung: is the audit log whole, and what happened to one list.

Here belongs what vouches for what is stored. Not here: reading the log (`cockpit.audit`), nor states that cannot be (`check_database`).
"""
