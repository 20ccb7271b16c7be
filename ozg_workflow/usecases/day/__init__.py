"""What is due today: the steps by name, the plan of the day, the digest, the mail about failures.

Here belongs what puts other use cases in an order. Not here: the steps themselves, nor when the calendar runs them (`flows`).
"""
