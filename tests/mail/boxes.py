"""Mailboxes for the tests, with the means to put mails in and to look where they went."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from imapclient import IMAPClient

from ozg_workflow.bootstrap import open_inbox
from ozg_workflow.mail.fetch.inbox import Inbox
from tests.mail.imap_servers import PASSWORD, USER

LOGIN = f"{USER}:{quote(PASSWORD, safe='')}"


def content(number: int) -> bytes:
    return f"From: amt{number}@bielefeld.example\r\nSubject: Rückläufer {number}\r\n\r\nGuten Tag\r\n".encode()


@dataclass
class Box:
    """An inbox with the means to put mails in and to look where they went."""

    url: str
    put: Callable[[bytes], None]
    listed: Callable[[str], list[bytes]]

    def open(self) -> Inbox:
        return open_inbox(self.url)


def maildir_box(path: Path) -> Box:
    for place in ("new", "cur", "tmp"):
        (path / place).mkdir(parents=True)
    counter = iter(range(1_600_000_000, 1_600_001_000))
    folders = {"OZG/Verarbeitet": ".OZG.Verarbeitet", "OZG/Klärung": ".OZG.Kl&AOQ-rung"}

    def put(raw: bytes) -> None:
        (path / "new" / f"{next(counter)}.M1P1.rathaus").write_bytes(raw)

    def listed(folder: str) -> list[bytes]:
        where = path / folders[folder] / "cur"
        return [f.read_bytes() for f in sorted(where.iterdir())] if where.exists() else []

    return Box(f"maildir:{path}", put, listed)


def imap_box(address: str, folder: str = "", prefix: str = "", separator: str = "/") -> Box:
    host, _, port = address.partition(":")

    def client() -> IMAPClient:
        connection = IMAPClient(host, int(port), ssl=False)
        connection.login(USER, PASSWORD)
        return connection

    def put(raw: bytes) -> None:
        with client() as connection:
            connection.append(folder or "INBOX", raw)

    def listed(name: str) -> list[bytes]:
        full = prefix + name.replace("/", separator)
        with client() as connection:
            if not connection.folder_exists(full):
                return []
            connection.select_folder(full, readonly=True)
            return [data[b"BODY[]"] for _, data in sorted(connection.fetch(connection.search(), ["BODY.PEEK[]"]).items())]

    with client() as connection:
        for _, _, name in connection.list_folders():
            if "OZG" in name:
                connection.delete_folder(name)
        if folder and not connection.folder_exists(folder):
            connection.create_folder(folder)
        connection.select_folder(folder or "INBOX")
        if old := connection.search():
            connection.delete_messages(old)
            connection.expunge()
    return Box(f"imap://{LOGIN}@{address}/{quote(folder)}", put, listed)
