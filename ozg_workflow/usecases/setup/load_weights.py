"""Load the weights and waves: a version means one set of values, for good."""

from sqlalchemy import select

from ozg_workflow.database.models import PrioritisationVersion
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.results.prioritisation import Prioritisation
from ozg_workflow.domain.results.versions import same_version_mistake
from ozg_workflow.usecases.results.evaluate import newest_evaluation
from ozg_workflow.usecases.step.stored_values import stored
from ozg_workflow.usecases.step.work import Work


def load_weights(work: Work, plan: Prioritisation) -> None:
    """Keep the values under their version, and say where the newest evaluation has another one.

    The configuration of `work` is already the new one. Raises InputError where the version is known with other values.
    """
    content = work.rollout.config["prioritisation"]
    known = work.session.scalar(
        select(PrioritisationVersion).where(
            PrioritisationVersion.rollout_id == work.rollout.id, PrioritisationVersion.version == plan.version
        )
    )
    if known is None:
        work.session.add(
            PrioritisationVersion(rollout_id=work.rollout.id, version=plan.version, content=content, loaded_at=work.now())
        )
    elif mistake := same_version_mistake(stored(Prioritisation, known.content), plan):
        raise InputError(mistake)
    elif known.content != content:
        known.content = content
    last = newest_evaluation(work)
    if last and last.version not in ("", plan.version):
        work.say(
            f"Hinweis: Es gelten die Gewichte Version {plan.version}; die letzte Auswertung hat Version {last.version}. "
            "Mit „ozg evaluate“ und „ozg present“ gelten Rangfolge und Vorlage dieser Version."
        )
