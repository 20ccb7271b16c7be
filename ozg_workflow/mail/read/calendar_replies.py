"""Answers to a calendar invitation (RFC 5546, 3.2.3 REPLY and 3.2.7 COUNTER) as Outlook, Google, Apple and Notes write them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from typing import Final

from ozg_workflow.domain.german import BERLIN
from ozg_workflow.domain.late_pattern import late
from ozg_workflow.mail.read.mime import content_type, leaves, part_name, text_of
from ozg_workflow.mail.read.parse import ADDRESS, ParsedMail

CalendarAnswer = tuple[str, str, str]
OUR_ZONES: Final = ("", "Europe/Berlin", "W. Europe Standard Time")
TYPES: Final = ("text/calendar", "application/ics", "text/x-vcalendar")
ANSWERS: Final = ("REPLY", "COUNTER")
DECIDED: Final = frozenset({"ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED"})
METHOD: Final = late(r"(?im)^METHOD\s*:\s*([A-Z]+)\s*$")
SUBJECT_WORDS: Final = (
    ("TENTATIVE", late(r"(?i)^\W*(mit vorbehalt|unter vorbehalt|vorläufig|tentative|neue[rn]? (termin|zeit)|new time)")),
    ("ACCEPTED", late(r"(?i)^\W*(zugesagt|zusage|angenommen|akzeptiert|accepted)")),
    ("DECLINED", late(r"(?i)^\W*(abgelehnt|absage|abgesagt|declined)")),
)


COMMENTS: Final = ("COMMENT", "DESCRIPTION", "X-CALENDARSERVER-ATTENDEE-COMMENT")  # Exchange puts the text into either
COMMENT_PARAMETER: Final = "X-RESPONSE-COMMENT"  # Google


@dataclass(slots=True)
class _Event:
    uid: str = ""
    attendees: list[tuple[str, str]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    start: str = ""
    end: str = ""


def calendar_answers(mail: ParsedMail) -> tuple[CalendarAnswer, ...] | None:
    """Return (uid, attendee, partstat) of a calendar answer, None when the mail is none.

    An attendee without an address is the sender (Exchange writes `invalid:nomail`, Apple a path); a missing decision is taken
    from the subject and stays empty when it tells none.
    """
    found = _answer(mail)
    if found is None:
        return None
    method, events = found
    return tuple(dict.fromkeys(answer for event in events for answer in _answers_of(event, mail, method)))


def calendar_comments(mail: ParsedMail) -> tuple[str, ...]:
    """Return what a calendar answer says in words, beside the text of its mail; each once, as far as anything stands there."""
    _, events = _answer(mail) or ("", [])
    return tuple(dict.fromkeys(words for event in events for text in event.comments if (words := text.strip())))


def proposed_time(mail: ParsedMail) -> str:
    """Return the time that a counter proposal (RFC 5546, 3.2.7) asks for, in German; empty when the answer is none.

    A time zone we do not know is named beside the time.
    """
    method, events = _answer(mail) or ("", [])
    if method != "COUNTER":
        return ""
    return "; ".join(_span(event) for event in events) or "ein anderer Termin"


def _answer(mail: ParsedMail) -> tuple[str, list[_Event]] | None:
    """Return method and events of the first calendar answer in a mail."""
    for part in leaves(mail.message):
        text = text_of(part) if _is_calendar(part) else ""
        method = _method(part, text)
        if method in ANSWERS:
            return method, _events(text)
    return None


def _span(event: _Event) -> str:
    """Return a time as people write it: `01.04.2020, 10:00 bis 11:30 Uhr`."""
    (start, zone), (end, _) = _moment(event.start), _moment(event.end)
    if start is None:
        return "ein anderer Termin"
    until = f" bis {end:%H:%M}" if end and end.date() == start.date() else f" bis {end:%d.%m.%Y, %H:%M}" if end else ""
    return f"{start:%d.%m.%Y, %H:%M}{until} Uhr" + (f" ({zone})" if zone else "")


def _moment(value: str) -> tuple[datetime | None, str]:
    """Return a moment in Berlin, or in the zone that is named beside it; `value` is `ZONE:20200401T100000`."""
    zone, _, written = value.rpartition(":")
    try:
        moment = datetime.fromisoformat(written[:15])
    except ValueError:
        return None, ""
    if written.endswith("Z"):
        return moment.replace(tzinfo=UTC).astimezone(BERLIN), ""
    return moment, "" if zone in OUR_ZONES else zone


def _is_calendar(part: Message) -> bool:
    return content_type(part) in TYPES or part_name(part).lower().endswith(".ics")


def _method(part: Message, text: str) -> str:
    found = METHOD.search(text)
    if found or not text:
        return found[1].upper() if found else ""
    try:
        return str(part.get_param("method") or "").upper()
    except Exception:  # noqa: BLE001 - malformed parameters raise several kinds of errors
        return ""


def _events(text: str) -> list[_Event]:
    """Read the events line by line: one broken line does not cost the others."""
    events: list[_Event] = []
    inside: list[str] = []
    for name, parameters, value in _lines(text):
        if name == "BEGIN":
            inside.append(value.upper())
            if value.upper() == "VEVENT":
                events.append(_Event())
        elif name == "END" and inside:
            inside.pop()
        elif inside[-1:] == ["VEVENT"] and name == "UID":
            events[-1].uid = value
        elif inside[-1:] == ["VEVENT"]:
            _note(events[-1], name, parameters, value)
    return events


def _note(event: _Event, name: str, parameters: dict[str, str], value: str) -> None:
    if name == "ATTENDEE":
        event.attendees.append((_address(parameters, value), parameters.get("PARTSTAT", "").upper()))
        event.comments.append(parameters.get(COMMENT_PARAMETER, ""))
    elif name in COMMENTS:
        event.comments.append(value)
    elif name == "DTSTART":
        event.start = f"{parameters.get('TZID', '')}:{value}"
    elif name == "DTEND":
        event.end = f"{parameters.get('TZID', '')}:{value}"


def _lines(text: str) -> Iterator[tuple[str, dict[str, str], str]]:
    from icalendar.parser import Contentline

    for line in re.sub(r"\r?\n[ \t]", "", text).splitlines():
        try:
            name, parameters, value = Contentline(line.strip()).parts()  # type: ignore[no-untyped-call]
        except ValueError:
            continue
        yield str(name).upper(), {str(key).upper(): str(held) for key, held in parameters.items()}, str(value).strip()


def _address(parameters: dict[str, str], value: str) -> str:
    found = ADDRESS.search(re.sub(r"(?i)^mailto:", "", value)) or ADDRESS.search(parameters.get("EMAIL", ""))
    return found[0].lower() if found else ""


def _answers_of(event: _Event, mail: ParsedMail, method: str) -> Iterator[CalendarAnswer]:
    """Notes lists all invited people: only the one who writes has decided."""
    decided = [(address or mail.from_address, state) for address, state in event.attendees if state in DECIDED]
    own = [answer for answer in decided if answer[0] == mail.from_address]
    if decided:
        yield from ((event.uid, address, state) for address, state in own or decided)
    else:
        named = next((address for address, _ in event.attendees if address), "") if len(event.attendees) == 1 else ""
        yield (
            event.uid,
            named or mail.from_address,
            _told_by_subject(mail.subject) or ("TENTATIVE" if method == "COUNTER" else ""),
        )


def _told_by_subject(subject: str) -> str:
    return next((state for state, words in SUBJECT_WORDS if words.search(subject)), "")
