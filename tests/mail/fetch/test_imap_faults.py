"""A real mailbox is not a laboratory: folders are rebuilt, colleagues look at the mails, lines break, mails are huge."""

import base64
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from imapclient import IMAPClient
from sqlalchemy import func, select

from ozg_workflow.database.models import Incoming, Return
from ozg_workflow.domain.errors import UnavailableError
from ozg_workflow.mail.fetch.imap import ImapInbox
from tests.mail.boxes import LOGIN, content, imap_box
from tests.mail.cutting_proxy import CuttingProxy
from tests.mail.imap_servers import DOVECOT, PASSWORD, USER
from tests.usecases.town import Town, open_town, sent_home

pytestmark = pytest.mark.skipif(not DOVECOT.exists(), reason="/usr/sbin/dovecot is not installed")
FOLDER = "Rückläufe & Ämter"


def logged_in(address: str, folder: str = "INBOX") -> IMAPClient:
    host, _, port = address.partition(":")
    client = IMAPClient(host, int(port), ssl=False)
    client.login(USER, PASSWORD)
    client.select_folder(folder)
    return client


@pytest.fixture
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town that has sent its lists."""
    folder = tmp_path_factory.getbasetemp() / "staedte"
    folder.mkdir(exist_ok=True)
    yield from open_town(sent_home(folder), date(2020, 4, 6))


def stored(town: Town) -> list[tuple[str, str]]:
    with town.session() as session:
        return [(str(i.state), i.subject) for i in session.scalars(select(Incoming).order_by(Incoming.id))]


def returns(town: Town) -> int:
    with town.session() as session:
        return session.scalar(select(func.count(Return.id))) or 0


def question(number: int) -> bytes:
    return (
        f"From: amt{number}@bielefeld.example\r\nSubject: Frage {number}\r\nMessage-ID: <{number}@bielefeld.example>\r\n\r\n"
        f"Guten Tag, zu Zeile {number} haben wir eine Frage.\r\n"
    ).encode()


def test_a_rebuilt_folder_shows_old_mails_under_new_numbers_and_each_is_stored_once(town: Town, dovecot: str) -> None:
    box = imap_box(dovecot, folder=FOLDER, separator=".")
    town.settings(inbox_url=box.url)
    mails = [town.send_back("34"), question(1), question(2)]
    for mail in mails:
        box.put(mail)
    with box.open() as inbox:
        before = {mail.uidvalidity for mail in inbox.fetch()}
    town.do("collect")
    assert (len(stored(town)), returns(town)) == (3, 1)

    with logged_in(dovecot) as admin:  # the folder is restored from a backup: another UIDVALIDITY, the mails are back
        admin.delete_folder(FOLDER)
        admin.create_folder(FOLDER)
    for mail in mails:
        box.put(mail)
    with box.open() as inbox:
        assert {mail.uidvalidity for mail in inbox.fetch()}.isdisjoint(before)
    result = town.do("collect")
    assert result.figures["known"] == 3
    assert "fetched" not in result.figures
    assert (len(stored(town)), returns(town), len(town.messages("acknowledgement"))) == (3, 1, 1)
    assert len(box.listed("OZG/Verarbeitet")) == 2
    assert len(box.listed("OZG/Klärung")) == 4
    with box.open() as inbox:
        assert list(inbox.fetch()) == []


@pytest.mark.parametrize("server", ["dovecot", "pymap"])
def test_a_colleague_who_reads_and_stars_mails_meanwhile_does_not_mix_them_up(
    server: str, request: pytest.FixtureRequest
) -> None:
    address = request.getfixturevalue(server)
    box = imap_box(address)
    for number in range(12):
        box.put(content(number))
    fetched = []
    with box.open() as inbox, logged_in(address) as colleague:
        uids = colleague.search()
        for number, mail in enumerate(inbox.fetch()):
            fetched.append(mail)
            (colleague.add_flags if number % 2 else colleague.remove_flags)(uids, [b"\\Seen", b"\\Flagged"])
    assert [mail.content for mail in fetched] == [content(number) for number in range(12)]
    assert [int(mail.uid) for mail in fetched] == uids


def test_a_line_that_breaks_anywhere_loses_and_doubles_nothing(town: Town, dovecot: str) -> None:
    """Every round breaks a little later than the one before: in the greeting, the login, a mail, a move."""
    box = imap_box(dovecot, separator=".")
    box.put(town.send_back("34"))
    for number in range(4):
        box.put(question(number))
    broken: list[UnavailableError] = []
    with CuttingProxy(dovecot) as line:
        town.settings(inbox_url=f"imap://{LOGIN}@{line.address}/")
        for bytes_left in [*range(30, 1500, 210), *range(1500, 20_000, 2300)]:
            line.bytes_left = bytes_left
            try:
                town.do("collect")
            except UnavailableError as error:
                broken.append(error)
        line.bytes_left = None
        town.do("collect")
    assert len(broken) >= 7
    assert {error.exit_status for error in broken} == {3}
    assert all("Das Postfach auf 127.0.0.1" in str(error) for error in broken)
    assert sorted(subject for _, subject in stored(town)) == ["AW: Amtslisten", *(f"Frage {n}" for n in range(4))]
    assert (returns(town), len(town.messages("acknowledgement"))) == (1, 1)
    assert {state for state, _ in stored(town)} == {"return", "quarantined"}
    assert (len(box.listed("OZG/Verarbeitet")), len(box.listed("OZG/Klärung"))) == (1, 4)


def test_a_server_that_falls_silent_in_the_middle_of_a_mail_is_given_up(dovecot: str) -> None:
    box = imap_box(dovecot)
    box.put(content(1) + b"x" * 100_000)
    with CuttingProxy(dovecot) as line:
        url = f"imap://{LOGIN}@{line.address}/"
        with ImapInbox(url) as inbox:
            assert len(list(inbox.fetch())) == 1
        line.bytes_left = line.passed - 50_000
        with ImapInbox(url, timeout=0.5) as inbox, pytest.raises(UnavailableError, match=r"hat die Verbindung|nicht erreichbar"):
            list(inbox.fetch())


READ_ONE = """
import resource, sys
from ozg_workflow.mail.read.classify import classify
from ozg_workflow.bootstrap import open_inbox

from ozg_workflow.mail.read.parse import parse_mail
from ozg_workflow.mail.read.unpack import attachments
with open_inbox(sys.argv[1]) as inbox:
    for fetched in inbox.fetch():
        mail = parse_mail(fetched.content)
        kind = classify(mail, own_address="ozg@bielefeld.example", is_own_message_id=lambda known: False).kind
        files = attachments(mail).files
        print(len(fetched.content), kind, [len(file.content) for file in files])
# not ru_maxrss: it starts with the peak of the process that was forked
print(next(int(line.split()[1]) // 1024 for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def test_a_mail_of_25_megabytes_is_read_within_its_memory(dovecot: str, tmp_path: Path) -> None:
    """At most 400 MB for a process that fetches it, parses it and unpacks its list."""
    box = imap_box(dovecot)
    scan = base64.encodebytes(b"PK\x03\x04xl/workbook" + bytes(18_500_000))
    head = b"From: amt33@bielefeld.example\r\nContent-Type: application/octet-stream; name=Liste.xlsx\r\n"
    mail = (head + b"Content-Transfer-Encoding: base64\r\n\r\n" + scan).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    assert len(mail) > 25_000_000
    box.put(mail)
    run = subprocess.run([sys.executable, "-c", READ_ONE, box.url], check=True, capture_output=True, text=True)
    read, memory = run.stdout.splitlines()
    assert read == f"{len(mail)} person [18500015]"
    assert int(memory) < 400
