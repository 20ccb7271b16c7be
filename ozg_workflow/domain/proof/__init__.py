"""Proof: the audit log as a chain that shows each change, and what it takes to vouch for one list.

Here belong seals and their flaws. Not here: the tables (`database.audit_chain`), nor what is told of a list (`usecases.upkeep.proof`).
"""
