"""`catalogue.csv` as a whole: what is there twice, and whose office is not there when its lists go out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.domain.catalogue import Service, type_hint
from ozg_workflow.domain.checks.course import sent_on
from ozg_workflow.domain.checks.finding import some
from ozg_workflow.domain.errors import Problem
from ozg_workflow.domain.organisation import Membership, exists_on
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.plan.timeline import Timeline

LINES_SHOWN: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A service and its line in the file (from 1)."""

    line: int
    service: Service


def catalogue_hints(
    file: str, placed: Sequence[Placed], memberships: tuple[Membership, ...], timeline: Timeline
) -> Iterator[Problem]:
    """Return what is told about a catalogue that is not refused, with the line where each begins."""
    yield from _twice(file, placed)
    yield from _types(file, placed)
    yield from _without_office(file, placed, memberships, timeline)


def _twice(file: str, placed: Sequence[Placed]) -> Iterator[Problem]:
    keys = _repeated({p.line: p.service.key for p in placed if p.service.key})
    names = _repeated({p.line: f"{p.service.name} (Amt {p.service.office})" for p in placed if not p.service.key})
    if keys:
        what = "Ein Leistungsschlüssel steht" if len(keys) == 1 else f"{len(keys)} Leistungsschlüssel stehen"
        yield Problem(file=file, line=_second(keys), message=f"{what} mehrmals: {_places(keys)}.")
    if names:
        what = "Eine Leistung" if len(names) == 1 else f"{len(names)} Leistungen"
        stands = "steht" if len(names) == 1 else "stehen"
        message = f"{what} ohne Schlüssel {stands} beim selben Amt mehrmals: {_places(names)}."
        yield Problem(file=file, line=_second(names), message=message)


def _repeated(texts: Mapping[int, str]) -> dict[str, list[int]]:
    """Return each text that stands in several lines, with those lines."""
    lines: dict[str, list[int]] = {}
    for line, text in texts.items():
        lines.setdefault(text, []).append(line)
    return {text: found for text, found in lines.items() if len(found) > 1}


def _second(repeated: Mapping[str, list[int]]) -> int:
    return min(lines[1] for lines in repeated.values())


def _places(repeated: Mapping[str, list[int]]) -> str:
    return some([f"{text} (Zeilen {some([str(n) for n in lines], LINES_SHOWN)})" for text, lines in repeated.items()])


def _types(file: str, placed: Sequence[Placed]) -> Iterator[Problem]:
    for item in placed:
        if message := type_hint(item.service.service_type):
            yield Problem(file=file, line=item.line, message=message, cause="type")


def _without_office(
    file: str, placed: Sequence[Placed], memberships: tuple[Membership, ...], timeline: Timeline
) -> Iterator[Problem]:
    """Return a hint for each office that cannot answer: not there on the day of the sending, or gone before the deadline."""
    sending, deadline = sent_on(timeline), timeline.due_on(Action.RETURN_DEADLINE)
    first: dict[str, Placed] = {}
    number: dict[str, int] = {}
    for item in placed:
        first.setdefault(item.service.office, item)
        number[item.service.office] = number.get(item.service.office, 0) + 1
    for office, item in first.items():
        missing = next((day for day in (sending, deadline) if not exists_on(memberships, office, day)), None)
        if missing:
            when = "am Tag des Versands" if missing == sending else "zur Frist der Rücksendung"
            what = german.count(number[office], "Leistung ist", "Leistungen sind")
            yield Problem(
                file=file,
                line=item.line,
                message=f"{what} Amt {office} zugeordnet, das es {when} ({german.short_date(missing)}) nicht gibt.",
            )
