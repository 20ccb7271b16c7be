"""The end of the demo: what must be true, and what people are shown."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ozg_workflow.demo.measure import Meter
from ozg_workflow.domain import german
from ozg_workflow.domain.post.outbox import MESSAGE_STATE_TITLES, MessageState
from ozg_workflow.domain.survey.service_list import LIST_STATE_TITLES, ListState

if TYPE_CHECKING:
    from rich.console import Console

DONE = ("returned", "nil_return")


def shortcomings(status: dict[str, Any], silent_office: str) -> list[str]:
    """Return what is not as it must be at the end, in German; `silent_office` is the one that never answers."""
    found = [
        f"Der Meilenstein „{m['title']}“ ist nicht erledigt ({m['state']})." for m in status["milestones"] if m["state"] != "done"
    ]
    for item in status["lists"]:
        wanted = ("sent",) if item["office"] == silent_office else DONE
        if item["state"] not in wanted:
            found.append(
                f"Die Liste von Amt {item['office']} ({item['round']}, Fassung {item['version']}) ist „{item['state']}“."
            )
    found += [
        f"{status['mail'][state]} Mails sind „{state}“." for state in ("queued", "unknown", "held") if status["mail"][state]
    ]
    if not status["cases"]["settled"]:
        found.append("Kein Zuständigkeitsfall wurde entschieden.")
    if status["cases"]["open"]:
        found.append(f"{status['cases']['open']} Zuständigkeitsfälle sind offen.")
    if not status["prioritisation"] or not status["implementation"]:
        found.append("Es gibt keine Priorisierung oder keine Maßnahmen.")
    return found


def show_summary(console: "Console", status: dict[str, Any], meter: Meter, *, folder: Path, shown: str) -> None:
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
        (str(folder / "var" / "reports" / status["rollout"]), "Priorisierung, Vorlage, Abschlussbericht"),
    ):
        console.print(f"  {command}\n      {purpose}", highlight=False, soft_wrap=True)


def _results(status: dict[str, Any]) -> list[tuple[str, str]]:
    lists, cases, inbox = status["lists"], status["cases"], status["inbox"]
    ranking, measures = status["prioritisation"], status["implementation"]
    done = sum(m["state"] == "done" for m in status["milestones"])
    return [
        ("Meilensteine", f"{done} von {len(status['milestones'])} erledigt"),
        ("Listen der Erhebung", _list_states([i for i in lists if i["round"].startswith("erhebung")])),
        ("Listen zum Umsetzungsstand", _list_states([i for i in lists if not i["round"].startswith("erhebung")])),
        (
            "Rückläufe",
            f"{inbox['returns']} Mails mit Listen, {inbox['automatic']} automatische, {inbox['dismissed']} von Hand erledigte",
        ),
        ("Erinnerungen", f"{sum(i['reminders'] for i in lists)} für {sum(i['reminders'] > 0 for i in lists)} Listen"),
        ("Zuständigkeitsfälle", f"{cases['settled']} entschieden, {cases['open']} offen"),
        (
            "Mails",
            german.join([f"{number} {MESSAGE_STATE_TITLES[MessageState(s)]}" for s, number in status["mail"].items() if number]),
        ),
        ("Priorisierung", f"{ranking['ranked']} gereiht, {ranking['blocked']} gesperrt, {ranking['incomplete']} ohne Angaben"),
        ("Maßnahmen", f"{measures['measures']}, davon {measures['reached_target']} am Ziel (Stufe {measures['target_level']})"),
    ]


def _list_states(lists: list[dict[str, Any]]) -> str:
    counts = Counter(ListState(item["state"]) for item in lists)
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
