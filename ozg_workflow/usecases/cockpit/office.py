"""One office with everything that happened to it, today or as of the evening of a past day."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import bindparam

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import Department, Office, ServiceList
from ozg_workflow.domain import german
from ozg_workflow.domain.cockpit.office import ORDER, EntryKind, OfficeEntry, OfficeView
from ozg_workflow.domain.journal import ListFigures, Picture, replay
from ozg_workflow.usecases.cockpit.office_history import OfficeHistory
from ozg_workflow.usecases.cockpit.office_log import logged
from ozg_workflow.usecases.cockpit.statements.status import LISTS
from ozg_workflow.usecases.cockpit.status import known_day, list_status
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.figures import list_figures
from ozg_workflow.usecases.step.journal import entries
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.named_offices import office_number

_LISTS: Final = LISTS.where(ServiceList.office_id == bindparam("office"))


def office_view(ctx: Context, office: str, *, as_of: date | None = None) -> OfficeView:
    """Return an office by its number or name, see `view_of`. Raises InputError for an office that is not known, too."""
    with ctx.reading() as work:
        return view_of(work, _named(work, office), as_of)


def _named(work: Work, office: str) -> Office:
    """Return an office by its number or name; the old number of one that was taken over leads to the new one."""
    return work.directory.offices[work.directory.current(office_number(work.directory, office, past=True))]


def view_of(now: Work, office: Office, as_of: date | None = None) -> OfficeView:
    """Return an office, its lists and its history, oldest first; `as_of` is a past day, shown as in its evening.

    Raises InputError for days the journal does not know.
    """
    then = _picture(now, as_of) if as_of else None
    return _view(now.on(as_of) if as_of else now, office, then)


def _picture(work: Work, day: date) -> Picture:
    known_day(work, day)
    return replay(data for _, data in entries(work.session, work.rollout, day))


def _view(work: Work, office: Office, then: Picture | None) -> OfficeView:
    found = columns(work.session, _LISTS, {"rollout": work.rollout.id, "office": office.id})
    figures = then.lists if then else list_figures(work.session, work.rollout, [row.id for row in found])
    own = [row for row in found if row.id in figures]
    history = OfficeHistory(work, office, {row.id: row.version for row in own}, then)
    reminders = history.reminders_of_lists()
    department = work.directory.find_department(office.number)
    return OfficeView(
        number=office.number,
        name=office.name,
        active=office.active,
        **_department(department),
        mailbox=office.mailbox,
        head=office.head_name,
        today=work.today,
        lists=tuple(list_status(work, row, figures[row.id], reminders[row.id]) for row in own),
        entries=_in_order(work, (*_sent(own, figures), *history.entries(), *logged(work, history))),
    )


def _department(found: Department | None) -> dict[str, str]:
    if found is None:
        return {"department": "", "department_name": "", "department_mailbox": ""}
    return {"department": found.number, "department_name": found.name, "department_mailbox": found.mailbox}


def _sent(lists: list[Any], figures: Mapping[int, ListFigures]) -> Iterator[OfficeEntry]:
    for row in lists:
        if at := figures[row.id].sent_at:
            yield OfficeEntry(at=at, kind=EntryKind.LIST_SENT, text=f"Fassung {row.version}, Runde „{row.key}“")


def _in_order(work: Work, found: tuple[OfficeEntry, ...]) -> tuple[OfficeEntry, ...]:
    evening = german.evening(work.today)
    return tuple(sorted((e for e in found if e.at < evening), key=lambda e: (e.at, ORDER[e.kind])))
