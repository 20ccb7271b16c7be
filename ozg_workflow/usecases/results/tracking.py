"""Whether the implementation has to be followed today."""

from typing import Final

from sqlalchemy import bindparam, select

from ozg_workflow.database.models import Event, Measure, Round, ServiceList
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.usecases.results.progress.due_measures import delay_intents
from ozg_workflow.usecases.results.progress.kept_forecasts import query_to_foretell
from ozg_workflow.usecases.step.work import Work

NOT_ASKED = "not_asked"
_BY_KEY: Final = select(Round).where(Round.rollout_id == bindparam("rollout"), Round.key == bindparam("key"))


def tracking_due(work: Work) -> bool:
    """Tell whether measures are to be started, a progress round to be opened or completed, offices to be reminded, or a forecast to be kept today."""
    measures = select(Measure.id).where(Measure.rollout_id == work.rollout.id)
    if work.session.scalar(measures.limit(1)) is None:
        return False
    waiting = measures.where(Measure.state == MeasureState.PLANNED, Measure.starts_on <= work.today, Measure.carried_out)
    asked = work.session.scalar(waiting.limit(1)) is not None or due_progress_round(work) is not None
    return asked or bool(delay_intents(work)) or query_to_foretell(work) is not None


def due_progress_round(work: Work) -> str | None:
    """Return the key of the newest progress round whose day has come; older missed ones are skipped.

    A round that was opened is due no more, unless offices could not be asked then and its deadline has not passed.
    """
    days = [day for day in work.config.timeline.progress.asked_on if day <= work.today]
    if not days or work.today > work.config.timeline.due_on(Action.COMPLETE):
        return None
    key = f"stand-{max(days).isoformat()}"
    known = progress_round(work, key)
    if known is None:
        return key
    return key if work.today <= known.due_on and left_out(work, known) else None


def progress_round(work: Work, key: str) -> Round | None:
    """Return the progress round with this key, None before it was opened."""
    return work.session.scalar(_BY_KEY, {"rollout": work.rollout.id, "key": key})


def left_out(work: Work, round_: Round) -> frozenset[int]:
    """Return the ids of the offices that could not be asked when the round was opened, and have no list of it yet."""
    noted = select(Event.data).where(
        Event.rollout_id == work.rollout.id, Event.verb == NOT_ASKED, Event.object_type == "round", Event.object_id == round_.key
    )
    asked = set(work.session.scalars(select(ServiceList.office_id).where(ServiceList.round_id == round_.id)))
    return frozenset(int(data["office"]) for data in work.session.scalars(noted)) - asked
