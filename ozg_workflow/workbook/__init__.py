"""The Amtsliste as a file: `write`, `read`, and the Ausfüllhilfe (`guide`).

Beside them stands what both sides must agree on: layout, token, errors. No database, no mail.
"""
