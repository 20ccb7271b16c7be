"""What else arrives in a functional mailbox: an absence note, an accepted invitation, a question without a list."""

import re
from datetime import date, datetime, time
from email.message import EmailMessage
from typing import Final

from ozg_workflow.demo.letters import Letter, Writer, new_mail, reply
from ozg_workflow.domain.german import BERLIN

COLLEAGUE: Final = Writer(name="Wolter, Sabine", address="sabine.wolter@bielefeld.example")
ASKING: Final = Writer(name="Bergmann, Jörg", address="joerg.bergmann@bielefeld.example")
ABSENCE: Final = """Guten Tag,

ich bin bis einschließlich 03.04.2020 nicht im Büro. Ihre Nachricht wird nicht weitergeleitet.
In dringenden Fällen wenden Sie sich bitte an das Vorzimmer des Dezernats.

Mit freundlichen Grüßen
Sabine Wolter
"""
QUESTION: Final = """Guten Tag Frau Lindner,

in der Infoveranstaltung ging es um die Spalte „Personaleinsatz“. Zählen dabei auch die Kolleginnen und Kollegen
im Außendienst mit, oder nur die Sachbearbeitung?

Viele Grüße
Jörg Bergmann
"""


def absence_note(letter: Letter, day: date) -> EmailMessage:
    """Answer as Exchange does for somebody who reads the functional mailbox: no header of RFC 3834."""
    mail = reply(
        letter, author=COLLEAGUE, day=day, at=time(7, 5), text=ABSENCE, subject=f"Automatische Antwort: {letter.subject}"
    )
    mail["Thread-Topic"] = letter.subject
    mail["X-MS-Has-Attach"] = ""
    mail["X-Auto-Response-Suppress"] = "All"
    mail["X-MS-Exchange-Inbox-Rules-Loop"] = COLLEAGUE.address
    mail["X-MS-TNEF-Correlator"] = ""
    return mail


def acceptance(letter: Letter, attendee: Writer, day: date) -> EmailMessage:
    """Accept the invitation of a letter (RFC 5546, METHOD:REPLY)."""
    from icalendar import Calendar

    answer = Calendar.from_ical(letter.invitation)
    answer["METHOD"] = "REPLY"
    for event in answer.walk("VEVENT"):
        event.pop("ATTENDEE", None)
        event.add("ATTENDEE", f"mailto:{attendee.address}", parameters={"PARTSTAT": "ACCEPTED", "CN": attendee.name})
        event.subcomponents.clear()
        event.pop("DTSTAMP", None)
        event.add("DTSTAMP", datetime.combine(day, time(9, 30), BERLIN))
    text = re.sub(r"\r?\n", "\r\n", answer.to_ical().decode())
    subject = f"Zugesagt: {letter.subject.removeprefix('Einladung: ')}"
    mail = reply(letter, author=attendee, day=day, at=time(9, 30), text="Die Einladung wurde angenommen.\n", subject=subject)
    mail.add_alternative(text, subtype="calendar", params={"method": "REPLY"})
    return mail


def question(to: str, day: date) -> EmailMessage:
    """Ask something by mail, without a list: only a person can answer that."""
    subject = "Frage zur Ausfüllhilfe: Wer zählt beim Personaleinsatz?"
    return new_mail(author=ASKING, to=to, subject=subject, day=day, at=time(11, 20), text=QUESTION)
