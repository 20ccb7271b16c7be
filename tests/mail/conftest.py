"""IMAP servers for all tests of this folder, each started once at its first use."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.mail.imap_servers import Servers, dovecot_server, pymap_server


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    with ExitStack() as stack:
        started = Servers(stack)
        yield started
        started.stop()


@pytest.fixture(scope="session")
def pymap(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> str:
    return servers.address("pymap", lambda: pymap_server(tmp_path_factory.mktemp("pymap")))


@pytest.fixture(scope="session")
def plain_pymap(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> str:
    return servers.address("plain pymap", lambda: pymap_server(tmp_path_factory.mktemp("pymap"), move=False))


@pytest.fixture(scope="session")
def dovecot(servers: Servers) -> str:
    return servers.address("dovecot", dovecot_server)
