"""Waiting for mail: IDLE where the server offers it, a look now and then elsewhere."""

import time
from pathlib import Path
from threading import Timer

import pytest
from imapclient import IMAPClient

from ozg_workflow.bootstrap import open_inbox
from ozg_workflow.domain.errors import UnavailableError
from ozg_workflow.mail.fetch import maildir
from ozg_workflow.mail.fetch.imap import ImapInbox
from ozg_workflow.mail.fetch.inbox import Folder, Inbox
from tests.mail.boxes import LOGIN, Box, content, imap_box, maildir_box
from tests.mail.cutting_proxy import CuttingProxy
from tests.mail.imap_servers import DOVECOT, PASSWORD, USER, Servers, dovecot_server

needs_dovecot = pytest.mark.skipif(not DOVECOT.exists(), reason="/usr/sbin/dovecot is not installed")
WITHOUT_IDLE = "imap_capability = IMAP4rev1 UIDPLUS NAMESPACE"


@pytest.fixture(
    params=["maildir", "pymap", pytest.param("dovecot", marks=needs_dovecot), pytest.param("no IDLE", marks=needs_dovecot)]
)
def place(request: pytest.FixtureRequest, servers: Servers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Box, Inbox]:
    """A mailbox and an inbox on it that looks often where it has to look."""
    monkeypatch.setattr(maildir, "POLL_SECONDS", 0.05)
    match request.param:
        case "maildir":
            box = maildir_box(tmp_path / "Maildir")
        case "no IDLE":
            box = imap_box(servers.address("without MOVE", lambda: dovecot_server(extra=WITHOUT_IDLE)), separator=".")
        case kind:
            box = imap_box(request.getfixturevalue(kind), separator="." if kind == "dovecot" else "/")
    return box, ImapInbox(box.url, poll_seconds=0.05) if box.url.startswith("imap") else open_inbox(box.url)


def touch_flags(box: Box) -> None:
    host, _, port = box.url.rpartition("@")[2].strip("/").partition(":")
    with IMAPClient(host, int(port), ssl=False) as colleague:
        colleague.login(USER, PASSWORD)
        colleague.select_folder("INBOX")
        colleague.add_flags(colleague.search(), [b"\\Flagged"])


def test_new_mail_ends_the_wait_at_once_and_nothing_else_does(place: tuple[Box, Inbox]) -> None:
    box, inbox = place
    with inbox:
        assert inbox.wait(0.1) is False
        started = time.monotonic()
        later = Timer(0.2, box.put, [content(1)])
        later.start()
        assert inbox.wait(20) is True
        assert time.monotonic() - started < 10
        later.join()
        if box.url.startswith("imap"):
            later = Timer(0.1, touch_flags, [box])
            later.start()
        assert inbox.wait(0.4) is False, "it is known now, and a colleague's star is no mail"
        later.join()
        for mail in inbox.fetch():
            inbox.file(mail, Folder.PROCESSED)
        assert inbox.wait(0.1) is False, "what we moved away ourselves is nothing new"
        box.put(content(2))
        assert inbox.wait(20) is True


@needs_dovecot
def test_a_line_that_breaks_during_the_wait_is_unavailable_and_the_next_wait_connects_again(dovecot: str) -> None:
    box = imap_box(dovecot, separator=".")
    with CuttingProxy(dovecot) as line, ImapInbox(f"imap://{LOGIN}@{line.address}/") as inbox:
        assert inbox.wait(0.1) is False
        line.bytes_left = 1
        box.put(content(1))
        with pytest.raises(UnavailableError, match="Verbindung"):
            inbox.wait(5)
        line.bytes_left = None
        assert inbox.wait(5) is True
