"""What lifts the services beside the weights: annex II, the portals, the services of others that stand ready."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from ozg_workflow.database.models import Service
from ozg_workflow.domain.results.prioritisation import Candidate, Prioritisation
from ozg_workflow.domain.results.weights.rules import Facts, Lifts, lifts_of
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.portal import Portal, portal_of


def with_rules(work: Work, found: Sequence[Candidate], plan: Prioritisation) -> tuple[Candidate, ...]:
    """Return the candidates with the rules that lift them; asks nothing where the plan has none switched on."""
    if not plan.active_rules:
        return tuple(found)
    query = select(Service).where(Service.rollout_id == work.rollout.id)
    services = {service.id: service for service in work.session.scalars(query)}
    portal = portal_of(work)
    ready = frozenset(key for rule in plan.active_rules for key in rule.efa)
    return tuple(replace(c, lifts=_lifts(work, c, _facts(services[c.service_id], portal, ready))) for c in found)


def _facts(service: Service, portal: Portal, ready: frozenset[str]) -> Facts:
    return Facts(
        sdg=service.sdg,
        entry=portal.entries.get(service.key),
        imported=portal.imported and bool(service.key),
        efa=bool(ready & {service.key, service.ozg_id}),
    )


def _lifts(work: Work, candidate: Candidate, facts: Facts) -> Lifts:
    question = work.config.maturity_question
    questionnaire = work.config.questionnaire
    asked = question if questionnaire.get(question) or questionnaire.criteria else ""
    return lifts_of(facts, candidate.answers.get(question), asked, work.config.scale)
