"""The users of the reading room: `config/users.toml`, read and written, and their passwords.

Here belongs what the file says. Not here: who is let in (`web.walls`), nor what the audit log says of a change (`usecases.upkeep`).
"""

from ozg_workflow.workspace.users.reading import FILE, read_users, users_problems
from ozg_workflow.workspace.users.writing import write_users

__all__ = ["FILE", "read_users", "users_problems", "write_users"]
