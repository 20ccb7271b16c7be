"""Where the answers stem from that a row got from another office, and that its own office is to confirm."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import Office, ServiceList, ServiceListRow
from ozg_workflow.domain.survey.answer_line import Source, SourceKind
from ozg_workflow.domain.survey.cells import Answer
from ozg_workflow.domain.survey.counting import Corrected, Given
from ozg_workflow.domain.survey.service_list import HandedOn
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.said.lines import corrected_of, given_of, place

Prefilled = Mapping[int, Mapping[str, Answer]]  # row that an answer stems from → the answers another row got from it

_PLACES: Final = (
    select(ServiceListRow.id, Office.number, ServiceList.version)
    .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
    .join(Office, Office.id == ServiceList.office_id)
    .where(ServiceListRow.id.in_(bindparam("rows", expanding=True)))
)


def origins(work: Work, prefilled: Prefilled) -> dict[int, dict[str, Source]]:
    """Return row that answers stem from → question → where its office said it, and which office that is."""
    if not prefilled:
        return {}
    rows = list(prefilled)
    given, corrected = given_of(work.session, rows), corrected_of(work.session, rows)
    places = columns(work.session, _PLACES, {"rows": rows})
    return {
        row: {
            question: source._replace(kind=SourceKind.PREFILL, office=place(office, version))
            for question, value in prefilled[row].items()
            if (source := _said(question, value, given.get(row, ()), corrected.get(row, ())))
        }
        for row, office, version in places
    }


def handed_on(session: Session, rows: Iterable[ServiceListRow]) -> tuple[HandedOn, ...]:
    """Return which rows of a list are filled in with what other offices have said, by office."""
    filled = {row.number: row.prefill_row_id for row in rows if row.prefill_row_id}
    if not filled:
        return ()
    query = (
        select(ServiceListRow.id, Office)
        .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
        .join(Office, Office.id == ServiceList.office_id)
        .where(ServiceListRow.id.in_(set(filled.values())))
    )
    offices = {row: office.title for row, office in session.execute(query)}
    numbers: dict[str, list[int]] = {}
    for number, row in sorted(filled.items()):
        numbers.setdefault(offices[row], []).append(number)
    return tuple(HandedOn(office=office, numbers=tuple(found)) for office, found in sorted(numbers.items()))


def _said(question: str, value: Answer, given: Sequence[Given], corrected: Sequence[Corrected]) -> Source | None:
    """Return where a value was said last."""
    found = [(item.at, item.source(question)) for item in given if item.answers.get(question) == value]
    found += [(item.at, item.said.source) for item in corrected if (item.question, item.value) == (question, value)]
    return max(found, key=lambda one: one[0])[1] if found else None
