"""The lines somebody has to look at: two values of one question exclude each other."""

from collections import Counter
from collections.abc import Collection
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, bindparam, func, select, tuple_, union
from sqlalchemy.orm import Session

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import Correction, Return, ReturnRow, Round, ServiceList, ServiceListRow
from ozg_workflow.domain import german
from ozg_workflow.domain.survey.answer_line import Contradiction
from ozg_workflow.domain.survey.counting import contradictions
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.said.lines import Lines, corrected_of, given_of

MOST_NAMED: Final = 10_000  # rows that a statement names one by one; PostgreSQL takes 65 535 values
Found = dict[int, tuple[Contradiction, ...]]  # row id → its contradictions


def contradicted_rows(work: Work) -> Found:
    """Return the contradictions of all rows of the rollout that have any, by id."""
    return _found(work.session, _SUSPECTS, {"rollout": work.rollout.id})[0]


def contradicted_by_rollout(session: Session, rollouts: Collection[int], today: date) -> Counter[int]:
    """Return how many rows of each rollout have contradictions that nobody has settled until `today`."""
    found, rollout_of = _found(session, _SUSPECTS_OF_SEVERAL, {"rollouts": list(rollouts)})
    return Counter(rollout_of[row] for row, said in found.items() if last_said(said) <= today)


def last_said(found: Collection[Contradiction]) -> date:
    """Return the day of the newest of the values that exclude each other."""
    return max(german.local_day(each.source.at) for item in found for each in (item.counts, item.other))


def _found(session: Session, suspects: Select[Any], values: dict[str, Any]) -> tuple[Found, dict[int, int]]:
    """Return the contradictions, and the rollout of each row that may have any."""
    rollout_of: dict[int, int] = {row.id: row.rollout_id for row in sorted(columns(session, suspects, values))}
    if not rollout_of:
        return {}, {}
    listed = len(rollout_of) <= MOST_NAMED
    rows = list(rollout_of) if listed else Lines(ids=suspects.with_only_columns(suspects.selected_columns[0]), values=values)
    given, corrected = given_of(session, rows), corrected_of(session, rows)
    found = {row: contradictions(given.get(row, []), corrected.get(row, [])) for row in rollout_of}
    return {row: said for row, said in found.items() if said}, rollout_of


def _suspects(which: ColumnElement[bool]) -> Select[Any]:
    """Ask for the rows of some rollouts that several people said something about; of all others nobody reads the answers.

    These are rows of offices that several people wrote for, those with answers of another office, and corrected ones: so the
    lines of all the others, which are nearly all, are not looked at.
    """
    own = (
        select(ServiceListRow.id, Round.rollout_id)
        .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
        .join(Round, Round.id == ServiceList.round_id)
        .where(which)
    )
    offices = (
        select(ServiceList.round_id, ServiceList.office_id)
        .join(Return, Return.service_list_id == ServiceList.id)
        .join(Round, Round.id == ServiceList.round_id)
        .where(which, Return.sender != "")
        .group_by(ServiceList.round_id, ServiceList.office_id)
        .having(func.count(Return.sender.distinct()) > 1)
    )
    senders = (
        own.where(tuple_(ServiceList.round_id, ServiceList.office_id).in_(offices))
        .join(ReturnRow, ReturnRow.row_id == ServiceListRow.id)
        .join(Return, Return.id == ReturnRow.return_id)
        .where(Return.sender != "")
        .group_by(ServiceListRow.id, Round.rollout_id)
        .having(func.count(Return.sender.distinct()) > 1)
    )
    others = union(select(ReturnRow.row_id).where(ReturnRow.adopted), select(Correction.row_id))
    both = union(senders, own.where(ServiceListRow.id.in_(others))).subquery()
    return select(both.c.id, both.c.rollout_id)


_SUSPECTS: Final = _suspects(Round.rollout_id == bindparam("rollout"))
_SUSPECTS_OF_SEVERAL: Final = _suspects(Round.rollout_id.in_(bindparam("rollouts", expanding=True)))
