"""Real IMAP servers on a free loopback port: pymap (Python) and Debian's Dovecot, each started for the tests only."""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

USER, PASSWORD = "ozg", "ge:h/e#im"
DOVECOT = Path("/usr/sbin/dovecot")

DOVECOT_CONFIG = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/dovecot.log
protocols = imap
listen = 127.0.0.1
default_internal_user = {service_user}
default_internal_group = {service_group}
default_login_user = {login_user}
first_valid_uid = 1
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:{home}/mail/%u
ssl = {ssl}
{extra}
passdb {{
  driver = static
  args = "password={password}"
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = .
  prefix = {prefix}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(400):
        if process.poll() is not None:
            raise RuntimeError(f"The server ended early: {log.read_text() if log.exists() else ''}")
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as line:
                if line.recv(10):
                    return
        except OSError:
            time.sleep(0.025)
    raise RuntimeError("The server does not answer.")


_processes: list[subprocess.Popen[bytes]] = []


@contextmanager
def running(command: list[str], port: int, log: Path) -> Iterator[None]:
    with log.open("ab") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL)
    try:
        _processes.append(process)
        wait_for(port, process, log)
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


# Every login would take half a second of hashing.
PYMAP = """
from pysasl.hashing import BuiltinHash
BuiltinHash.__init__.__kwdefaults__["rounds"] = 1
from pymap.main import main
main()
"""
PYMAP_WITHOUT_MOVE = (
    """
from pymap.config import IMAPConfig
offered = IMAPConfig.login_capability.fget
IMAPConfig.login_capability = property(lambda self: [c for c in offered(self) if c != b"MOVE"])
"""
    + PYMAP
)


@contextmanager
def pymap_server(folder: Path, *, move: bool = True) -> Iterator[str]:
    """Run pymap, which knows no keywords and sends FETCH responses unasked; yields `host:port`."""
    port = free_port()
    command = [
        sys.executable,
        "-c",
        PYMAP if move else PYMAP_WITHOUT_MOVE,
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--no-tls",
    ]
    command += ["dict", "--demo-data", "--demo-user", USER, "--demo-password", PASSWORD]
    with running(command, port, folder / "pymap.log"):
        yield f"127.0.0.1:{port}"


@contextmanager
def dovecot_server(*, prefix: str = "", extra: str = "", ssl: str = "no") -> Iterator[str]:
    """Run a Dovecot of our own; yields `host:port`. Its folder lies in /tmp, because its workers give up root's rights."""
    home, port = Path(tempfile.mkdtemp(prefix="ozg-dovecot-")), free_port()
    root = os.geteuid() == 0
    worker = pwd.getpwnam("nobody") if root else pwd.getpwuid(os.geteuid())
    me = pwd.getpwuid(os.geteuid()).pw_name
    service, login = ("dovecot", "dovenull") if root else (me, me)
    home.chmod(0o755)
    (home / "mail").mkdir()
    os.chown(home / "mail", worker.pw_uid, worker.pw_gid)
    values = {"service_user": service, "service_group": "dovecot" if root else me, "login_user": login}
    (home / "dovecot.conf").write_text(
        DOVECOT_CONFIG.format(
            home=home,
            port=port,
            uid=worker.pw_uid,
            gid=worker.pw_gid,
            password=PASSWORD,
            prefix=prefix,
            extra=extra,
            ssl=ssl,
            **values,
        )
    )
    try:
        with running([str(DOVECOT), "-F", "-c", str(home / "dovecot.conf")], port, home / "out.log"):
            yield f"127.0.0.1:{port}"
    finally:
        shutil.rmtree(home, ignore_errors=True)


OAUTH_PASSDB = """
auth_mechanisms = {mechanisms}
auth_failure_delay = 0
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {file}
}}
"""
INTROSPECTION = """
introspection_url = http://127.0.0.1:{port}/introspect
introspection_mode = post
username_attribute = username
active_attribute = active
active_value = true
"""


@contextmanager
def oauth_dovecot(provider_port: int, mechanisms: str = "plain xoauth2 oauthbearer") -> Iterator[str]:
    """Run a Dovecot that asks a provider on loopback which tokens hold; yields `host:port`."""
    folder = Path(tempfile.mkdtemp(prefix="ozg-oauth-"))
    folder.chmod(0o755)
    file = folder / "oauth2.conf.ext"
    file.write_text(INTROSPECTION.format(port=provider_port))
    try:
        with dovecot_server(extra=OAUTH_PASSDB.format(mechanisms=mechanisms, file=file)) as address:
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Servers:
    """Starts each server at its first use and stops all of them at the end."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._running: dict[str, str] = {}

    def address(self, name: str, server: Callable[[], AbstractContextManager[str]]) -> str:
        if name not in self._running:
            self._running[name] = self._stack.enter_context(server())
        return self._running[name]

    def stop(self) -> None:
        """Let all servers shut down at the same time; the stack waits for each of them."""
        for process in _processes:
            process.terminate()
