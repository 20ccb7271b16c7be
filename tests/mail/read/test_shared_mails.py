"""Mails that other people's software wrote (../shared/mails): none stops the intake, none becomes a return."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from ozg_workflow.domain.post.mail import IncomingKind
from ozg_workflow.domain.post.marks import MARKS, proved
from ozg_workflow.mail.read.classify import Classification, classify
from ozg_workflow.mail.read.parse import parse_mail
from ozg_workflow.mail.read.spreadsheets import spreadsheet_ending
from ozg_workflow.mail.read.unpack import Unpacked, attachments

MAILS = Path(__file__).parents[4] / "shared" / "mails"
pytestmark = pytest.mark.skipif(not MAILS.is_dir(), reason=f"{MAILS} is not there")
SENT_ON_BY_A_PERSON = {"lhost-sendmail-14"}  # "Fwd: Returned mail", written by hand above the quoted bounce

# written as answers ("Re:") or as sentences of a list's own, without any mark: a person may look at them
SHOWN_THOUGH_AUTOMATIC = {"lhost-apachejames-01", "lhost-verizon-02", "lhost-fml-02", "lhost-fml-03"}


@cache
def understood(folder: str) -> dict[str, tuple[Classification, Unpacked]]:
    """Parse, classify and unpack all mails of a folder once; any exception fails every test here."""
    result = {}
    for path in sorted((MAILS / folder).glob("*.eml")):
        mail = parse_mail(path.read_bytes())
        kind = classify(mail, own_address="ozg@bielefeld.example", is_own_message_id=lambda known: known.startswith("<ozg."))
        result[path.stem.removeprefix("maildir__bsd__")] = (kind, attachments(mail))
    return result


def kinds(prefix: str = "") -> Counter[IncomingKind]:
    return Counter(kind.kind for name, (kind, _) in understood("sisimai").items() if name.startswith(prefix))


def test_automatic_mails_are_recognised_as_automatic() -> None:
    """629 bounces, delays, absence notes and reports: at least 624 are no person's mail."""
    mails = understood("sisimai")
    persons = {name for name, (kind, _) in mails.items() if kind.kind is IncomingKind.PERSON}
    assert len(mails) == 629
    assert persons >= SENT_ON_BY_A_PERSON
    assert persons <= SENT_ON_BY_A_PERSON | SHOWN_THOUGH_AUTOMATIC, sorted(persons)


def test_bounces_are_told_from_absence_notes_and_complaints() -> None:
    assert kinds("rfc3834") == {IncomingKind.AUTO_REPLY: 6}
    assert kinds("arf")[IncomingKind.REPORT] >= 16
    undelivered = kinds("lhost") + kinds("rhost") + kinds("rfc3464")
    assert undelivered[IncomingKind.BOUNCE] + undelivered[IncomingKind.DELAY] >= 594
    assert undelivered[IncomingKind.BOUNCE] >= 570


def test_all_of_them_are_automatic_for_a_reason_that_is_kept() -> None:
    """Every automatic one is proved, or shows marks of at least two causes."""
    for folder in ("sisimai", "enmime"):
        for name, (kind, _) in understood(folder).items():
            groups = {MARKS[mark].group for mark in kind.marks}
            assert kind.kind is IncomingKind.PERSON or proved(kind.marks) or len(groups) > 1, name


def test_nobody_would_be_answered() -> None:
    """What is automatic is never answered, and no person's mail here holds a list: what is recorded is all that is answered."""
    proofs = [kind for kind, _ in understood("sisimai").values() if proved(kind.marks)]
    assert len(proofs) >= 0.8 * 629


def test_bounces_name_whom_they_could_not_reach() -> None:
    bounces = [kind for kind, _ in understood("sisimai").values() if kind.kind is IncomingKind.BOUNCE]
    assert sum(bool(kind.failed_recipients) for kind in bounces) >= 0.97 * len(bounces)


def test_persons_mails_stay_with_persons() -> None:
    """The MIME samples are ordinary mails but for one, which is a real delivery failure."""
    counted = Counter(kind.kind for kind, _ in understood("enmime").values())
    assert counted == {IncomingKind.PERSON: 86, IncomingKind.BOUNCE: 1}


@pytest.mark.parametrize("folder", ["sisimai", "enmime"])
def test_no_mail_holds_a_workbook(folder: str) -> None:
    files = [file for _, unpacked in understood(folder).values() for file in unpacked.files]
    assert [file.name for file in files if spreadsheet_ending(file.content)] == []
    assert {file.name for file in files} <= {"test.csv"}
