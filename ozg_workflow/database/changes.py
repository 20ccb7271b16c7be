"""Notice which rows with a state a transaction changes, whatever the way: through objects or by an UPDATE."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import ORMExecuteState, PassiveFlag, Session
from sqlalchemy.orm.attributes import get_history

from ozg_workflow.database.models import (
    Evaluation,
    Incoming,
    Measure,
    Message,
    Milestone,
    ResponsibilityCase,
    ServiceList,
    ServiceListRow,
)
from ozg_workflow.database.models.base import Base

# table → the columns that count (none named: all of them)
WATCHED: Final[dict[type[Base], tuple[str, ...]]] = {
    Milestone: (),
    ServiceList: (),
    ServiceListRow: ("state",),
    Message: ("state",),
    Incoming: ("state",),
    ResponsibilityCase: ("state",),
    Measure: ("state",),
    Evaluation: (),
}


_CHANGES: Final = "changes"


@dataclass(slots=True)
class Changes:
    """The ids of what a transaction has changed so far, by table; a row counts as a change of its list.

    `states` are those of them whose new state is known without a look.
    """

    ids: dict[type[Base], set[int]] = field(default_factory=dict)
    states: dict[type[Base], dict[int, str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(self.ids.values())

    def of(self, model: type[Base]) -> set[int]:
        """Return the ids of one table."""
        return self.ids.get(model, set())

    def note(self, model: type[Base], ids: Iterable[int]) -> None:
        """Add what has changed; what was known of it is not known any more."""
        found = set(ids)
        self.ids.setdefault(ServiceList if model is ServiceListRow else model, set()).update(found)
        for number in found & self.states.get(model, {}).keys():
            del self.states[model][number]

    def clear(self) -> None:
        """Forget everything."""
        self.ids.clear()
        self.states.clear()


def watch(session: Session) -> Changes:
    """Return the changes of this session; they grow with every flush and every UPDATE."""
    changes = session.info[_CHANGES] = Changes()

    def flushed(flushing: Session, _context: object) -> None:
        for item in (*flushing.new, *flushing.dirty, *flushing.deleted):
            if type(item) in WATCHED and (item not in flushing.dirty or _has_changed(item)):
                changes.note(type(item), (_id(item),))

    def executing(statement: ORMExecuteState) -> None:
        model: Any = statement.bind_mapper.class_ if statement.bind_mapper else None
        if model in WATCHED and (statement.is_update or statement.is_delete):
            changes.note(model, _affected(statement, model))

    event.listen(session, "after_flush", flushed)
    event.listen(session, "do_orm_execute", executing)
    return changes


def note_change(session: Session, model: type[Base], states: Mapping[int, str]) -> None:
    """Tell of rows that a statement past the session's objects has changed, and of the states they now have (id → state)."""
    changes: Changes | None = session.info.get(_CHANGES)
    if changes is not None:
        changes.note(model, states)
        changes.states.setdefault(model, {}).update(states)


def _has_changed(item: Any) -> bool:
    names = WATCHED[type(item)] or tuple(inspect(item).mapper.column_attrs.keys())
    return any(get_history(item, name, PassiveFlag.PASSIVE_NO_INITIALIZE).has_changes() for name in names)


def _id(item: Any) -> int:
    return int(item.service_list_id if isinstance(item, ServiceListRow) else item.id)


def _affected(statement: ORMExecuteState, model: Any) -> list[int]:
    """Return the rows an UPDATE is about to touch; what it really did is read again at the end of the transaction."""
    column = model.service_list_id if model is ServiceListRow else model.id
    query = select(column).distinct()
    where = getattr(statement.statement, "whereclause", None)
    return list(statement.session.scalars(query if where is None else query.where(where)))
