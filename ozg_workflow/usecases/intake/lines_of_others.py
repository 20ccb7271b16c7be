"""Lines of a returned list that stand in the list of another office: the sender is told whose they are, nothing is recorded there."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import or_, select

from ozg_workflow.database.models import Office, Round, Service, ServiceList, ServiceListRow
from ozg_workflow.domain import german
from ozg_workflow.domain.german import normalise
from ozg_workflow.domain.survey.returns import AddedLine, ReturnedList
from ozg_workflow.domain.survey.service_list import ListState
from ozg_workflow.usecases.step.work import Work

MOST_NAMED_LINES = 5
MOST_ADDED = 10  # lines of one other office; more are its list, pasted, and no services the sender adds


def with_owners_named(work: Work, service_list: ServiceList, returned: ReturnedList) -> ReturnedList:
    """Return a returned list with a German remark for each office of the round whose list holds services its lines are about.

    Lines of another office that were pasted together with some over rows of this list, or in great number, are asked about
    and no longer passed on as services that are to be added.
    """
    owners = _owners(work, service_list, (*returned.pasted, *returned.added))
    if not owners:
        return returned
    instead = {line.line for line in returned.pasted}
    pasted = {line for lines in owners.values() if lines & instead or len(lines) > MOST_ADDED for line in lines}
    return replace(
        returned,
        remarks=(*returned.remarks, *(_remark(title, sorted(lines)) for title, lines in owners.items())),
        added=tuple(line for line in returned.added if line.line not in pasted),
        asks_again=returned.asks_again or bool(pasted),
    )


def _owners(work: Work, service_list: ServiceList, lines: Iterable[AddedLine]) -> dict[str, set[int]]:
    """Return the lines by the offices on whose lists their services stand: with the same key, or with the same name where there is no key."""
    sought = [line for line in lines if line.key or line.name]
    if not sought:
        return {}
    query = (
        select(Service.key, Service.name, Office)
        .join(ServiceListRow, ServiceListRow.service_id == Service.id)
        .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
        .join(Office, Office.id == ServiceList.office_id)
        .join(Round, Round.id == ServiceList.round_id)
        .where(Round.id == service_list.round_id, ServiceList.office_id != service_list.office_id)
        .where(ServiceList.state != ListState.SUPERSEDED)
        .where(or_(Service.key.in_({line.key for line in sought} - {""}), Service.name.in_({line.name for line in sought})))
        .order_by(Office.number)
    )
    found: dict[str, set[int]] = {}
    for key, name, office in work.session.execute(query).unique():
        places = {line.line for line in sought if (line.key == key if line.key else normalise(line.name) == normalise(name))}
        if places:
            found.setdefault(office.title, set()).update(places)
    return found


def _remark(office: str, lines: list[int]) -> str:
    rest = len(lines) - MOST_NAMED_LINES
    named = german.join([*map(str, lines[:MOST_NAMED_LINES]), *([f"{rest} weitere"] if rest > 0 else [])])
    which = f"Zeile {named} steht" if len(lines) == 1 else f"Die Zeilen {named} stehen"
    return (
        f"{which} in der Liste von {office}; dort wurde nichts eingetragen. Dessen Angaben brauchen wir in seiner eigenen Liste."
    )
