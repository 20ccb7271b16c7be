"""One delivery: what is claimed, how far each mail has come, how it ended; written by one thread for all lines.

Here belongs what a run that delivers does mail by mail. Not here: what people change, nor what a dead run leaves (`outbox.leases`).
"""
