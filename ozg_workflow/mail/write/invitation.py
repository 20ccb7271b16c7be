"""Invitations to information events as iCalendar (RFC 5545, RFC 5546)."""

from datetime import UTC, datetime
from urllib.parse import quote

from ozg_workflow.mail.addresses import MailContentError, ascii_address, wire_address

INVITATION_TYPE = "text/calendar; method=REQUEST; charset=utf-8"
URI_SAFE = "@!$&'*+/=?^_`{|}~#"  # the ASCII an address may have; umlauts are percent-encoded (RFC 6068)


def invitation_ics(
    *,
    uid: str,
    sequence: int,
    title: str,
    description: str,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    organizer: str,
    organizer_name: str,
    attendees: tuple[str, ...],
    stamp: datetime,
) -> bytes:
    """Return a meeting request (METHOD:REQUEST, times in UTC, CRLF lines); the same input gives the same bytes.

    `uid` stays the same for an event, `sequence` grows by one with every change of time or place. All moments are aware.
    `attendees` are addresses; replies go to `organizer`. Send it with the content type `INVITATION_TYPE`. Raises
    MailContentError for naive moments, an end that is not after the start and an organizer with umlauts in the address.
    """
    from icalendar import Calendar, Event

    _check(starts_at, ends_at, stamp)
    event = Event()
    event.add("uid", uid)
    event.add("sequence", sequence)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("dtstart", starts_at.astimezone(UTC))
    event.add("dtend", ends_at.astimezone(UTC))
    event.add("summary", title)
    event.add("description", description)
    event.add("location", place)
    event.add("status", "CONFIRMED")
    event.add("transp", "OPAQUE")
    event.add("organizer", f"mailto:{ascii_address(organizer)}", parameters={"CN": organizer_name})
    for address in attendees:
        event.add("attendee", f"mailto:{quote(wire_address(address), safe=URI_SAFE)}", parameters=_attendee_parameters())
    calendar = Calendar()
    calendar.add("prodid", "-//OZG-Workflow//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "REQUEST")
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _check(starts_at: datetime, ends_at: datetime, stamp: datetime) -> None:
    if any(moment.utcoffset() is None for moment in (starts_at, ends_at, stamp)):
        raise MailContentError("Die Zeiten einer Einladung brauchen eine Zeitzone.")
    if ends_at <= starts_at:
        raise MailContentError("Die Veranstaltung endet nicht nach ihrem Beginn.")


def _attendee_parameters() -> dict[str, str]:
    return {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}
