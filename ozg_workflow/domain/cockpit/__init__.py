"""What people see, as typed values: the status of a rollout, and the overview around it.

Here belongs what command line, cockpit, digest and demo read. Not here: asking the database (`usecases.cockpit`), nor drawing (`report`).
"""
