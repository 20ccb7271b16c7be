"""Commands of proof: the audit log, whether it is whole, and what it says of one list."""
