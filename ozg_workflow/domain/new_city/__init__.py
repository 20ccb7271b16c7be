"""A new city: what `ozg init` asks of it, and what follows from the answers for key, mailboxes, days and offices.

Not here: the files themselves (`workspace.new_city`), nor the dialogue (`cli.new_city`).
"""
