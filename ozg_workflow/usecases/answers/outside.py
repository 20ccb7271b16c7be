"""The lines of services about which the portals say something else than their office."""

from sqlalchemy import select

from ozg_workflow.database.models import Round, Service, ServiceList, ServiceListRow
from ozg_workflow.domain.survey.outside_view import Finding
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.levels import levels_by_round
from ozg_workflow.usecases.survey.portal import portal_of


def outside_rows(work: Work, finding: Finding) -> list[int]:
    """Return the ids of all lines of the rollout with this finding."""
    portal, level = portal_of(work), levels_by_round(work)
    query = (
        select(ServiceListRow.id, Service.key, Service.sdg, ServiceListRow.answers, Round.id)
        .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
        .join(Round, Round.id == ServiceList.round_id)
        .join(Service, Service.id == ServiceListRow.service_id)
        .where(Round.rollout_id == work.rollout.id)
    )
    return [
        row
        for row, key, sdg, answers, round_ in work.session.execute(query)
        if (view := portal.view(key, sdg=sdg, level=level(round_, answers))) and finding in view.findings
    ]
