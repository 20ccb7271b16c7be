"""Offices that are to follow others on their day: it has come, and nobody has carried it out yet."""

from ozg_workflow.database.models import Office
from ozg_workflow.domain.organisation import Office as PlannedOffice
from ozg_workflow.domain.organisation import Organisation
from ozg_workflow.domain.succession import Succession, due_successions
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.directory import Directory
from ozg_workflow.usecases.step.work import Work


def waiting_successions(work: Work) -> tuple[Succession, ...]:
    """Return the offices whose last day is over and whose heirs have not taken over yet."""
    offices = work.directory.offices
    if not any(office.predecessors for office in offices.values()):
        return ()
    due = due_successions(stored_organisation(work.directory), work.today)
    return tuple(
        found for found in due if found.old in offices and offices[found.old].active and not offices[found.old].successor
    )


def offices_wait(ctx: Context) -> bool:
    """Tell whether an office is to take over another one today."""
    with ctx.reading() as work:
        return bool(waiting_successions(work))


def stored_organisation(directory: Directory) -> Organisation:
    """Return the offices as they were loaded, without the departments."""
    offices = tuple(_planned(office) for _, office in sorted(directory.offices.items()) if office.active)
    return Organisation(departments=(), offices=offices, memberships=directory.memberships)


def _planned(office: Office) -> PlannedOffice:
    return PlannedOffice(
        number=office.number,
        name=office.name,
        mailbox=office.mailbox,
        head_name=office.head_name,
        head_email=office.head_email,
        aliases=tuple(office.aliases),
        predecessors=tuple(office.predecessors),
    )
