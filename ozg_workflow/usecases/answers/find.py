"""Find the service, the office and the line that somebody names."""

from sqlalchemy import or_, select

from ozg_workflow.database.models import Office, Service
from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.step.work import Work


def find_service(work: Work, wanted: str) -> Service:
    """Return the service with this ref, or with this LeiKa key where it is the only one. Raises InputError."""
    text = wanted.strip()
    key = "".join(text.split())
    query = select(Service).where(Service.rollout_id == work.rollout.id, or_(Service.ref == text, Service.key == key))
    found = list(work.session.scalars(query.order_by(Service.id)))
    exact = [service for service in found if service.ref == text]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if not found:
        raise InputError(
            f"Die Leistung „{text}“ gibt es nicht. Gesucht wird die Kennung aus dem Katalog oder der LeiKa-Schlüssel."
        )
    refs = ", ".join(f"{service.ref} ({service.name})" for service in found)
    raise InputError(f"Den LeiKa-Schlüssel „{text}“ haben mehrere Leistungen; bitte die Kennung nennen: {refs}.")


def find_office(work: Work, number: str) -> Office:
    """Return the office with this number, one of the past included. Raises InputError."""
    office = work.directory.offices.get(number.strip())
    if office is None:
        raise InputError(f"Amt „{number}“ gibt es nicht.")
    return office
