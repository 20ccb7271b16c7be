"""The town: what is delivered to a Dezernat is forwarded, and the office answers in the thread by SMTP."""

from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from ozg_workflow.demo.characters import CHARACTERS, ESCALATION, FIRST_REMINDER, Manner
from ozg_workflow.demo.letters import attach
from ozg_workflow.demo.maildirs import put, take_new
from ozg_workflow.demo.post_office import HOST, PostOffice
from ozg_workflow.demo.town import LISTS, QUESTION_ON, Town
from ozg_workflow.domain.post.mail import IncomingKind
from ozg_workflow.mail.read.classify import Classification, classify
from ozg_workflow.mail.read.parse import ParsedMail, parse_mail
from ozg_workflow.mail.read.unpack import attachments

INBOX = "ozg@bielefeld.example"
SENT_ON = date(2020, 3, 25)


@pytest.fixture
def office(tmp_path: Path):
    with PostOffice(tmp_path) as office:
        yield office


@pytest.fixture
def town(rollout, office) -> Town:
    calendar = rollout.config.timeline.calendar
    return Town(rollout.organisation, calendar, post=office.post, server=(HOST, office.port), return_to=INBOX, seed=2020)


def _to(office: PostOffice, mailbox: str, subject: str, text: str = "Guten Tag", lists: dict[str, bytes] | None = None) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = INBOX, mailbox, subject
    mail["Message-ID"] = "<ozg.25@bielefeld.example>"
    mail.set_content(text)
    for name, content in (lists or {}).items():
        attach(mail, name, content)
    put(office.post / mailbox, mail.as_bytes())


def _inbox(office: PostOffice) -> list[ParsedMail]:
    return [parse_mail(content) for content in take_new(office.post / INBOX)]


def _kind(mail: ParsedMail) -> Classification:
    return classify(mail, own_address=INBOX, is_own_message_id=lambda i: i.startswith("<ozg."))


def test_an_office_answers_its_list_in_the_thread_from_its_own_mailbox(town, office, list_for) -> None:
    _to(office, "dezernat1@bielefeld.example", LISTS, lists={"OZG-Amtsliste_10_Hauptamt_v1.xlsx": list_for("10")})
    town.afternoon(SENT_ON)
    assert town.busy
    assert _inbox(office) == []
    town.afternoon(date(2020, 4, 1))
    (mail,) = _inbox(office)
    assert _kind(mail).kind is IncomingKind.PERSON
    assert (mail.from_address, mail.in_reply_to) == ("amt10@bielefeld.example", "<ozg.25@bielefeld.example>")
    assert mail.subject.startswith("AW: Amtslisten")
    assert mail.date is not None
    assert mail.date.date() == date(2020, 4, 1)
    assert [f.name for f in attachments(mail).files] == ["OZG-Amtsliste_10_Hauptamt_v1.xlsx"]


def test_an_office_that_waits_answers_only_after_the_mail_it_waits_for(town, office, list_for) -> None:
    mailbox = "dezernat-ob@bielefeld.example"
    _to(office, mailbox, LISTS, lists={"OZG-Amtsliste_80_Wirtschaftsförderung_v1.xlsx": list_for("80")})
    town.afternoon(SENT_ON)
    text = "WAS NOCH FEHLT\n\n- Amt 80 – Wirtschaftsförderung\n  0 von 2 Leistungen beantwortet\n"
    _to(office, mailbox, f"{FIRST_REMINDER}: Amtslisten bis 15.05.2020", text)
    town.afternoon(date(2020, 5, 5))
    assert not town.busy
    _to(office, mailbox, f"{ESCALATION}: Dezernat OB", text)
    town.afternoon(date(2020, 5, 25))
    town.afternoon(date(2020, 5, 27))
    assert [mail.from_address for mail in _inbox(office)] == ["amt80@bielefeld.example"]


def test_one_office_never_answers(town, office, list_for) -> None:
    (silent,) = (n for n, c in CHARACTERS.items() if c.manner is Manner.NEVER)
    _to(office, "dezernat4@bielefeld.example", LISTS, lists={f"OZG-Amtsliste_{silent}_Katasteramt_v1.xlsx": list_for(silent)})
    town.afternoon(SENT_ON)
    _to(office, "dezernat4@bielefeld.example", ESCALATION, f"- Amt {silent} – Katasteramt\n")
    town.afternoon(date(2020, 5, 25))
    assert not town.busy
    assert _inbox(office) == []


def test_a_colleague_is_absent_and_one_mail_is_a_question(town, office, list_for) -> None:
    _to(office, "dezernat3@bielefeld.example", LISTS, lists={"OZG-Amtsliste_39_Veterinäramt_v1.xlsx": list_for("39")})
    town.afternoon(SENT_ON)
    (note,) = _inbox(office)
    assert _kind(note).kind is IncomingKind.AUTO_REPLY
    assert note.header("return-path") == "<>"
    town.afternoon(QUESTION_ON)
    kinds = {mail.subject[:5]: _kind(mail).kind for mail in _inbox(office)}
    assert kinds["Frage"] is IncomingKind.PERSON


def test_every_office_of_the_sample_city_has_a_character(rollout) -> None:
    assert set(CHARACTERS) == {o.number for o in rollout.organisation.offices}
