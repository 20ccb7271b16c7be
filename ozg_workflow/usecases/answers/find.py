"""Find the service and the line that somebody names."""

import json
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Row, Text, and_, bindparam, cast, or_, select

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import Office, Service, ServiceList, ServiceListRow
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.survey.service_list import GONE, ListState
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.named_offices import office_number
from ozg_workflow.usecases.survey.questions.rounds import find_round

_OF_ROLLOUT: Final[Any] = select(Service.__table__).where(Service.rollout_id == bindparam("rollout")).order_by(Service.id)
_NAMED: Final = _OF_ROLLOUT.where(
    or_(Service.ref == bindparam("ref"), and_(Service.key == bindparam("key"), Service.key != ""))  # many have no key
)


def find_service(work: Work, wanted: str) -> Row[Any]:
    """Return the columns of the service with this ref, or with this LeiKa key or former ref where it is the only one. Raises InputError."""
    text = wanted.strip()
    key = "".join(text.split())
    found = columns(work.session, _NAMED, {"rollout": work.rollout.id, "ref": text, "key": key}) or _formerly(work, text)
    exact = [service for service in found if service.ref == text]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if not found:
        raise InputError(
            f"Die Leistung „{text}“ gibt es nicht. Gesucht wird die Kennung aus dem Katalog oder der LeiKa-Schlüssel."
        )
    refs = ", ".join(f"{service.ref} ({service.name})" for service in found)
    raise InputError(f"Den LeiKa-Schlüssel „{text}“ haben mehrere Leistungen; bitte die Kennung nennen: {refs}.")


def _formerly(work: Work, ref: str) -> Sequence[Row[Any]]:
    """Return the services that were known by this ref before the catalogue got other ones."""
    quoted = cast(Service.former_refs, Text).contains(json.dumps(ref), autoescape=True)
    found = columns(work.session, _OF_ROLLOUT.where(quoted), {"rollout": work.rollout.id})
    return [service for service in found if ref in service.former_refs]


def find_row(work: Work, office: str, service: str, round_key: str = "") -> ServiceListRow:
    """Return the line about a service on the list of an office in a round (default: the newest survey).

    Where a Nachtrag brought it back, that one. Raises InputError for what does not exist.
    """
    number = office_number(work.directory, office, past=True)
    found, round_ = find_service(work, service), find_round(work, round_key or None)
    query = (
        select(ServiceListRow)
        .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
        .join(Office, Office.id == ServiceList.office_id)
        .where(ServiceList.round_id == round_.id, Office.number == number, ServiceListRow.service_id == found.id)
        .where(ServiceList.state != ListState.SUPERSEDED)
        .order_by(ServiceListRow.state.in_(GONE), ServiceList.version.desc())
    )
    row = work.session.scalar(query.limit(1))
    if row is None:
        raise InputError(
            f"Die Leistung „{found.name}“ ({found.ref}) steht in der Runde „{round_.key}“ auf keiner Liste von Amt {number}."
        )
    return row
