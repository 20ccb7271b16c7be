"""What loading a changed configuration brings about, named one by one: services, offices, lists, dates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

from ozg_workflow.domain import german
from ozg_workflow.domain.catalogue import Service
from ozg_workflow.domain.catalogue_update.match import Matching
from ozg_workflow.domain.organisation import Department, Office
from ozg_workflow.domain.plan.timeline import Timeline
from ozg_workflow.domain.results.solutions import Solution

MOST_NAMED: Final = 20  # of one kind, for people; a machine gets all


class ConsequenceKind(StrEnum):
    """What becomes of something."""

    SERVICE_NEW = "service_new"
    SERVICE_GONE = "service_gone"
    SERVICE_BACK = "service_back"  # it was in an earlier catalogue
    SERVICE_RENAMED = "service_renamed"
    SERVICE_KEY = "service_key"
    SERVICE_MOVED = "service_moved"
    OFFICE_NEW = "office_new"
    OFFICE_GONE = "office_gone"
    OFFICE_RENAMED = "office_renamed"
    OFFICE_MAILBOX = "office_mailbox"
    OFFICE_HEAD = "office_head"
    OFFICE_MOVED = "office_moved"  # to another Dezernat
    OFFICE_FOLLOWS = "office_follows"  # it takes over what another one had
    LIST_LOSES = "list_loses"
    LIST_GETS_BACK = "list_gets_back"
    LIST_DUE = "list_due"
    MILESTONE_NEW = "milestone_new"
    MILESTONE_GONE = "milestone_gone"
    MILESTONE_MOVED = "milestone_moved"
    REMINDER_MOVED = "reminder_moved"
    MEASURE_MOVED = "measure_moved"  # to another office
    SOLUTION_NEW = "solution_new"
    SOLUTION_CHANGED = "solution_changed"
    SOLUTION_GONE = "solution_gone"


TITLES: Final[Mapping[ConsequenceKind, str]] = {
    ConsequenceKind.SERVICE_NEW: "Neue Leistungen",
    ConsequenceKind.SERVICE_GONE: "Entfallene Leistungen",
    ConsequenceKind.SERVICE_BACK: "Leistungen, die wieder im Katalog stehen",
    ConsequenceKind.SERVICE_RENAMED: "Leistungen mit anderer Bezeichnung",
    ConsequenceKind.SERVICE_KEY: "Leistungen mit anderem Schlüssel",
    ConsequenceKind.SERVICE_MOVED: "Leistungen, die einem anderen Amt zugeordnet sind",
    ConsequenceKind.OFFICE_NEW: "Neue Ämter und Dezernate",
    ConsequenceKind.OFFICE_GONE: "Entfallene Ämter und Dezernate",
    ConsequenceKind.OFFICE_RENAMED: "Ämter und Dezernate mit anderem Namen",
    ConsequenceKind.OFFICE_MAILBOX: "Postfächer, die sich ändern",
    ConsequenceKind.OFFICE_HEAD: "Leitungen, die sich ändern",
    ConsequenceKind.OFFICE_MOVED: "Ämter, die in ein anderes Dezernat wechseln",
    ConsequenceKind.OFFICE_FOLLOWS: "Ämter, die in anderen aufgehen",
    ConsequenceKind.LIST_LOSES: "Zeilen, die aus Listen genommen werden",
    ConsequenceKind.LIST_GETS_BACK: "Zeilen, die mit ihren Angaben in ihre Listen zurückkehren",
    ConsequenceKind.LIST_DUE: "Listen mit neuer Frist",
    ConsequenceKind.MILESTONE_NEW: "Neue Meilensteine",
    ConsequenceKind.MILESTONE_GONE: "Entfallene Meilensteine",
    ConsequenceKind.MILESTONE_MOVED: "Meilensteine an einem anderen Tag",
    ConsequenceKind.REMINDER_MOVED: "Erinnerungen an einem anderen Tag",
    ConsequenceKind.MEASURE_MOVED: "Maßnahmen, die ein anderes Amt übernimmt",
    ConsequenceKind.SOLUTION_NEW: "Neue Lösungen zum Nachnutzen",
    ConsequenceKind.SOLUTION_CHANGED: "Geänderte Lösungen zum Nachnutzen",
    ConsequenceKind.SOLUTION_GONE: "Entfallene Lösungen zum Nachnutzen",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """One of them: `text` in German, `about` the same for machines (numbers, refs, old and new values)."""

    kind: ConsequenceKind
    text: str
    about: Mapping[str, Any] = field(default_factory=dict)


def told(consequences: Iterable[Consequence]) -> list[str]:
    """Return them as German lines by kind, each kind with how many; beyond `MOST_NAMED` only how many more."""
    by_kind: dict[ConsequenceKind, list[str]] = {kind: [] for kind in ConsequenceKind}
    for item in consequences:
        by_kind[item.kind].append(item.text)
    lines = []
    for kind, texts in by_kind.items():
        if texts:
            more = len(texts) - MOST_NAMED
            lines += [f"{TITLES[kind]} ({len(texts)}):", *(f"  {text}" for text in texts[:MOST_NAMED])]
            lines += [f"  und {more} weitere"] if more > 0 else []
    return lines


def as_json(consequences: Iterable[Consequence]) -> list[dict[str, Any]]:
    """Return all of them for machines."""
    return [{"kind": str(item.kind), "text": item.text, **item.about} for item in consequences]


def of_services(matching: Matching, wanted: Sequence[Service]) -> list[Consequence]:
    """Return what becomes of services."""
    found = []
    for row in wanted:
        about = {"ref": row.ref, "name": row.name, "office": row.office}
        known = matching.found.get(row.ref)
        if known is None:
            found.append(Consequence(kind=ConsequenceKind.SERVICE_NEW, text=_service(row.name, row.office), about=about))
            continue
        if not known.active:
            found.append(Consequence(kind=ConsequenceKind.SERVICE_BACK, text=_service(row.name, row.office), about=about))
        for kind, old, new, words in (
            (ConsequenceKind.SERVICE_RENAMED, known.name, row.name, f"„{known.name}“ → „{row.name}“ (Amt {row.office})"),
            (ConsequenceKind.SERVICE_KEY, known.key, row.key, f"„{row.name}“: {known.key or 'ohne'} → {row.key or 'ohne'}"),
            (ConsequenceKind.SERVICE_MOVED, known.office, row.office, f"„{row.name}“: Amt {known.office} → Amt {row.office}"),
        ):
            if old != new:
                found.append(Consequence(kind=kind, text=words, about=about | {"old": old, "new": new}))
    gone = sorted(matching.gone, key=lambda known: (known.office, known.name))
    return found + [
        Consequence(
            kind=ConsequenceKind.SERVICE_GONE,
            text=_service(known.name, known.office),
            about={"ref": known.ref, "name": known.name, "office": known.office},
        )
        for known in gone
    ]


def _service(name: str, office: str) -> str:
    return f"„{name}“ (Amt {office})"


Person = Department | Office


def of_people(before: Iterable[Person], after: Iterable[Person]) -> list[Consequence]:
    """Return what becomes of Ämter, or of Dezernate, by number."""
    known = {person.number: person for person in before}
    found = []
    for person in after:
        old = known.pop(person.number, None)
        if old is None:
            found.append(_person(ConsequenceKind.OFFICE_NEW, person, person.title))
            continue
        for kind, name, words in (
            (ConsequenceKind.OFFICE_RENAMED, "name", f"{old.title} → „{person.name}“"),
            (ConsequenceKind.OFFICE_MAILBOX, "mailbox", f"{person.title}: {old.mailbox} → {person.mailbox}"),
            (ConsequenceKind.OFFICE_HEAD, "head_name", f"{person.title}: {old.head_name} → {person.head_name}"),
            (ConsequenceKind.OFFICE_HEAD, "head_email", f"{person.title}: {old.head_email} → {person.head_email}"),
        ):
            values = {"old": getattr(old, name), "new": getattr(person, name)}
            if values["old"] != values["new"]:
                found.append(_person(kind, person, words, values))
    return found + [_person(ConsequenceKind.OFFICE_GONE, person, person.title) for person in known.values()]


def _person(kind: ConsequenceKind, person: Person, text: str, values: Mapping[str, Any] | None = None) -> Consequence:
    which = "office" if isinstance(person, Office) else "department"
    return Consequence(kind=kind, text=text, about={which: person.number, **(values or {})})


def of_homes(before: Mapping[str, str], after: Mapping[str, str]) -> list[Consequence]:
    """Return which offices change their Dezernat; both map the number of an office to that of its Dezernat today."""
    return [
        Consequence(
            kind=ConsequenceKind.OFFICE_MOVED,
            text=f"Amt {office}: Dezernat {old} → Dezernat {after[office]}",
            about={"office": office, "old": old, "new": after[office]},
        )
        for office, old in before.items()
        if after.get(office, old) != old
    ]


def of_dates(before: Timeline, after: Timeline) -> list[Consequence]:
    """Return what becomes of milestones and of the days of reminders; both plans are the ones in force."""
    known = {milestone.key: milestone for milestone in before.milestones}
    found = []
    for milestone in after.milestones:
        old = known.pop(milestone.key, None)
        if old is None:
            text = f"„{milestone.title}“, {milestone.planned_label}"
            found.append(_milestone(ConsequenceKind.MILESTONE_NEW, milestone.key, text))
        elif old.planned_label != milestone.planned_label:
            text = f"„{milestone.title}“: {old.planned_label} → {milestone.planned_label}"
            found.append(_milestone(ConsequenceKind.MILESTONE_MOVED, milestone.key, text))
    found += [_milestone(ConsequenceKind.MILESTONE_GONE, old.key, f"„{old.title}“") for old in known.values()]
    return found + _reminders(before, after)


def _milestone(kind: ConsequenceKind, key: str, text: str) -> Consequence:
    return Consequence(kind=kind, text=text, about={"milestone": key})


def _reminders(before: Timeline, after: Timeline) -> list[Consequence]:
    old, new = _reminder_days(before), _reminder_days(after)
    titles = {step.key: step.title for plan in (before, after) for step in plan.reminders.steps}
    return [
        Consequence(
            kind=ConsequenceKind.REMINDER_MOVED,
            text=f"„{titles[key]}“: {german.short_date(old.get(key))} → {german.short_date(new.get(key))}",
            about={"reminder": key, "old": _iso(old.get(key)), "new": _iso(new.get(key))},
        )
        for key in titles
        if old.get(key) != new.get(key)
    ]


def _reminder_days(plan: Timeline) -> dict[str, date]:
    return {
        step.key: plan.calendar.shift(deadline.planned_on, step.working_days)
        for step in plan.reminders.steps
        if (deadline := plan.get(step.milestone))
    }


def of_solutions(before: Iterable[Solution], after: Iterable[Solution]) -> list[Consequence]:
    """Return what becomes of the solutions that could be reused; one is known by its key and name."""
    known = {(solution.key, solution.name): solution for solution in before}
    found = []
    for solution in after:
        old = known.pop((solution.key, solution.name), None)
        if old is None:
            found.append(_solution(ConsequenceKind.SOLUTION_NEW, solution, solution.words))
        elif old != solution:
            found.append(_solution(ConsequenceKind.SOLUTION_CHANGED, solution, f"{old.words} → {solution.words}"))
    return found + [_solution(ConsequenceKind.SOLUTION_GONE, solution, solution.words) for solution in known.values()]


def _solution(kind: ConsequenceKind, solution: Solution, text: str) -> Consequence:
    return Consequence(kind=kind, text=f"{solution.key}: {text}", about={"key": solution.key, "name": solution.name})


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
