"""What people see: status, overview, needs, choices of the forms, health, the audit log.

Here belongs what only looks. Not here: anything that changes a state, nor how it is drawn (`report.cockpit`).
"""
