"""The status of a rollout as people read it in the cockpit: Markdown with a timeline, and rows for a table.

The input is the object of `ozg status --json`. Only the standard library and the domain are imported: the command
line shows the status, too, and starts fast.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from ozg_workflow.domain import german
from ozg_workflow.domain.outbox import MESSAGE_STATE_TITLES
from ozg_workflow.domain.service_list import FINAL_STATES, LIST_STATE_TITLES, ListState
from ozg_workflow.domain.timeline import STATE_TITLES, MilestoneState
from ozg_workflow.report.gantt import gantt
from ozg_workflow.report.labels import percent
from ozg_workflow.report.markdown import bar, escape, table

ROUND_TITLES: Final = {"survey": "Erhebung", "progress": "Umsetzungsstand"}


def status_markdown(status: Mapping[str, Any], *, titles: Mapping[str, str] | None = None) -> str:
    """Return the status as Markdown with a Mermaid timeline and its text alternative.

    `status` is the object of `ozg status --json`; `titles` replaces the title of the rollout or of a milestone by its
    key, e.g. by a shorter one. Names in it are escaped and never read as markup.
    """
    named = titles or {}
    title = escape(named.get(status["rollout"], status["rollout"]))
    parts = [
        [f"# {title} – Stand {german.short_date(date.fromisoformat(status['today']))}"],
        [_figures(status)],
        ["## Was jetzt jemanden braucht", "", *_needed(status, named)],
        ["## Zeitplan", "", *gantt(status, named), "", *_milestones(status["milestones"], named)],
        ["## Rücklauf nach Dezernaten", "", *_departments(status["departments"])],
        ["## Post", "", *_mail(status)],
        ["## Priorisierung", "", _prioritisation(status["prioritisation"])],
        ["## Umsetzung", "", _implementation(status["implementation"])],
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def status_rows(status: Mapping[str, Any]) -> list[dict[str, object]]:
    """Return one row per list with German column titles, for a table; moments are shown in Berlin time."""
    return [
        {
            "Amt": row["office"],
            "Name": row["name"],
            "Dezernat": row["department"],
            "Stand": LIST_STATE_TITLES[ListState(row["state"])],
            "Frist": _day(row["due_on"]),
            "Zurück": _day(row["returned_at"]),
            "Beantwortet": row["answered"],
            "Zeilen": row["rows"],
            "Fehlerhaft": row["invalid"],
            "Strittig": row["disputed"],
            "Erinnerungen": row["reminders"],
            "Versandt": _day(row["sent_at"]),
            "Runde": ROUND_TITLES.get(str(row["round"]), str(row["round"])),
            "Version": row["version"],
        }
        for row in status["lists"]
    ]


def _day(value: str | None) -> str:
    """Show an ISO date or moment as a German date; a moment is the civil day in Berlin."""
    if not value:
        return "–"
    if len(value) == 10:
        return german.short_date(date.fromisoformat(value))
    moment = datetime.fromisoformat(value)
    return german.short_date((moment.astimezone(ZoneInfo(german.TIME_ZONE)) if moment.tzinfo else moment).date())


def _figures(status: Mapping[str, Any]) -> str:
    lists = sum(d["lists"] for d in status["departments"])
    returned = sum(d["returned"] for d in status["departments"])
    rows, answered = (sum(row[key] for row in status["lists"] if not _superseded(row)) for key in ("rows", "answered"))
    parts = (
        f"**{returned} von {lists}** Amtslisten zurück ({percent(returned, lists)} %)",
        f"**{answered} von {rows}** Zeilen beantwortet",
        german.count(status["cases"]["open"], "offener Zuständigkeitsfall", "offene Zuständigkeitsfälle"),
        german.count(status["mail"]["accepted"], "Mail", "Mails") + " angenommen",
    )
    return " · ".join(parts)


def _superseded(row: Mapping[str, Any]) -> bool:
    return ListState(row["state"]) is ListState.SUPERSEDED


def _needed(status: Mapping[str, Any], titles: Mapping[str, str]) -> list[str]:
    mail, late = status["mail"], [m for m in status["milestones"] if m["state"] == MilestoneState.LATE]
    overdue = [row for row in status["lists"] if _is_overdue(row, status["today"])]
    found = [
        *(f"Meilenstein überfällig: {escape(titles.get(m['key'], m['title']))}" for m in late),
        *_if(status["cases"]["open"], "Zuständigkeitsfall zu entscheiden", "Zuständigkeitsfälle zu entscheiden", "ozg case list"),
        *_if(
            status.get("conflicts", 0),
            "Widerspruch zwischen zwei Rücksendungen",
            "Widersprüche zwischen Rücksendungen",
            "ozg case list",
        ),
        *_if(status["inbox"]["quarantined"], "Eingang im Klärungskorb", "Eingänge im Klärungskorb", "ozg inbox list"),
        *_if(mail["unknown"], "Mail mit ungeklärter Zustellung", "Mails mit ungeklärter Zustellung", "ozg mail settle"),
        *_if(mail["bounced"], "unzustellbare Mail", "unzustellbare Mails", "ozg mail list"),
        *_if(mail["refused"], "abgelehnte Mail", "abgelehnte Mails", "ozg mail list"),
        *_if(mail["held"], "angehaltene Mail", "angehaltene Mails", "ozg mail release"),
        *_if(len(overdue), "Amtsliste über der Frist", "Amtslisten über der Frist", "ozg remind"),
    ]
    return [f"- {line}" for line in found] or ["Zurzeit nichts."]


def _is_overdue(row: Mapping[str, Any], today: str) -> bool:
    state = ListState(row["state"])
    return bool(row["due_on"]) and row["due_on"] < today and state not in FINAL_STATES and state is not ListState.PREPARED


def _if(number: int, singular: str, plural: str, command: str) -> Iterable[str]:
    return (f"{german.count(number, singular, plural)} – `{command}`",) if number else ()


def _milestones(milestones: Iterable[Mapping[str, Any]], titles: Mapping[str, str]) -> list[str]:
    rows = [
        (
            _planned(m["planned"]),
            escape(titles.get(m["key"], m["title"])),
            STATE_TITLES[MilestoneState(m["state"])],
            _day(m["done_at"]),
        )
        for m in milestones
    ]
    return table(("Geplant", "Meilenstein", "Stand", "Erledigt"), rows)


def _planned(planned: str) -> str:
    return (
        german.month(date.fromisoformat(f"{planned}-01")) if len(planned) == 7 else german.short_date(date.fromisoformat(planned))
    )


def _departments(departments: Iterable[Mapping[str, Any]]) -> list[str]:
    rows = []
    for row in departments:
        share = percent(row["returned"], row["lists"])
        name = f"{escape(row['number'])} – {escape(row['name'])}"
        rows.append((name, str(row["lists"]), str(row["returned"]), f"{bar(share)} {share} %" if row["lists"] else "–"))
    return table(("Dezernat", "Listen", "zurück", "Anteil"), rows, right=frozenset({1, 2}))


def _mail(status: Mapping[str, Any]) -> list[str]:
    sent = [f"{title} {status['mail'][state]}" for state, title in MESSAGE_STATE_TITLES.items() if status["mail"].get(state)]
    inbox = status["inbox"]
    returns = german.count(inbox["returns"], "Rücksendung", "Rücksendungen")
    automatic = german.count(inbox["automatic"], "automatische Antwort", "automatische Antworten")
    return [
        f"- **Ausgang:** {', '.join(sent) or 'noch keine Mail'}",
        f"- **Eingang:** {returns}, {automatic}, {inbox['quarantined']} im Klärungskorb, {inbox['dismissed']} verworfen",
        f"- **Zuständigkeitsfälle:** {status['cases']['open']} offen, {status['cases']['settled']} geklärt",
    ]


def _prioritisation(result: Mapping[str, Any] | None) -> str:
    if result is None:
        return "Noch keine Auswertung."
    figures = f"{result['ranked']} gereiht, {result['incomplete']} unvollständig, {result['blocked']} rechtlich gesperrt"
    return f"Ausgewertet am {_day(result['evaluated_at'])}: {figures}."


def _implementation(result: Mapping[str, Any] | None) -> str:
    if result is None:
        return "Noch keine Maßnahmen."
    share = percent(result["reached_target"], result["measures"])
    target = f"Ziel Stufe {result['target_level']} bis {_day(result['target_on'])}"
    measures = german.count(result["measures"], "Maßnahme", "Maßnahmen")
    return f"{measures}, {result['started']} begonnen, {result['reached_target']} am Ziel ({target}) {bar(share)} {share} %"
