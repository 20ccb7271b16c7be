"""Offices that people name, in a list or in a command: one office, or the offices it may be."""

from typing import Any

from sqlalchemy import Row

from ozg_workflow.database.models import ResponsibilityCase
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.survey.offices.directory import KnownOffice
from ozg_workflow.domain.survey.offices.proposals import proposals
from ozg_workflow.domain.survey.offices.reading import Doubt, read_office
from ozg_workflow.domain.survey.responsibility import CaseReason, CaseState, office_words
from ozg_workflow.usecases.step.directory import Directory
from ozg_workflow.usecases.step.work import Work


def proposed(work: Work, case: ResponsibilityCase | Row[Any]) -> tuple[KnownOffice, ...]:
    """Return the offices of today that an open case may be meant for, the likeliest first; none for a settled one."""
    return proposals(case.named, work.directory.known_offices) if case.state is CaseState.OPEN else ()


def why_open(work: Work, case: ResponsibilityCase | Row[Any]) -> str:
    """Return the reason of an open case; where it names no office, with those that may be meant."""
    likely = proposed(work, case) if case.reason_code is CaseReason.UNKNOWN else ()
    return case.reason + (f" Gemeint sein könnte {' oder '.join(o.title for o in likely)}." if likely else "")


def any_office(directory: Directory, office: str) -> str:
    """Return the number of an office by which something is looked for, one of the past included. Raises InputError as below."""
    return office if office in directory.offices else office_number(directory, office, past=True)


def office_number(directory: Directory, office: str, *, past: bool = False) -> str:
    """Return the number of the office a person named, read as strictly as the lists. Raises InputError with the offices it may mean.

    `past`: an office that is not in force is right, too.
    """
    reading = read_office(office, directory.known_offices)
    if reading.office:
        return reading.office
    if reading.doubt is Doubt.PAST:
        if past:
            return reading.mentioned[0]
        raise InputError(
            f"{office_words(reading.mentioned[0])} besteht zurzeit nicht (organisation.csv: gueltig_ab, gueltig_bis)."
        )
    likely = ", ".join(o.title for o in proposals(office, directory.known_offices))
    known = ", ".join(o.number for o in directory.known_offices.in_force().offices)
    hint = f" Gemeint sein könnte: {likely}." if likely else f" Vorhanden: {known}."
    raise InputError(f"Das Amt „{office}“ ist nicht bekannt oder nicht eindeutig.{hint}")
