"""The day of an office has come: what was loaded with its dates is carried out without loading it again."""

from ozg_workflow.domain import german
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.steps import Step, title
from ozg_workflow.domain.succession import Succession
from ozg_workflow.usecases.setup.succession import Town, proposed_offices
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.successions import stored_organisation, waiting_successions
from ozg_workflow.usecases.step.work import Work


def follow_due(ctx: Context) -> StepResult:
    """Let offices take over those whose last day is over. Where several follow one, the catalogue has to be loaded: that is told."""
    with ctx.work(title(Step.FOLLOW_OFFICES)) as work:
        town = Town(work, stored_organisation(work.directory), proposed_offices(work))
        for found in waiting_successions(work):
            if len(found.heirs) == 1:
                town.follow(found)
            else:
                _ask(work, found)
    return work.result


def _ask(work: Work, found: Succession) -> None:
    heirs = german.join([f"Amt {number}" for number in found.heirs])
    work.say(
        f"Hinweis: {work.directory.offices[found.old].title} {work.directory.why_not_in_force(found.old)}, ihm folgen {heirs}. "
        f"Bitte die Konfiguration laden (Ablauf „{Deployment.PREPARE}“ oder „ozg prepare“); der Katalog sagt, welche Leistung wohin geht."
    )
