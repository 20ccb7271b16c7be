"""The overview: what needs a person now, the timeline, the returns, the rest in a line each."""

from collections.abc import Iterable, Sequence
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.domain.cockpit.links import NO_LINK, NO_LINKS, Links
from ozg_workflow.domain.cockpit.overview import EventReplies, Overview, RoundView
from ozg_workflow.domain.cockpit.status import ImplementationStatus, MilestoneStatus, PrioritisationStatus, Status
from ozg_workflow.domain.desk import Link
from ozg_workflow.domain.needs import NEEDS, Need, NeedKind
from ozg_workflow.domain.plan.milestones import STATE_TITLES
from ozg_workflow.domain.post.mail import IncomingState
from ozg_workflow.domain.post.outbox import MESSAGE_STATE_TITLES, MessageState
from ozg_workflow.domain.survey.responsibility import CaseState
from ozg_workflow.report.charts import returns, timeline
from ozg_workflow.report.cockpit.words import Draw, day, part_of, planned, title, ways
from ozg_workflow.report.labels import percent
from ozg_workflow.report.markdown import escape, table

SHOWN: Final = 5  # details of one kind


def overview_markdown(view: Overview, draw: Draw, links: Links = NO_LINKS) -> str:
    """Return the overview; `links` lead from what is needed to its form and its page."""
    status = view.status
    plan = timeline.summary(status.milestones, status.today)
    blocks = [
        title("Stand", status),
        *([f"**Hinweis:** {escape(status.configuration.hint)}"] if status.configuration.hint else []),
        _figures(view),
        "## Was jetzt jemanden braucht",
        *_needed(view.waiting, links),
        "## Zeitplan",
        draw(timeline.timeline_chart(status), f"Zeitplan: {plan}"),
        *(_returns(view, view.round, draw) if view.round else ()),
        "## Post",
        "\n".join(_mail(status)),
        *_replies(view.replies),
        "## Priorisierung und Umsetzung",
        f"- {_prioritisation(status.prioritisation)}\n- {_implementation(status.implementation)}",
        "## Zeitplan als Tabelle",
        "\n".join(_milestones(status.milestones)),
    ]
    return "\n\n".join(blocks) + "\n"


def _figures(view: Overview) -> str:
    cases, accepted = view.status.cases[CaseState.OPEN], view.status.mail[MessageState.ACCEPTED]
    parts = (
        *(_round_figures(view.status, view.round) if view.round else ()),
        german.count(cases, "offener Zuständigkeitsfall", "offene Zuständigkeitsfälle"),
        german.count(accepted, "Mail", "Mails") + " angenommen",
    )
    return " · ".join(parts)


def _round_figures(status: Status, current: RoundView) -> tuple[str, str]:
    lists = status.lists_of(current.key)
    share = percent(current.returned, current.lists)
    return (
        f"**{current.returned} von {current.lists}** {current.lists_words} zurück ({share} %)",
        f"**{sum(i.answered for i in lists)} von {sum(i.rows for i in lists)}** Zeilen beantwortet",
    )


def _needed(waiting: Sequence[Need], links: Links) -> list[str]:
    """Return for each kind of need, the most pressing first, how many there are, the form, and each of them with its links."""
    kinds = dict.fromkeys(each.kind for each in waiting)
    if not kinds:
        return ["Zurzeit nichts. ✓"]
    return [part for kind in kinds for part in _kind(kind, [each for each in waiting if each.kind is kind], links)]


def _kind(kind: NeedKind, needs: Sequence[Need], links: Links) -> tuple[str, str]:
    row = NEEDS[kind]
    form = f" – Formular {escape(row.deployment)}" if row.deployment else f" – {escape(row.how)}"
    lines = [_line(each, links.needs.get(each, NO_LINK)) for each in needs[:SHOWN]]
    more = [f"- … und {len(needs) - SHOWN} weitere"] if len(needs) > SHOWN else []
    return f"**{german.count(len(needs), row.one, row.several)}**{form}", "\n".join([*lines, *more])


def _line(need: Need, link: Link) -> str:
    return f"- {escape(need.detail)}{ways(('Formular öffnen', link.form), ('ansehen', link.page))}"


def _returns(view: Overview, current: RoundView, draw: Draw) -> list[str]:
    today = view.status.today
    return [
        "## Rücklauf",
        draw(returns.departments_chart(current, today), f"Rücklauf nach Dezernaten: {returns.summary(current, today)}"),
        "\n".join(_departments(current)),
        draw(returns.over_time_chart(current, today), f"Rücklauf über die Zeit: {returns.course(current, today)}"),
        f"Über die Zeit zurück: {escape(returns.course(current, today))}",
        *_earlier(view.rounds[:-1]),
    ]


def _departments(current: RoundView) -> list[str]:
    rows = [
        (escape(f"{d.number} – {d.name}"), str(d.lists), str(d.returned), str(d.partly), part_of(d.returned, d.lists))
        for d in current.departments
    ]
    return table(("Dezernat", "Listen", "zurück", "teilweise", "Anteil"), rows, right=frozenset({1, 2, 3}))


def _earlier(rounds: Sequence[RoundView]) -> list[str]:
    lines = [f"- {escape(r.title)}: {r.returned} von {r.lists} Listen zurück, Frist {day(r.due_on)}" for r in rounds]
    return ["**Frühere Runden**", "\n".join(lines)] if lines else []


def _milestones(milestones: Iterable[MilestoneStatus]) -> list[str]:
    rows = [(planned(m.planned), escape(m.title), STATE_TITLES[m.state], day(m.done_at)) for m in milestones]
    return table(("Geplant", "Meilenstein", "Stand", "Erledigt"), rows)


def _mail(status: Status) -> list[str]:
    sent = [f"{title} {status.mail[state]}" for state, title in MESSAGE_STATE_TITLES.items() if status.mail[state]]
    inbox, cases = status.inbox, status.cases
    received = (
        german.count(inbox[IncomingState.RETURN], "Rücksendung", "Rücksendungen"),
        german.count(inbox[IncomingState.AUTOMATIC], "automatische Antwort", "automatische Antworten"),
        f"{inbox[IncomingState.QUARANTINED]} im Klärungskorb",
        f"{inbox[IncomingState.TO_READ]} zu lesen",
        f"{inbox[IncomingState.DISMISSED]} erledigt",
    )
    return [
        f"- **Ausgang:** {', '.join(sent) or 'noch keine Mail'}",
        f"- **Eingang:** {', '.join(received)}",
        f"- **Zuständigkeitsfälle:** {cases[CaseState.OPEN]} offen, {cases[CaseState.SETTLED]} geklärt",
    ]


def _replies(replies: Sequence[EventReplies]) -> list[str]:
    """Return who comes to the information events, as far as calendars have answered."""
    lines = [f"- {escape(r.title)}: {r.accepted} zugesagt, {r.declined} abgesagt, {r.tentative} mit Vorbehalt" for r in replies]
    return ["## Antworten auf die Einladungen", "\n".join(lines)] if lines else []


def _prioritisation(found: PrioritisationStatus | None) -> str:
    if found is None:
        return "Noch keine Auswertung."
    figures = f"{found.ranked} gereiht, {found.incomplete} unvollständig, {found.blocked} rechtlich gesperrt"
    weights = f", Gewichte Version {found.version}" if found.version else ""
    return f"Ausgewertet am {day(found.evaluated_at)}{weights}: {figures}."


def _implementation(found: ImplementationStatus | None) -> str:
    if found is None:
        return "Noch keine Maßnahmen."
    target = f"Ziel Stufe {found.target_level} bis {day(found.target_on)}"
    measures = german.count(found.measures, "Maßnahme", "Maßnahmen")
    done = part_of(found.reached_target, found.measures)
    return (
        f"{measures}, {found.started} begonnen, {found.reached_target} am Ziel ({done}, {target})"
        + (f", **{found.delays}**" if found.delays else "")
        + (f", {found.given_up} ohne Umsetzung" if found.given_up else "")
    )
