"""The end of the demo: what must be true, and what people are shown."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ozg_workflow.demo.measure import Meter
from ozg_workflow.domain import german
from ozg_workflow.domain.cockpit.status import ListStatus, Status
from ozg_workflow.domain.plan.milestones import MilestoneState
from ozg_workflow.domain.post.mail import IncomingState
from ozg_workflow.domain.post.outbox import MESSAGE_STATE_TITLES, MessageState
from ozg_workflow.domain.survey.responsibility import CaseState
from ozg_workflow.domain.survey.service_list import FINAL_STATES, LIST_STATE_TITLES, ListState

if TYPE_CHECKING:
    from rich.console import Console

STUCK = (MessageState.QUEUED, MessageState.UNKNOWN, MessageState.HELD)


def shortcomings(status: Status, silent_office: str) -> list[str]:
    """Return what is not as it must be at the end, in German; `silent_office` is the one that never answers."""
    return [*_unfinished(status, silent_office), *_stuck(status)]


def _unfinished(status: Status, silent_office: str) -> Iterator[str]:
    for m in status.milestones:
        if m.state is not MilestoneState.DONE:
            yield f"Der Meilenstein „{m.title}“ ist nicht erledigt ({m.state})."
    for item in status.lists:
        wanted = (ListState.SENT,) if item.office == silent_office else FINAL_STATES
        if item.state not in wanted:
            yield f"Die Liste von Amt {item.office} ({item.round}, Fassung {item.version}) ist „{item.state}“."


def _stuck(status: Status) -> Iterator[str]:
    yield from (f"{status.mail[state]} Mails sind „{state}“." for state in STUCK if status.mail[state])
    if not status.cases[CaseState.SETTLED]:
        yield "Kein Zuständigkeitsfall wurde entschieden."
    if still_open := status.cases[CaseState.OPEN]:
        yield f"{still_open} Zuständigkeitsfälle sind offen."
    if not status.prioritisation or not status.implementation:
        yield "Es gibt keine Priorisierung oder keine Maßnahmen."


def show_summary(console: "Console", status: Status, meter: Meter, *, folder: Path, shown: str) -> None:
    """Print the result and how to go on; `shown` is the folder as the reader calls it."""
    from rich import box
    from rich.table import Table

    table = Table(title="Der Rollout im Überblick", box=box.SIMPLE_HEAD, title_justify="left", show_header=False, pad_edge=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    for name, text in (*_results(status), *_expenses(meter)):
        table.add_row(name, text)
    console.print(table)
    console.print("So geht es weiter:", style="bold")
    home = f"ozg --home {shown}"
    for command, purpose in (
        (f"{home} status", "der Stand im Terminal"),
        (f"{home} serve", "die Oberfläche mit allen Läufen"),
        (str(folder / "var" / "post"), "die Mails, ein Maildir je Adresse"),
        (str(folder / "var" / "reports" / status.rollout), "Priorisierung, Vorlage, Abschlussbericht"),
    ):
        console.print(f"  {command}\n      {purpose}", highlight=False, soft_wrap=True)


def _results(status: Status) -> Iterator[tuple[str, str]]:
    lists, inbox = status.lists, status.inbox
    done = sum(m.state is MilestoneState.DONE for m in status.milestones)
    yield "Meilensteine", f"{done} von {len(status.milestones)} erledigt"
    yield "Listen der Erhebung", _list_states([i for i in lists if i.round.startswith("erhebung")])
    yield "Listen zum Umsetzungsstand", _list_states([i for i in lists if not i.round.startswith("erhebung")])
    yield (
        "Rückläufe",
        f"{inbox[IncomingState.RETURN]} Mails mit Listen, {inbox[IncomingState.AUTOMATIC]} automatische, {inbox[IncomingState.DISMISSED]} von Hand erledigte",
    )
    yield "Erinnerungen", f"{sum(i.reminders for i in lists)} für {sum(i.reminders > 0 for i in lists)} Listen"
    yield "Zuständigkeitsfälle", f"{status.cases[CaseState.SETTLED]} entschieden, {status.cases[CaseState.OPEN]} offen"
    yield "Mails", german.join([f"{number} {MESSAGE_STATE_TITLES[state]}" for state, number in status.mail.items() if number])
    if ranking := status.prioritisation:
        yield "Priorisierung", f"{ranking.ranked} gereiht, {ranking.blocked} gesperrt, {ranking.incomplete} unvollständig"
    if found := status.implementation:
        yield "Maßnahmen", f"{found.measures}, davon {found.reached_target} am Ziel (Stufe {found.target_level})"


def _list_states(lists: Sequence[ListStatus]) -> str:
    counts = Counter(item.state for item in lists)
    return f"{len(lists)}: " + german.join([f"{number} {LIST_STATE_TITLES[state]}" for state, number in counts.most_common()])


def _expenses(meter: Meter) -> list[tuple[str, str]]:
    seconds = f"{german.number(meter.total)} s"
    if meter.prefect_seconds is not None:
        seconds += f", davon Prefect {german.number(meter.prefect_seconds)} s (Start des Servers und was die Läufe über ihre Aufgaben hinaus brauchen)"
    rows = [("Zeit", seconds)]
    if meter.own_megabytes is not None and meter.server_megabytes is not None:
        memory = f"{german.number(meter.own_megabytes + meter.server_megabytes)} MB"
        if meter.prefect_megabytes is not None:
            memory += f", davon Prefect {german.number(meter.prefect_megabytes)} MB"
        rows.append(("Speicher", f"{memory} (Spitze dieses Prozesses und seines größten Kindes, getrusage)"))
    return rows
