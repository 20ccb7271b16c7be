"""Read the audit log, and write it as a CSV file for German Excel."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from sqlalchemy import or_, select

from ozg_workflow.database.models import Event
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.people import who
from ozg_workflow.usecases.step.context import Context

HEADS: Final = ("Nr.", "Zeitpunkt", "Wer", "Vorgang", "Objekt", "Kennung", "Text", "Daten")
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """One line of the audit log; `at` is aware."""

    id: int
    at: datetime
    actor: str
    verb: str
    object_type: str
    object_id: str
    text: str
    data: dict[str, Any]


def read_audit(
    ctx: Context, *, since: date | None = None, about: str | None = None, newest: int | None = None
) -> tuple[AuditLine, ...]:
    """Return the lines of this rollout and those about no rollout, oldest first.

    `since`: from this day on (Berlin); `about`: `TYPE:ID`, e.g. `message:12`; `newest`: only so many of the last ones.
    Raises InputError for an `about` without a colon.
    """
    query = select(Event).order_by(Event.id.desc())
    if since:
        query = query.where(Event.at >= datetime.combine(since, time(), german.BERLIN))
    if about:
        kind, colon, number = about.partition(":")
        if not (kind and colon and number):
            raise InputError(f"„{about}“ ist kein Objekt; erwartet wird ART:KENNUNG, z. B. message:12 oder service_list:3.")
        query = query.where(Event.object_type == kind, Event.object_id == number)
    with ctx.reading() as work:
        own = or_(Event.rollout_id == work.rollout.id, Event.rollout_id.is_(None))
        return tuple(_line(e) for e in reversed(work.session.scalars(query.where(own).limit(newest)).all()))


def _line(event: Event) -> AuditLine:
    return AuditLine(
        id=event.id,
        at=event.at,
        actor=event.actor,
        verb=event.verb,
        object_type=event.object_type,
        object_id=event.object_id,
        text=event.text,
        data=event.data,
    )


def audit_csv(lines: tuple[AuditLine, ...]) -> bytes:
    """Return the lines as German Excel opens them: semicolons, UTF-8 with BOM, and nothing that it would calculate."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADS)
    for line in lines:
        writer.writerow(_harmless(cells_of(line)))
    return buffer.getvalue().encode("utf-8-sig")


def cells_of(line: AuditLine) -> tuple[str, ...]:
    """Return what people read of a line, in the order of HEADS."""
    data = json.dumps(line.data, ensure_ascii=False) if line.data else ""
    at = f"{line.at.astimezone(german.BERLIN):%d.%m.%Y %H:%M:%S}"
    return (str(line.id), at, who(line.actor), line.verb, line.object_type, line.object_id, line.text, data)


def _harmless(cells: tuple[str, ...]) -> Iterator[str]:
    """A cell that begins like a formula gets an apostrophe before it (OWASP, CSV injection); line breaks become spaces."""
    for cell in cells:
        plain = cell.replace("\r\n", " ").replace("\n", " ")
        yield f"'{plain}" if plain.startswith(FORMULA) else plain
