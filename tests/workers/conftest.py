"""The mail server of the towns, and a PostgreSQL with the extension Prefect needs (pg_trgm): that of the system."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.postgres import Postgres
from tests.usecases.conftest import relay

__all__ = ["relay"]


class SystemPostgres(Postgres):
    """The server of the package `postgresql` of Debian, with data and a socket of its own."""

    def __init__(self, folder: Path) -> None:
        binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
        assert binaries, "apt-get install postgresql: the embedded one lacks pg_trgm, without which Prefect does not start"
        self._folder, self._tools = folder, binaries[-1].parent
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        self._do("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", f"--pgdata={folder}/data")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=200"
        self._do("pg_ctl", "start", "--wait", f"--pgdata={folder}/data", f"--log={folder}/log", f"--options={options}")
        self._uri = f"postgresql://postgres:@/postgres?host={folder}"

    def _do(self, tool: str, *options: str) -> None:
        user = ("runuser", "--user", "postgres", "--") if os.geteuid() == 0 else ()
        command = [*user, str(self._tools / tool), *options]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self._folder, timeout=120)

    def stop(self) -> None:
        self._do("pg_ctl", "stop", "--mode=immediate", f"--pgdata={self._folder}/data")


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    """A server for one test."""
    with TemporaryDirectory(prefix="ozg-postgres-") as folder:
        server = SystemPostgres(Path(folder))
        try:
            yield server
        finally:
            server.stop()
