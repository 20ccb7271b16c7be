"""Who may come into the reading room, and what each of them sees.

Here belongs the login and its limits. Not here: what the file of the users says (`workspace.users`), nor the headers of an answer (`web.safety`).
"""
