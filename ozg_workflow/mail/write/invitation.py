"""Invitations to information events as iCalendar (RFC 5545, RFC 5546)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

from ozg_workflow.mail.addresses import MailContentError, ascii_address, wire_address

INVITATION_TYPE = "text/calendar; method=REQUEST; charset=utf-8"
URI_SAFE = "@!$&'*+/=?^_`{|}~#"  # the ASCII an address may have; umlauts are percent-encoded (RFC 6068)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """An event as an invitation says it.

    `uid` stays the same for an event, `sequence` grows by one with every change of time or place. All moments are aware.
    `attendees` are addresses; replies go to `organizer`.
    """

    uid: str
    sequence: int
    title: str
    description: str
    starts_at: datetime
    ends_at: datetime
    place: str
    organizer: str
    organizer_name: str
    attendees: tuple[str, ...]
    stamp: datetime


def invitation_ics(entry: CalendarEntry) -> bytes:
    """Return a meeting request (METHOD:REQUEST, times in UTC, CRLF lines); the same input gives the same bytes.

    Send it with the content type `INVITATION_TYPE`. Raises MailContentError for naive moments, an end that is not after the
    start and an organizer with umlauts in the address.
    """
    from icalendar import Calendar, Event

    _check(entry)
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamp.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", entry.title)
    event.add("description", entry.description)
    event.add("location", entry.place)
    event.add("status", "CONFIRMED")
    event.add("transp", "OPAQUE")
    event.add("organizer", f"mailto:{ascii_address(entry.organizer)}", parameters={"CN": entry.organizer_name})
    for address in entry.attendees:
        event.add("attendee", f"mailto:{quote(wire_address(address), safe=URI_SAFE)}", parameters=_attendee_parameters())
    calendar = Calendar()
    calendar.add("prodid", "-//OZG-Workflow//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "REQUEST")
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _check(entry: CalendarEntry) -> None:
    if any(moment.utcoffset() is None for moment in (entry.starts_at, entry.ends_at, entry.stamp)):
        raise MailContentError("Die Zeiten einer Einladung brauchen eine Zeitzone.")
    if entry.ends_at <= entry.starts_at:
        raise MailContentError("Die Veranstaltung endet nicht nach ihrem Beginn.")


def _attendee_parameters() -> dict[str, str]:
    return {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}
