"""The journal in the audit log: every transaction that changes a state leaves the new figures in one entry.

From it the status of any past day is put together. It holds ids, states, figures and dates, and no personal data.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from ozg_workflow.database.changes import Changes
from ozg_workflow.database.columns import columns, value
from ozg_workflow.database.models import (
    Evaluation,
    Event,
    Incoming,
    Measure,
    Message,
    Milestone,
    ResponsibilityCase,
    Rollout,
    ServiceList,
)
from ozg_workflow.database.sealing import append
from ozg_workflow.domain import german
from ozg_workflow.domain.plain import plain
from ozg_workflow.usecases.step.figures import list_figures, milestone_figures
from ozg_workflow.usecases.step.rollout_access import known_rollout

VERB: Final = "state_changed"
_SEEN: Final = "rollouts_with_a_journal"
# name in an entry → table, and how people call one and several
STATES: Final[dict[str, tuple[Any, str, str]]] = {
    "messages": (Message, "Mail", "Mails"),
    "incoming": (Incoming, "Eingang", "Eingänge"),
    "cases": (ResponsibilityCase, "Fall", "Fälle"),
    "measures": (Measure, "Maßnahme", "Maßnahmen"),
}
_OWN: Final = (Event.rollout_id == bindparam("rollout"), Event.verb == VERB)
_LAST: Final = select(func.max(Event.id)).where(*_OWN, Event.at < bindparam("evening")).scalar_subquery()
_ENTRIES: Final = select(Event.at, Event.data).where(*_OWN, Event.id <= _LAST).order_by(Event.id)
_LIST_ENTRIES: Final = _ENTRIES.with_only_columns(Event.at, Event.data["lists"])
_FIRST: Final = select(func.min(Event.at)).where(*_OWN)
_BEGUN: Final = select(Event.id).where(*_OWN).order_by(Event.id.desc()).limit(1)
_ALL_STATES: Final = {
    name: select(model.id, model.state).where(model.rollout_id == bindparam("rollout")).order_by(model.id)
    for name, (model, _one, _many) in STATES.items()
}
_SOME_STATES: Final = {
    name: _ALL_STATES[name].where(model.id.in_(bindparam("ids", expanding=True))) for name, (model, _one, _many) in STATES.items()
}


def write_journal(session: Session, rollout_key: str, changes: Changes, clock: Callable[[], datetime], actor: str) -> None:
    """Add the entry of this transaction; the first one of a rollout holds everything there is."""
    session.flush()
    rollout = known_rollout(session, rollout_key) if changes else None
    if rollout is None:
        return
    data = _entry(session, rollout, changes if _begun(session, rollout) else None)
    line = {"rollout_id": rollout.id, "at": clock(), "actor": actor, "verb": VERB, "object_type": "rollout"}
    append(session, [line | {"object_id": rollout.key, "text": _in_words(data), "data": data}])


def _begun(session: Session, rollout: Rollout) -> bool:
    """Tell whether the rollout has a journal; a rollout from before this version gets one with its first change.

    A session that has seen it once does not ask again: nothing ever leaves the audit log.
    """
    seen: set[int] = session.info.setdefault(_SEEN, set())
    if rollout.id not in seen and value(session, _BEGUN, {"rollout": rollout.id}) is not None:
        seen.add(rollout.id)
    return rollout.id in seen


def _entry(session: Session, rollout: Rollout, changes: Changes | None) -> dict[str, Any]:
    """Return the figures of what has changed, of everything when `changes` is None."""
    data: dict[str, Any] = {}
    if changes is None or changes.of(Milestone):
        data["milestones"] = plain(milestone_figures(session, rollout))
    lists = None if changes is None else changes.of(ServiceList)
    data["lists"] = {} if lists == set() else plain(list_figures(session, rollout, lists))
    for name in STATES:
        data[name] = _states(session, rollout, name, changes)
    if changes is None or changes.of(Evaluation):
        data["evaluation"] = session.scalar(select(func.max(Evaluation.id)).where(Evaluation.rollout_id == rollout.id))
    return {name: figures for name, figures in data.items() if figures}


def _states(session: Session, rollout: Rollout, name: str, changes: Changes | None) -> dict[int, str]:
    """Return id → state of what has changed in one table, of everything when `changes` is None."""
    if changes is None:
        return _read(session, _ALL_STATES[name], {"rollout": rollout.id})
    model = STATES[name][0]
    known = changes.states.get(model, {})
    unknown = changes.of(model) - known.keys()
    read = _read(session, _SOME_STATES[name], {"rollout": rollout.id, "ids": sorted(unknown)}) if unknown else {}
    return dict(sorted((known | read).items()))


def _read(session: Session, query: Select[int, Any], values: dict[str, Any]) -> dict[int, str]:
    return {number: str(state) for number, state in columns(session, query, values)}


def _in_words(data: dict[str, Any]) -> str:
    """Say what changed, for people who read the audit log."""
    names = {
        "milestones": ("Meilenstein", "Meilensteine"),
        "lists": ("Amtsliste", "Amtslisten"),
        **{name: words for name, (_, *words) in STATES.items()},
    }
    parts = [german.count(len(figures), *names[name]) for name, figures in data.items() if name in names]
    return "Neuer Stand: " + german.join([*parts, *(["Auswertung"] if "evaluation" in data else [])])


def entries(session: Session, rollout: Rollout, until: date) -> Iterator[tuple[date, dict[str, Any]]]:
    """Return the entries up to the evening of a day in Berlin, oldest first, each with its day.

    Where a rehearsal went back to that day, what had been written before belongs to it.
    """
    for at, data in columns(session, _ENTRIES, {"rollout": rollout.id, "evening": german.evening(until)}):
        yield german.local_day(at), data


def list_entries(session: Session, rollout: Rollout, until: date) -> Iterator[tuple[date, dict[str, Any]]]:
    """Return the same entries with nothing in them but the lists: the database takes them out of what is much longer."""
    for at, lists in columns(session, _LIST_ENTRIES, {"rollout": rollout.id, "evening": german.evening(until)}):
        yield german.local_day(at), {"lists": lists} if lists else {}


def first_day(session: Session, rollout: Rollout) -> date | None:
    """Return the first day the journal can tell about."""
    at = value(session, _FIRST, {"rollout": rollout.id})
    return german.local_day(at) if at else None
