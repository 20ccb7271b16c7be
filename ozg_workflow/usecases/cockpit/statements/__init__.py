"""The questions of the cockpit, each put together once: SQLAlchemy takes longer for that than SQLite to answer a small one."""
