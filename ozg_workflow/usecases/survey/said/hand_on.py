"""What an office has said goes along with a service that another office has by now: filled in to be confirmed, or adopted.

It looks only at the state: whether the list came back before or after the change, the outcome is the same.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import bindparam, insert, or_, select

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import Assignment, Base, Correction, Office, ReturnRow, Round, ServiceList, ServiceListRow
from ozg_workflow.domain import german
from ozg_workflow.domain.survey.late_answers import LateAnswers, Offer, offer
from ozg_workflow.domain.survey.service_list import (
    GONE,
    OPEN_STATES,
    WITH_ANSWERS,
    AssignmentState,
    ListState,
    RoundKind,
    RowState,
    state_after_return,
)
from ozg_workflow.usecases.step.rollout_access import questionnaire_of, scale_of
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.assignments import confirm
from ozg_workflow.usecases.survey.said.counted import recount
from ozg_workflow.usecases.survey.said.lines import corrected_of, given_of

HOLDING = (AssignmentState.PROPOSED, AssignmentState.CONFIRMED, AssignmentState.DISPUTED)
NAMED = 5  # services that the audit log names

_LOST: Final = (ServiceList.round_id == bindparam("round")) & ServiceListRow.state.in_(GONE)
_BEFORE: Final = ServiceList.round_id.in_(bindparam("earlier", expanding=True)) & ServiceListRow.state.in_((*WITH_ANSWERS, *GONE))
_OF_ALL: Final = (  # asked for every list: put together once
    select(
        ServiceListRow.id,
        ServiceListRow.service_id,
        ServiceListRow.state,
        ServiceList.id.label("list_id"),
        ServiceList.office_id,
        ServiceList.round_id,
        Office.number,
    )
    .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
    .join(Office, Office.id == ServiceList.office_id)
    .where(or_(_LOST, _BEFORE))
    .order_by(ServiceListRow.id)
)
_OF_SOME: Final = _OF_ALL.where(ServiceListRow.service_id.in_(bindparam("services", expanding=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """A row whose office has the service no more; `present`: of the round that is asked now."""

    row_id: int
    service_id: int
    office_id: int
    office: str
    list_id: int
    state: RowState
    present: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What a row may get, and whose words it is."""

    source: _Source
    offer: Offer


def hand_on(work: Work, round_: Round, services: Collection[int] | None = None) -> frozenset[int]:
    """Let the rows of a round that nobody has answered hold what other offices said about their services before (None: of all services).

    Returns the ids of the rows that hold something new.
    """
    sources = [item for item in _sources(work, round_, services) if item.present or round_.previous_id]
    targets = _targets(work, round_, {item.service_id for item in sources}) if sources else []
    if not targets:
        return frozenset()
    found = _offers(work, round_, sources)
    holders = _holders(work, round_, {row.service_id for row in targets})
    changed: dict[tuple[int, int], list[ServiceListRow]] = defaultdict(list)
    for row in targets:
        best = _best(row, found.get(row.service_id, ()), holders[row.service_id])
        if best and _takes(work, round_, row, best):
            changed[best.source.list_id, row.service_list_id].append(row)
    _tell(work, changed, {item.list_id: item.office for item in sources})
    return frozenset(row.id for rows in changed.values() for row in rows)


def _sources(work: Work, round_: Round, services: Collection[int] | None) -> Iterator[_Source]:
    """Return the rows of this round that their offices have lost, and those of the rounds it repeats."""
    earlier = _rounds_before(work, round_)
    asked = {"round": round_.id, "earlier": earlier, "services": services}
    for found in columns(work.session, _OF_ALL if services is None else _OF_SOME, asked):
        yield _Source(
            row_id=found.id,
            service_id=found.service_id,
            office_id=found.office_id,
            office=found.number,
            list_id=found.list_id,
            state=found.state,
            present=found.round_id == round_.id,
        )


def _rounds_before(work: Work, round_: Round) -> list[int]:
    found, current = [], round_
    while current.previous_id is not None:
        current = work.session.get_one(Round, current.previous_id)
        found.append(current.id)
    return found


def _targets(work: Work, round_: Round, services: Collection[int]) -> list[ServiceListRow]:
    """Return the rows about services in which their offices have said nothing yet."""
    told = select(ReturnRow.id).where(ReturnRow.row_id == ServiceListRow.id, ~ReturnRow.adopted)
    corrected = select(Correction.id).where(Correction.row_id == ServiceListRow.id)
    query = (
        select(ServiceListRow)
        .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
        .where(ServiceList.round_id == round_.id, ServiceList.state != ListState.SUPERSEDED)
        .where(ServiceListRow.service_id.in_(services), ServiceListRow.state.not_in(GONE))
        .where(~told.exists(), ~corrected.exists())
        .order_by(ServiceListRow.id)
    )
    # what an office itself said in the round before is filled in already
    return [row for row in work.session.scalars(query) if row.prefill_row_id or not row.prefill]


def _holders(work: Work, round_: Round, services: Collection[int]) -> Mapping[int, set[int]]:
    """Return service → the offices that have it, or are asked about it."""
    assigned = select(Assignment.service_id, Assignment.office_id).where(
        Assignment.service_id.in_(services), Assignment.state.in_(HOLDING)
    )
    listed = (
        select(ServiceListRow.service_id, ServiceList.office_id)
        .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
        .where(ServiceList.round_id == round_.id, ServiceListRow.service_id.in_(services), ServiceListRow.state.not_in(GONE))
    )
    found: dict[int, set[int]] = defaultdict(set)
    for query in (assigned, listed):
        for service, office in work.session.execute(query):
            found[service].add(office)
    return found


def _offers(work: Work, round_: Round, sources: Sequence[_Source]) -> Mapping[int, list[_Found]]:
    """Return service → what may be handed on, the newest last, and that of this round after that of the rounds before."""
    rows = [item.row_id for item in sources]
    given, corrected = given_of(work.session, rows), corrected_of(work.session, rows)
    questionnaire = questionnaire_of(round_)
    asked = questionnaire, scale_of(work, questionnaire)
    found: dict[int, list[_Found]] = defaultdict(list)
    for item in sources:
        said = offer(asked, given.get(item.row_id, ()), corrected.get(item.row_id, ()))
        if said:
            found[item.service_id].append(_Found(source=item, offer=said))
    for items in found.values():
        items.sort(key=lambda one: (one.source.present, one.offer.at, one.source.row_id))
    return found


def _best(row: ServiceListRow, found: Sequence[_Found], holders: Collection[int]) -> _Found | None:
    """Return the newest that an office said which has the service no more; what a sharing office says stays with that office."""
    own = row.service_list.office_id
    fit = [item for item in found if item.source.office_id == own or item.source.office_id not in holders]
    return fit[-1] if fit else None


def _takes(work: Work, round_: Round, row: ServiceListRow, found: _Found) -> bool:
    """Fill an answer in and, where the rule says so, let it count; tell whether that is anything new."""
    new = (row.prefill, row.prefill_row_id) != (found.offer.answers, found.source.row_id)
    if new:
        row.prefill, row.prefill_row_id = dict(found.offer.answers), found.source.row_id
    return _adopt(work, round_, row, found) or new


def _adopt(work: Work, round_: Round, row: ServiceListRow, found: _Found) -> bool:
    base = found.offer.base
    # what an office said that has refused the service at any time is for its new office to judge
    fits = found.source.present and found.source.state is RowState.WITHDRAWN and found.offer.whole
    rule = work.config.late_answers is LateAnswers.ADOPT and round_.kind is RoundKind.SURVEY
    if not (rule and fits and base) or _is_adopted(work, row, base.order):
        return False
    values = {"answers": dict(base.answers), "issues": list(base.refused), "cells": dict(base.cells)}
    work.session.flush()
    work.session.execute(
        insert(Base.metadata.tables["return_row"]).values(return_id=base.order, row_id=row.id, adopted=True, **values)
    )
    _count(work, round_, row)
    return True


def _is_adopted(work: Work, row: ServiceListRow, return_id: int) -> bool:
    known = select(ReturnRow.id).where(ReturnRow.row_id == row.id, ReturnRow.return_id == return_id)
    return work.session.scalar(known) is not None


def _count(work: Work, round_: Round, row: ServiceListRow) -> None:
    """Let what was adopted count in a row and its list."""
    counted = recount(work, questionnaire_of(round_), [row.id])[row.id]
    row.state, row.answers, row.answered_at = counted.state, dict(counted.answers), counted.answered_at
    if row.state is RowState.ANSWERED:
        confirm(work, row.service_list.office, [row])
    if row.service_list.state in OPEN_STATES:
        row.service_list.state = state_after_return((r.state for r in row.service_list.rows), nil_return=False)


def _tell(work: Work, changed: Mapping[tuple[int, int], Sequence[ServiceListRow]], offices: Mapping[int, str]) -> None:
    """Keep in the audit log what went where, for the office it came from and for the one that has got it."""
    for (source, target), rows in changed.items():
        names = [f"„{row.service.name}“" for row in rows[:NAMED]]
        what = german.join([*names, *([f"{len(rows) - NAMED} weiteren"] if len(rows) > NAMED else [])])
        office = rows[0].service_list.office
        counts = all(row.prefill_row_id and row.state is not RowState.OPEN for row in rows)
        follows = "sie zählen dort" if counts else "vorausgefüllt, zu bestätigen"
        text = f"Angaben von Amt {offices[source]} zu {what} an {office.title}: {follows}"
        data = {"from": source, "to": target, "rows": [row.id for row in rows]}
        work.record("answers_handed_on", ("service_list", source), text, data)
        work.record("answers_received", ("service_list", target), text, data)
        work.did(f"{text}.")
        work.count("handed_on", len(rows))
