"""Automatic mails of the small world look like real ones."""

from datetime import UTC, date, datetime

from ozg_workflow.demo.everyday import acceptance
from ozg_workflow.demo.letters import Letter, Writer, cells_named, office_of_file, offices_named
from ozg_workflow.domain.post.mail import IncomingKind
from ozg_workflow.mail.read.classify import classify
from ozg_workflow.mail.read.parse import parse_mail
from ozg_workflow.mail.write.invitation import CalendarEntry, invitation_ics

START = datetime(2020, 3, 31, 8, 0, tzinfo=UTC)


def test_an_accepted_invitation_is_read_as_a_calendar_reply_of_the_dezernat() -> None:
    entry = CalendarEntry(
        uid="infoveranstaltung-1@bielefeld.example",
        sequence=0,
        title="Infoveranstaltung",
        description="Worum es geht",
        starts_at=START,
        ends_at=START.replace(hour=9),
        place="Rathaus",
        organizer="ozg@bielefeld.example",
        organizer_name="OZG-Koordination",
        attendees=("dezernat1@bielefeld.example",),
        stamp=START.replace(day=25),
    )
    letter = Letter(
        subject="Einladung: Infoveranstaltung",
        sender="ozg@bielefeld.example",
        message_id="<ozg.7@bielefeld.example>",
        references="",
        text="",
        files=(),
        invitation=invitation_ics(entry).decode(),
    )
    mail = acceptance(letter, Writer(name="Dezernat 1", address="dezernat1@bielefeld.example"), date(2020, 3, 26))
    found = classify(parse_mail(mail.as_bytes()), own_address="ozg@bielefeld.example", is_own_message_id=lambda _: False)
    assert found.kind is IncomingKind.CALENDAR_REPLY
    assert found.calendar == (("infoveranstaltung-1@bielefeld.example", "dezernat1@bielefeld.example", "ACCEPTED"),)


def test_people_find_in_our_mails_what_they_need() -> None:
    text = "WAS ZU ERGÄNZEN IST\n\n- Zelle N5, Spalte „Fallzahl pro Jahr“, Leistung 1 „Bauantrag“\n  Hier wird …\n- Zelle AA12, Spalte „X“\n"
    assert cells_named(text) == ["N5", "AA12"]
    assert [*offices_named("- Amt 33 – Meldeamt\n  Liste\n- Amt 62 – Katasteramt\n")] == ["33", "62"]
    assert office_of_file("OZG-Amtsliste_33_Einwohner- und Meldeamt_v2.xlsx") == "33"
    assert office_of_file("OZG-Umsetzungsstand-2021-03_34_Standesamt_v1.xlsx") == "34"
    assert office_of_file("OZG-Ausfüllhilfe.pdf") == ""
