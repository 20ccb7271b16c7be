"""One contract for all inboxes, kept against a Maildir, pymap and Dovecot (with and without MOVE and keywords)."""

import ssl
import subprocess
import tracemalloc
from pathlib import Path

import pytest
from imapclient import IMAPClient

from ozg_workflow.bootstrap import open_inbox
from ozg_workflow.domain.errors import InputError, UnavailableError
from ozg_workflow.mail.fetch.imap import ImapInbox, _body
from ozg_workflow.mail.fetch.inbox import FetchedMail, Folder
from ozg_workflow.mail.fetch.maildir import MaildirInbox
from tests.mail.boxes import LOGIN, Box, content, imap_box, maildir_box
from tests.mail.imap_servers import DOVECOT, PASSWORD, USER, Servers, dovecot_server

needs_dovecot = pytest.mark.skipif(not DOVECOT.exists(), reason="/usr/sbin/dovecot is not installed")
KINDS = [
    "maildir",
    "pymap",
    "pymap without MOVE and keywords",
    pytest.param("dovecot", marks=needs_dovecot),
    pytest.param("dovecot with a namespace prefix", marks=needs_dovecot),
    pytest.param("dovecot without MOVE", marks=needs_dovecot),
    pytest.param("dovecot in an umlaut folder", marks=needs_dovecot),
]


@pytest.fixture(params=KINDS)
def box(request: pytest.FixtureRequest, servers: Servers, tmp_path: Path) -> Box:
    without_move = "imap_capability = IMAP4rev1 UIDPLUS NAMESPACE"
    match request.param:
        case "maildir":
            return maildir_box(tmp_path / "Maildir")
        case "pymap":
            return imap_box(request.getfixturevalue("pymap"))
        case "pymap without MOVE and keywords":
            return imap_box(request.getfixturevalue("plain_pymap"))
        case "dovecot with a namespace prefix":
            address = servers.address("prefix", lambda: dovecot_server(prefix="INBOX."))
            return imap_box(address, prefix="INBOX.", separator=".")
        case "dovecot without MOVE":
            return imap_box(servers.address("without MOVE", lambda: dovecot_server(extra=without_move)), separator=".")
        case kind:
            folder = "Rückläufe" if "umlaut" in kind else ""
            return imap_box(servers.address("dovecot", dovecot_server), folder=folder, separator=".")


def test_the_inbox_contract(box: Box) -> None:
    """Mails come oldest first and unchanged, stay until filed, are found in their folder, and are never deleted."""
    for number in (1, 2, 3):
        box.put(content(number))
    with box.open() as inbox:
        first = list(inbox.fetch())
        again = list(inbox.fetch())
    assert [mail.content for mail in first] == [content(1), content(2), content(3)]
    assert again == first, "reading changes nothing, and the names are stable"
    assert len({(mail.mailbox, mail.uidvalidity, mail.uid) for mail in first}) == 3
    assert PASSWORD not in first[0].mailbox

    with box.open() as inbox:
        for mail in inbox.fetch():
            if mail.content != content(2):
                inbox.file(mail, Folder.PROCESSED if mail.content == content(1) else Folder.QUARANTINE)
        assert [mail.content for mail in inbox.fetch()] == [content(2)]
    assert box.listed("OZG/Verarbeitet") == [content(1)]
    assert box.listed("OZG/Klärung") == [content(3)]

    with box.open() as inbox:
        inbox.file(first[1], Folder.PROCESSED)
        assert list(inbox.fetch()) == []
        box.put(content(4))
    with box.open() as inbox:
        later = list(inbox.fetch())
        assert [mail.content for mail in later] == [content(4)]
    assert sorted(box.listed("OZG/Verarbeitet")) == [content(1), content(2)]
    assert later[0].uid not in {mail.uid for mail in first}, "a name is never used twice"


def test_a_mail_that_somebody_moved_away_meanwhile_is_no_error(box: Box) -> None:
    for number in (1, 2):
        box.put(content(number))
    with box.open() as inbox:
        fetched = inbox.fetch()
        mail = next(fetched)
        with box.open() as other:
            for seen in list(other.fetch()):
                other.file(seen, Folder.QUARANTINE)
        remaining = list(fetched)
        if not box.url.startswith("maildir"):
            inbox.close()
        inbox.file(mail, Folder.QUARANTINE)
    assert [mail.content for mail in remaining] in ([], [content(2)])
    assert set(box.listed("OZG/Klärung")) == {content(1), content(2)}


def test_a_large_mail_arrives_whole(box: Box) -> None:
    large = content(1) + b"0123456789abcdef" * 4 + b"\r\n" + b"x" * 70 + b"\r\n" + (b"y" * 76 + b"\r\n") * 60_000
    box.put(large)
    with box.open() as inbox:
        assert [mail.content == large for mail in inbox.fetch()] == [True]


def test_only_one_mail_is_in_memory_at_a_time(tmp_path: Path) -> None:
    box = maildir_box(tmp_path / "Maildir")
    for _ in range(10):
        box.put(b"Subject: gross\n\n" + b"x" * 2_000_000)
    tracemalloc.start()
    with box.open() as inbox:
        assert sum(1 for _ in inbox.fetch()) == 10
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 6_000_000


def test_an_unasked_fetch_response_is_never_taken_for_the_wanted_mail() -> None:
    """A server may report flags of any mail at any time, also of the wanted one without its content."""
    responses = {5: {b"FLAGS": (b"\\Seen",), b"SEQ": 5}, 7: {b"BODY[]": b"sieben", b"SEQ": 2}}
    assert _body(responses, 7) == b"sieben"
    assert _body(responses, 5) is None
    assert _body(responses, 9) is None


def test_a_star_set_by_a_person_does_not_hide_a_mail_without_keywords(plain_pymap: str) -> None:
    box = imap_box(plain_pymap)
    box.put(content(1))
    host, _, port = plain_pymap.partition(":")
    with IMAPClient(host, int(port), ssl=False) as person:
        person.login(USER, PASSWORD)
        person.select_folder("INBOX")
        person.add_flags(person.search(), [b"\\Flagged"])
    with box.open() as inbox:
        assert [mail.content for mail in inbox.fetch()] == [content(1)]


@needs_dovecot
def test_starttls_verifies_the_certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", str(key), "-out", str(cert)]
    subprocess.run([*command, "-subj", "/CN=x", "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
    with dovecot_server(ssl="required", extra=f"ssl_cert = <{cert}\nssl_key = <{key}") as address:
        url = f"imap+starttls://{LOGIN}@{address}"
        with pytest.raises(UnavailableError, match="zeigt ein TLS-Zertifikat, das nicht geprüft werden kann"):
            list(open_inbox(url).fetch())
        monkeypatch.setenv("SSL_CERT_FILE", str(cert))
        assert ssl.create_default_context().get_ca_certs()
        with open_inbox(url) as inbox:
            assert list(inbox.fetch()) == []


def test_a_wrong_password_is_named_without_showing_it(pymap: str) -> None:
    with pytest.raises(UnavailableError, match="lehnt die Anmeldung ab") as caught:
        list(open_inbox(f"imap://{USER}:ganz-falsch@{pymap}").fetch())
    assert "ganz-falsch" not in str(caught.value)
    assert pymap in str(caught.value)


def test_an_umlaut_in_the_password_is_a_refusal_and_no_crash(pymap: str) -> None:
    with pytest.raises(UnavailableError, match="lehnt die Anmeldung ab"):
        list(open_inbox(f"imap://{USER}:gr%C3%BCn@{pymap}").fetch())


def test_a_missing_folder_is_named(pymap: str) -> None:
    with pytest.raises(UnavailableError, match="den Ordner „Gibt es nicht“"):
        list(open_inbox(f"imap://{LOGIN}@{pymap}/Gibt%20es%20nicht").fetch())


def test_an_unreachable_server_is_named() -> None:
    with pytest.raises(
        UnavailableError, match=r"Das Postfach auf 127\.0\.0\.1:1 ist nicht erreichbar \(Verbindung abgelehnt\)\."
    ):
        list(open_inbox("imap://ozg:x@127.0.0.1:1").fetch())


def test_a_mail_of_a_rebuilt_mailbox_is_left_alone(pymap: str) -> None:
    box = imap_box(pymap)
    box.put(content(1))
    with box.open() as inbox:
        mail = next(inbox.fetch())
        stale = FetchedMail(mailbox=mail.mailbox, uidvalidity=mail.uidvalidity + 1, uid=mail.uid, content=mail.content)
        with pytest.raises(UnavailableError, match="wurde neu angelegt"):
            inbox.file(stale, Folder.PROCESSED)
        assert len(list(inbox.fetch())) == 1


def test_a_missing_maildir_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match="ist kein Maildir"):
        list(open_inbox(f"maildir:{tmp_path / 'fehlt'}").fetch())


def test_a_maildir_keeps_both_of_two_mails_with_the_same_name(tmp_path: Path) -> None:
    box = maildir_box(tmp_path / "Maildir")
    with box.open() as inbox:
        for text in (b"eins", b"zwei"):
            (tmp_path / "Maildir" / "cur" / "1600000000.gleich:2,S").write_bytes(text)
            inbox.file(next(iter(inbox.fetch())), Folder.PROCESSED)
    assert sorted(box.listed("OZG/Verarbeitet")) == [b"eins", b"zwei"]


def test_a_full_maildir_is_not_listed_again_for_every_mail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    box = maildir_box(tmp_path / "Maildir")
    for number in range(30):
        box.put(content(number))
    looks: list[Path] = []
    iterdir = Path.iterdir
    monkeypatch.setattr(Path, "iterdir", lambda self: looks.append(self) or iterdir(self))
    with box.open() as inbox:
        for mail in inbox.fetch():
            inbox.file(mail, Folder.PROCESSED)
    monkeypatch.undo()
    assert len(box.listed("OZG/Verarbeitet")) == 30
    assert len(looks) == 2, "new and cur, once"


def test_a_mail_that_a_program_has_marked_as_read_meanwhile_is_filed_all_the_same(tmp_path: Path) -> None:
    box = maildir_box(tmp_path / "Maildir")
    box.put(content(1))
    with box.open() as inbox:
        (mail,) = inbox.fetch()
        (file,) = (tmp_path / "Maildir" / "new").iterdir()
        file.rename(tmp_path / "Maildir" / "cur" / f"{file.name}:2,S")
        inbox.file(mail, Folder.QUARANTINE)
    assert box.listed("OZG/Klärung") == [content(1)]


def test_subfolders_of_a_maildir_are_not_read(tmp_path: Path) -> None:
    box = maildir_box(tmp_path / "Maildir")
    (tmp_path / "Maildir" / ".Privat" / "cur").mkdir(parents=True)
    (tmp_path / "Maildir" / ".Privat" / "cur" / "1.a.b").write_bytes(content(9))
    with box.open() as inbox:
        assert list(inbox.fetch()) == []


def test_the_url_decides_on_the_inbox(tmp_path: Path) -> None:
    assert isinstance(open_inbox(f"maildir:{tmp_path}"), MaildirInbox)
    assert isinstance(open_inbox("imaps://ozg:x@mail.example/INBOX"), ImapInbox)
    assert isinstance(open_inbox("imap://ozg:x@localhost"), ImapInbox)


@pytest.mark.parametrize(
    "url", ["", "maildir:", "pop3://mail.example", "imap://ozg:geheim@mail.example", "imaps://ozg:ge#heim@mail.example"]
)
def test_a_wrong_url_is_explained_without_repeating_secrets(url: str) -> None:
    with pytest.raises(InputError, match="OZG_INBOX_URL") as caught:
        open_inbox(url)
    assert "heim" not in str(caught.value)


def test_a_folder_among_the_mails_is_no_mail_and_a_dead_link_is_none_either(tmp_path: Path) -> None:
    box = maildir_box(tmp_path / "Maildir")
    box.put(content(1))
    (tmp_path / "Maildir" / "new" / "1000.ordner").mkdir()
    (tmp_path / "Maildir" / "new" / "1001.link").symlink_to(tmp_path / "fehlt")
    box.put(content(2))
    with box.open() as inbox:
        assert [mail.content for mail in inbox.fetch()] == [content(1), content(2)]


@pytest.mark.parametrize(("number", "others"), [(1, ""), (2, " und 1 weitere Mail"), (3, " und 2 weitere Mails")])
def test_a_mail_that_cannot_be_read_is_named_after_all_the_others_are_read(tmp_path: Path, number: int, others: str) -> None:
    box = maildir_box(tmp_path / "Maildir")
    for n in range(number):
        link = tmp_path / "Maildir" / "new" / f"{1000 + n}.kreis"
        link.symlink_to(link)
    box.put(content(1))
    with box.open() as inbox:
        mails = inbox.fetch()
        assert next(mails).content == content(1)
        with pytest.raises(UnavailableError, match=f"1000.kreis“{others} ") as caught:
            next(mails)
    assert "Alles andere ist gelesen." in str(caught.value)
