"""The forms that decide an open case, each filled in for one office."""

from dataclasses import dataclass

from ozg_workflow.domain.cockpit.service import ServiceCase
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.survey.offices.directory import OfficeDirectory
from ozg_workflow.domain.survey.offices.proposals import proposals
from ozg_workflow.domain.survey.responsibility import NO_OFFICE_HERE
from ozg_workflow.usecases.cockpit.choices import NOBODY, Choice
from ozg_workflow.web.forms import Forms
from ozg_workflow.web.room import Visit

Offered = tuple[tuple[str, str], ...]  # the office in words, the address of its form


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseForms:
    """The form of a case without an office (empty: not known), and filled in for the offices that may be meant and for the others."""

    open: str
    likely: Offered
    others: Offered


def case_forms(visit: Visit, forms: Forms, case: ServiceCase, offices: OfficeDirectory) -> CaseForms:
    """Return the forms of an open case; the office that has the service now is none of those offered."""
    cases = [forms.option(Choice.OPEN_CASE, case.id)]
    address = visit.form(Deployment.SETTLE_RESPONSIBILITY, cases=cases)
    if not address:
        return CaseForms(open="", likely=(), others=())
    likely = {office.number for office in proposals(case.named, offices)}
    texts = {office.number: forms.option(Choice.RESPONSIBLE, office.number) for office in offices.in_force().offices}

    def offered(numbers: list[str]) -> Offered:
        return tuple(
            (f"Amt {texts[n]}", visit.form(Deployment.SETTLE_RESPONSIBILITY, cases=cases, office=texts[n])) for n in numbers
        )

    known = [number for number in texts if number != case.office]
    nobody = visit.form(Deployment.SETTLE_RESPONSIBILITY, cases=cases, office=forms.option(Choice.RESPONSIBLE, NOBODY))
    return CaseForms(
        open=address,
        likely=(*offered([n for n in known if n in likely]), (NO_OFFICE_HERE, nobody)),
        others=offered([n for n in known if n not in likely]),
    )


def reopen_form(visit: Visit, forms: Forms, case: ServiceCase) -> str:
    """Return the form that opens a settled case again, filled in; empty where it is not known."""
    return visit.form(Deployment.SETTLE_RESPONSIBILITY, reopen=[forms.option(Choice.SETTLED_CASE, case.id)])
