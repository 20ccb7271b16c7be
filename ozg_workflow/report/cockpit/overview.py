"""The overview: what needs a person now, the timeline, the returns, the rest in a line each."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from ozg_workflow.domain import german
from ozg_workflow.domain.needs import NEEDS, NeedKind
from ozg_workflow.domain.plan.timeline import STATE_TITLES, MilestoneState
from ozg_workflow.domain.post.outbox import MESSAGE_STATE_TITLES
from ozg_workflow.domain.survey.service_list import ListState
from ozg_workflow.report.charts import returns, timeline
from ozg_workflow.report.cockpit.words import Draw, View, day, days_left, part_of, planned, title
from ozg_workflow.report.labels import percent
from ozg_workflow.report.markdown import escape, table

SHOWN: Final = 5  # details of one kind


def overview_markdown(view: View, draw: Draw) -> str:
    """Return the overview."""
    today = date.fromisoformat(view["today"])
    plan = timeline.summary(view["milestones"], today)
    blocks = [
        title("Stand", view),
        _figures(view),
        "## Was jetzt jemanden braucht",
        *_needed(view),
        "## Zeitplan",
        draw(timeline.timeline_chart(view), f"Zeitplan: {plan}"),
        *_returns(view, draw),
        "## Post",
        "\n".join(_mail(view)),
        *_replies(view["replies"]),
        "## Priorisierung und Umsetzung",
        f"- {_prioritisation(view['prioritisation'])}\n- {_implementation(view['implementation'])}",
        "## Zeitplan als Tabelle",
        "\n".join(_milestones(view["milestones"])),
    ]
    return "\n\n".join(blocks) + "\n"


def _figures(view: View) -> str:
    parts = [german.count(view["cases"]["open"], "offener Zuständigkeitsfall", "offene Zuständigkeitsfälle")]
    if current := view["round"]:
        share = percent(current["returned"], current["lists"])
        lists = [i for i in view["lists"] if i["round"] == current["key"] and i["state"] != ListState.SUPERSEDED]
        rows, answered = (sum(i[key] for i in lists) for key in ("rows", "answered"))
        parts[:0] = [
            f"**{current['returned']} von {current['lists']}** Amtslisten zurück ({share} %)",
            f"**{answered} von {rows}** Zeilen beantwortet",
        ]
    return " · ".join((*parts, german.count(view["mail"]["accepted"], "Mail", "Mails") + " angenommen"))


def _needed(view: View) -> list[str]:
    """Return a line for each kind of need with the deployment and the command, then the details."""
    overdue = [_overdue(row) for row in view["missing"] if row["days_left"] < 0]
    found = [*({"kind": str(n["kind"]), "text": _detail(n)} for n in view["needs"]), *overdue]
    order = [str(kind) for kind in NeedKind]
    groups = [
        (kind, [n["text"] for n in own])
        for kind, own in groupby(sorted(found, key=lambda n: order.index(n["kind"])), itemgetter("kind"))
    ]
    if not groups:
        return ["Zurzeit nichts. ✓"]
    rows = [
        (f"**{german.count(len(texts), row.one, row.several)}**", escape(row.deployment or "–"), f"`{row.command}`")
        for row, texts in ((NEEDS[NeedKind(kind)], texts) for kind, texts in groups)
    ]
    return ["\n".join(table(("Was", "Ablauf (Deployments)", "oder Befehl"), rows)), "\n".join(_details(groups))]


def _detail(need: Mapping[str, Any]) -> str:
    return f"{escape(need['title'])}: {escape(need['detail'])}"


def _overdue(row: Mapping[str, Any]) -> dict[str, str]:
    reminders = german.count(row["reminders"], "Erinnerung", "Erinnerungen")
    return {
        "kind": "overdue",
        "text": f"Amt {escape(row['office'])} {escape(row['name'])}: {days_left(row['days_left'])}, {reminders}",
    }


def _details(groups: Sequence[tuple[str, list[str]]]) -> Iterable[str]:
    for _, texts in groups:
        yield from (f"- {text}" for text in texts[:SHOWN])
        if len(texts) > SHOWN:
            yield f"- … und {len(texts) - SHOWN} weitere"


def _returns(view: View, draw: Draw) -> list[str]:
    if not view["round"]:
        return []
    rows = [
        (
            escape(f"{d['number']} – {d['name']}"),
            str(d["lists"]),
            str(d["returned"]),
            str(d["partly"]),
            part_of(d["returned"], d["lists"]),
        )
        for d in view["round"]["departments"]
    ]
    header = ("Dezernat", "Listen", "zurück", "teilweise", "Anteil")
    blocks = [
        "## Rücklauf",
        draw(returns.departments_chart(view), f"Rücklauf nach Dezernaten: {returns.summary(view)}"),
        "\n".join(table(header, rows, right=frozenset({1, 2, 3}))),
        draw(returns.over_time_chart(view), f"Rücklauf über die Zeit: {returns.course(view)}"),
    ]
    return [*blocks, *_earlier(view["rounds"][:-1])]


def _earlier(rounds: Sequence[Mapping[str, Any]]) -> list[str]:
    lines = [f"- {escape(r['title'])}: {r['returned']} von {r['lists']} Listen zurück, Frist {day(r['due_on'])}" for r in rounds]
    return ["**Frühere Runden**", "\n".join(lines)] if lines else []


def _milestones(milestones: Iterable[Mapping[str, Any]]) -> list[str]:
    rows = [
        (
            planned(m["planned"]),
            escape(m["title"]),
            STATE_TITLES[MilestoneState(m["state"])],
            day(m["done_at"]),
        )
        for m in milestones
    ]
    return table(("Geplant", "Meilenstein", "Stand", "Erledigt"), rows)


def _mail(view: View) -> list[str]:
    sent = [f"{title} {view['mail'][state]}" for state, title in MESSAGE_STATE_TITLES.items() if view["mail"].get(state)]
    inbox = view["inbox"]
    received = (
        german.count(inbox["returns"], "Rücksendung", "Rücksendungen"),
        german.count(inbox["automatic"], "automatische Antwort", "automatische Antworten"),
        f"{inbox['quarantined']} im Klärungskorb",
        f"{inbox['dismissed']} erledigt",
    )
    return [
        f"- **Ausgang:** {', '.join(sent) or 'noch keine Mail'}",
        f"- **Eingang:** {', '.join(received)}",
        f"- **Zuständigkeitsfälle:** {view['cases']['open']} offen, {view['cases']['settled']} geklärt",
    ]


def _replies(replies: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return who comes to the information events, as far as calendars have answered."""
    lines = [
        f"- {escape(r['title'])}: {r['accepted']} zugesagt, {r['declined']} abgesagt, {r['tentative']} mit Vorbehalt"
        for r in replies
    ]
    return ["## Antworten auf die Einladungen", "\n".join(lines)] if lines else []


def _prioritisation(result: Mapping[str, Any] | None) -> str:
    if result is None:
        return "Noch keine Auswertung."
    figures = f"{result['ranked']} gereiht, {result['incomplete']} unvollständig, {result['blocked']} rechtlich gesperrt"
    return f"Ausgewertet am {day(result['evaluated_at'])}: {figures}."


def _implementation(result: Mapping[str, Any] | None) -> str:
    if result is None:
        return "Noch keine Maßnahmen."
    target = f"Ziel Stufe {result['target_level']} bis {day(result['target_on'])}"
    measures = german.count(result["measures"], "Maßnahme", "Maßnahmen")
    done = part_of(result["reached_target"], result["measures"])
    return f"{measures}, {result['started']} begonnen, {result['reached_target']} am Ziel ({done}, {target})"
