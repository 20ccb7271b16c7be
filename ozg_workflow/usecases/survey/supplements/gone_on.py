"""What comes back of an earlier Nachtrag: its rows that have gone on to a later one count there."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import ServiceList, ServiceListRow
from ozg_workflow.domain.survey.cells import is_blank
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.returns import REFUSED, ReturnedList, ReturnedRow
from ozg_workflow.domain.survey.service_list import UNFINISHED_ROWS

Part = tuple[ServiceList, ReturnedList]


def printed_rows(session: Session, service_list: ServiceList) -> list[tuple[int, ServiceListRow]]:
    """Return the rows of a list as it was printed, each with its number there: those that have gone on to a later list, too."""
    own = [(row.number, row) for row in service_list.rows]
    return sorted((*own, *_gone_on(session, service_list)), key=lambda pair: pair[0])


def where_it_counts(
    session: Session, service_list: ServiceList, returned: ReturnedList, questionnaire: Questionnaire
) -> list[Part]:
    """Return what a returned list says by the lists its rows stand on today: mostly all of it on its own.

    What is beside the rows stays with the first part. A Fehlanzeige refuses the rows of the file and no others.
    """
    moved = dict(_gone_on(session, service_list))
    if not moved:
        return [(service_list, returned)]
    ids = {row.id for row in moved.values()}
    own = tuple(row for row in returned.rows if row.row_id not in ids)
    rows = (*own, *_refused(moved, questionnaire)) if returned.nil_return else returned.rows
    parts = [(service_list, own)]
    for target in dict.fromkeys(row.service_list for row in moved.values()):
        here = {row.id for row in target.rows}
        parts.append((target, tuple(row for row in rows if row.row_id in here & ids)))
    said = [(item, part) for item, part in parts if _says_something(part)] or parts[-1:]
    return [
        _part(item, part, returned, first=n == 0, earlier=service_list if item is not service_list else None)
        for n, (item, part) in enumerate(said)
    ]


def _part(
    item: ServiceList, rows: tuple[ReturnedRow, ...], returned: ReturnedList, *, first: bool, earlier: ServiceList | None
) -> Part:
    told = (
        (f"Ihre Datei ist die frühere Fassung {earlier.version}; die Angaben zählen in Fassung {item.version}, die sie ersetzt.",)
        if earlier
        else ()
    )
    nil = returned.nil_return and earlier is None
    if first:
        return item, replace(returned, rows=rows, nil_return=nil, remarks=(*returned.remarks, *told))
    bare = replace(returned, rows=rows, nil_return=nil, remarks=told, asks_again=False)
    return item, replace(bare, added=(), notes=(), pasted=(), nil_unclear=False)


def _gone_on(session: Session, service_list: ServiceList) -> list[tuple[int, ServiceListRow]]:
    """Return the rows that stood on a list and stand on a later one now, with their numbers on the first."""
    if service_list.is_first:
        return []
    query = (
        select(ServiceListRow)
        .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
        .where(ServiceList.round_id == service_list.round_id, ServiceList.office_id == service_list.office_id)
        .where(ServiceList.id != service_list.id)
        .order_by(ServiceListRow.id)
    )
    return [(place["number"], row) for row in session.scalars(query) for place in row.printed if place["list"] == service_list.id]


def _refused(moved: dict[int, ServiceListRow], questionnaire: Questionnaire) -> Sequence[ReturnedRow]:
    """Return the rows that a Fehlanzeige of the earlier list refuses: those nobody has answered since."""
    if questionnaire.responsibility is None:
        return ()
    cells = {questionnaire.responsibility: REFUSED}
    open_ = [(number, row) for number, row in moved.items() if row.state in UNFINISHED_ROWS]
    return [ReturnedRow(row_id=row.id, number=number, cells=dict(cells), addresses={}) for number, row in open_]


def _says_something(rows: Sequence[ReturnedRow]) -> bool:
    return any(not is_blank(cell) for row in rows for cell in row.cells.values())
