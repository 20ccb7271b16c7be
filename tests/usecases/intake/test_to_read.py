"""What a person has to read: recorded as usual, and shown until somebody clears it."""

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import IncomingNote
from ozg_workflow.domain.post.to_read import TO_READ_TITLES, ToReadKind
from tests.usecases.intake.mailbox import filed, incoming
from tests.usecases.town import Town

pytestmark = pytest.mark.both_databases

REPLY = """BEGIN:VCALENDAR
METHOD:{method}
BEGIN:VEVENT
UID:bielefeld-2020.infoveranstaltung-1@bielefeld.example
DTSTART;TZID=Europe/Berlin:20200402T140000
DTEND;TZID=Europe/Berlin:20200402T153000
ATTENDEE;PARTSTAT={state}:mailto:grothe@bielefeld.example
{more}END:VEVENT
END:VCALENDAR
"""


def answer_the_invitation(town: Town, state: str = "ACCEPTED", *, method: str = "REPLY", more: str = "") -> None:
    mail = town.letter({}, sender="grothe@bielefeld.example", subject="Infoveranstaltung")
    mail.set_content(REPLY.format(method=method, state=state, more=more), subtype="calendar", params={"method": method})
    town.drop(mail)
    town.do("collect")


def to_read(town: Town) -> list[tuple[str, str]]:
    with town.session() as session:
        notes = session.scalars(select(IncomingNote).where(IncomingNote.cleared_at.is_(None)).order_by(IncomingNote.id))
        return [(str(note.kind), note.text) for note in notes]


def test_a_plain_acceptance_needs_no_reader(asked: Town) -> None:
    answer_the_invitation(asked)
    assert incoming(asked) == [("automatic", "Antwort auf eine Termineinladung.")]
    assert to_read(asked) == []


def test_a_comment_in_a_calendar_answer_is_counted_and_read(asked: Town) -> None:
    answer_the_invitation(asked, "TENTATIVE", more="COMMENT:Ich komme\\, wenn Frau Krüger zurück ist.\r\n")
    assert incoming(asked) == [("to_read", "Antwort auf eine Termineinladung. Zu lesen: Text in einer Terminantwort.")]
    assert to_read(asked) == [("calendar_comment", "Ich komme, wenn Frau Krüger zurück ist.")]
    assert filed(asked) == {".OZG.Verarbeitet": 1}, "it was recorded"


def test_another_time_that_is_proposed_is_read(asked: Town) -> None:
    answer_the_invitation(asked, "TENTATIVE", method="COUNTER")
    assert to_read(asked) == [("other_time", "Vorgeschlagen ist 02.04.2020, 14:00 bis 15:30 Uhr.")]


def test_every_kind_of_what_is_to_be_read_has_its_words() -> None:
    assert set(TO_READ_TITLES) == set(ToReadKind)
