"""Invitations: what calendar programs read from them."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import icalendar
import pytest

from ozg_workflow.domain.errors import OzgError
from ozg_workflow.mail.write.invitation import CalendarEntry, invitation_ics

CEST = timezone(timedelta(hours=2))


def build(**changed: Any) -> bytes:
    values: dict[str, Any] = {
        "uid": "infoveranstaltung-1@bielefeld-2020.bielefeld.example",
        "sequence": 0,
        "title": "Infoveranstaltung für das Ausfüllen der Amtsliste; Ämter, Köln",
        "description": "Themen:\n- Zuständigkeit\n- Ihre Fragen",
        "starts_at": datetime(2020, 3, 31, 10, 0, tzinfo=CEST),
        "ends_at": datetime(2020, 3, 31, 11, 30, tzinfo=CEST),
        "place": "Neues Rathaus, Raum Rochdale, 1. Etage",
        "organizer": "ozg@bielefeld.example",
        "organizer_name": 'OZG-Koordination "Stab"; Köln',
        "attendees": ("dezernat1@bielefeld.example", "dezernat2@bielefeld.example"),
        "stamp": datetime(2020, 3, 25, 6, 0, tzinfo=UTC),
    }
    return invitation_ics(CalendarEntry(**(values | changed)))


def event(**changed: Any) -> Any:
    [found] = icalendar.Calendar.from_ical(build(**changed)).walk("VEVENT")
    return found


def test_an_invitation_is_a_request_in_utc() -> None:
    raw = build()
    assert b"\r\nMETHOD:REQUEST\r\n" in raw
    assert b"\r\nDTSTART:20200331T080000Z\r\n" in raw
    assert b"\r\nDTEND:20200331T093000Z\r\n" in raw
    assert b"VTIMEZONE" not in raw


def test_titles_and_texts_with_umlauts_and_separators_arrive_whole() -> None:
    found = event()
    assert found["SUMMARY"] == "Infoveranstaltung für das Ausfüllen der Amtsliste; Ämter, Köln"
    assert found["DESCRIPTION"] == "Themen:\n- Zuständigkeit\n- Ihre Fragen"
    assert found["LOCATION"] == "Neues Rathaus, Raum Rochdale, 1. Etage"


def test_every_attendee_is_asked_to_answer_the_organizer() -> None:
    found = event()
    assert found["ORGANIZER"] == "mailto:ozg@bielefeld.example"
    assert [str(a) for a in found["ATTENDEE"]] == ["mailto:dezernat1@bielefeld.example", "mailto:dezernat2@bielefeld.example"]
    assert {a.params["RSVP"] for a in found["ATTENDEE"]} == {"TRUE"}
    assert {a.params["PARTSTAT"] for a in found["ATTENDEE"]} == {"NEEDS-ACTION"}


def test_a_change_keeps_the_uid_and_raises_the_sequence() -> None:
    first, changed = event(), event(sequence=1, place="Altes Rathaus")
    assert first["UID"] == changed["UID"]
    assert (first["SEQUENCE"], changed["SEQUENCE"]) == (0, 1)


def test_the_same_input_gives_the_same_bytes_in_lines_of_75_octets() -> None:
    assert build() == build()
    assert max(len(line) for line in build().split(b"\r\n")) <= 75


def test_text_cannot_add_properties_to_the_invitation() -> None:
    found = event(title="x\r\nATTENDEE:mailto:x@y.example", organizer_name='x"\r\nATTENDEE:mailto:x@y.example')
    assert len(found["ATTENDEE"]) == 2


@pytest.mark.parametrize("name", ["starts_at", "ends_at", "stamp"])
def test_a_moment_without_time_zone_is_refused(name: str) -> None:
    with pytest.raises(OzgError, match="Zeitzone"):
        build(**{name: datetime(2020, 3, 31, 10, 0)})  # noqa: DTZ001


def test_an_event_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(OzgError, match="endet nicht nach"):
        build(ends_at=datetime(2020, 3, 31, 8, 0, tzinfo=UTC))


def test_an_attendee_with_umlauts_in_the_address_keeps_nobody_from_being_invited() -> None:
    unfolded = build(attendees=("größe@bielefeld.example", "amt33@gießen.example")).replace(b"\r\n ", b"").decode()
    assert "mailto:gr%C3%B6%C3%9Fe@bielefeld.example" in unfolded
    assert "mailto:amt33@xn--gieen-nqa.example" in unfolded


def test_an_organizer_with_umlauts_in_the_address_is_refused() -> None:
    with pytest.raises(OzgError, match="Umlaute"):
        build(organizer="größe@bielefeld.example")
