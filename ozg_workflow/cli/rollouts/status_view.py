"""The status as tables for the terminal."""

from collections.abc import Iterator, Sequence
from typing import Final

from ozg_workflow.cli.output import print_table, say
from ozg_workflow.domain.cockpit.status import ListStatus, MilestoneStatus, Status
from ozg_workflow.domain.german import month, short_date
from ozg_workflow.domain.plan.milestones import STATE_TITLES, MilestoneState
from ozg_workflow.domain.post.mail import IncomingState
from ozg_workflow.domain.post.outbox import MESSAGE_STATE_TITLES, MessageState
from ozg_workflow.domain.survey.responsibility import CaseState
from ozg_workflow.domain.survey.service_list import LIST_STATE_TITLES

WAITING: Final = (MessageState.HELD, MessageState.QUEUED, MessageState.UNKNOWN)  # for a person, or for the next delivery


def print_status(status: Status) -> None:
    """Print the status."""
    say(f"{status.title} ({status.rollout}), Stand {status.today}")
    if hint := status.configuration.hint:
        say(f"Hinweis: {hint}")
    _print_milestones(status)
    _print_departments(status)
    _print_open_lists(status)
    for line in _lines(status):
        say(line)


def print_rows(rows: Sequence[tuple[object, ...]]) -> None:
    """Print several rollouts, a row each."""
    heads = (
        "Rollout",
        "Nächster Termin",
        "Listen zurück",
        "wartende Mails",
        "Klärungskorb",
        "zu lesen",
        "offene Fälle",
        "Maßnahmen am Ziel",
    )
    print_table(heads, rows, empty="Kein Rollout ist lesbar.")


def status_row(status: Status) -> tuple[object, ...]:
    """Return where a rollout stands in one row of `print_rows`."""
    coming = next((m for m in status.milestones if m.state is not MilestoneState.DONE), None)
    found = status.implementation
    return (
        status.rollout,
        _date_of(coming) if coming else "–",
        f"{sum(d.returned for d in status.departments)} von {sum(d.lists for d in status.departments)}",
        sum(status.mail[state] for state in WAITING),
        status.inbox[IncomingState.QUARANTINED],
        status.inbox[IncomingState.TO_READ],
        status.cases[CaseState.OPEN],
        f"{found.reached_target} von {found.measures}" if found else "–",
    )


def _date_of(milestone: MilestoneStatus) -> str:
    planned = milestone.planned
    return f"{month(planned.first) if planned.is_month else short_date(planned.first)}, {STATE_TITLES[milestone.state]}"


def _print_milestones(status: Status) -> None:
    rows = [(m.planned, m.title, STATE_TITLES[m.state]) for m in status.milestones]
    print_table(("Termin", "Meilenstein", "Stand"), rows, empty="Keine Meilensteine.")


def _print_departments(status: Status) -> None:
    rows = [(d.number, d.name, d.lists, d.returned) for d in status.departments]
    print_table(("Dezernat", "Name", "Listen", "zurück"), rows, empty="Keine Dezernate.")


def _print_open_lists(status: Status) -> None:
    print_table(
        ("Amt", "Name", "Fassung", "Stand", "Zeilen", "beantwortet", "Frist", "Erinnerungen"),
        [_row(item) for item in status.lists if item.is_missing],
        empty=f"Offene Listen: keine (von {len(status.lists)}).",
    )


def _row(item: ListStatus) -> tuple[object, ...]:
    state = LIST_STATE_TITLES[item.state]
    return (item.office, item.name, item.version, state, item.rows, item.answered, item.due_on, item.reminders)


def _lines(status: Status) -> Iterator[str]:
    mail = [f"{number} {MESSAGE_STATE_TITLES[state]}" for state, number in status.mail.items() if number]
    inbox, cases = status.inbox, status.cases
    yield f"Postausgang: {', '.join(mail) or 'leer'}"
    yield (
        f"Posteingang: {inbox[IncomingState.RETURN]} Rückläufe, {inbox[IncomingState.AUTOMATIC]} automatisch, "
        f"{inbox[IncomingState.QUARANTINED]} im Klärungskorb, {inbox[IncomingState.TO_READ]} zu lesen, {inbox[IncomingState.DISMISSED]} erledigt"
    )
    for bad in status.mailboxes:
        since = short_date(bad.since)
        yield f"Postfach unzustellbar: {bad.address} ({bad.owner}), seit {since}, Mail Nr. {bad.message}"
    yield f"Zuständigkeitsfälle: {cases[CaseState.OPEN]} offen, {cases[CaseState.SETTLED]} entschieden"
    if ranking := status.prioritisation:
        yield f"Priorisierung: {ranking.ranked} gereiht, {ranking.blocked} gesperrt, {ranking.incomplete} unvollständig" + (
            f" (Gewichte Version {ranking.version})" if ranking.version else ""
        )
    if found := status.implementation:
        yield (
            f"Umsetzung: {found.measures} Maßnahmen, {found.started} begonnen, "
            f"{found.reached_target} auf Stufe {found.target_level}"
        ) + (f", {found.delays}" if found.delays else "")
