"""Lines of a returned list that stand in the list of another office: the sender is told whose they are, nothing is recorded there."""

from collections.abc import Iterable

from sqlalchemy import or_, select

from ozg_workflow.database.models import Office, Round, Service, ServiceList, ServiceListRow
from ozg_workflow.domain import german
from ozg_workflow.domain.german import normalise
from ozg_workflow.domain.survey.returns import AddedLine
from ozg_workflow.domain.survey.service_list import ListState
from ozg_workflow.usecases.step.work import Work

MOST_NAMED_LINES = 5


def on_lines_of_others(work: Work, service_list: ServiceList, lines: Iterable[AddedLine]) -> list[str]:
    """Return a German remark for each office of the round whose list holds services that these lines are about.

    A line is about a service with the same key, or with the same name where it has no key.
    """
    sought = [line for line in lines if line.key or line.name]
    if not sought:
        return []
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
    return [_remark(title, sorted(places)) for title, places in found.items()]


def _remark(office: str, lines: list[int]) -> str:
    rest = len(lines) - MOST_NAMED_LINES
    named = german.join([*map(str, lines[:MOST_NAMED_LINES]), *([f"{rest} weitere"] if rest > 0 else [])])
    which = f"Zeile {named} steht" if len(lines) == 1 else f"Die Zeilen {named} stehen"
    return (
        f"{which} in der Liste von {office}; dort wurde nichts eingetragen. Dessen Angaben brauchen wir in seiner eigenen Liste."
    )
