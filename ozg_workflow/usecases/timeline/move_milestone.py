"""Move a milestone to another day: the consequences are told first, then everything that hangs on the date follows."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Milestone, Rollout
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.plan import timeline as plan
from ozg_workflow.domain.plan.moves import DEADLINES, Consequences, consequences, reason_not_to_move
from ozg_workflow.domain.plan.timeline import Action, MilestoneState
from ozg_workflow.domain.rollout import RolloutConfig
from ozg_workflow.usecases.step.context import Context, StepResult, record
from ozg_workflow.usecases.step.rollout_access import config_of, find_rollout
from ozg_workflow.usecases.timeline.announce import send_announcement
from ozg_workflow.usecases.timeline.deadline_mail import tell_about_deadline
from ozg_workflow.usecases.timeline.deadlines import (
    WAITING,
    follow_the_plan,
    planned_round,
    running_lists,
    withdraw,
    withdraw_mails_about,
)
from ozg_workflow.usecases.timeline.invitations import MOVED, invited_departments, sent_invitations
from ozg_workflow.usecases.timeline.milestones import date_columns, find_milestone, reopen


def move_milestone(ctx: Context, key: str, to: date, note: str = "") -> StepResult:
    """Move a milestone: reminders, deadlines and invitations follow; a second run changes nothing.

    The new day counts until timeline.yaml itself changes the milestone. Raises InputError for unknown milestones and days
    that are not possible.
    """
    result = StepResult(title="Termin verschieben")
    with ctx.transaction() as session:
        rollout = find_rollout(ctx, session, lock=True)
        milestone = find_milestone(session, rollout, key)
        timeline = config_of(ctx, rollout).timeline
        planned = timeline.get(key)
        if planned is None:
            raise InputError(f"Der Meilenstein „{milestone.title}“ steht nicht mehr im Zeitplan.")
        if planned.planned_on == to and planned.precision is not plan.Precision.MONTH:
            result.say(f"„{planned.title}“ steht bereits auf dem {german.short_date(to)}.")
            return result
        if reason := _reason_not_to_move(ctx, session, rollout, milestone, planned, to):
            raise InputError(reason)
        lists = running_lists(session, planned_round(session, rollout))
        invited = invited_departments(session, rollout, key)
        found = consequences(timeline, key, to, lists=lists, invited=invited, today=ctx.today)
        for line in found.lines():
            result.did(line)
        config = _store(ctx, session, rollout, milestone, found, to, note)
        _carry_out(ctx, session, rollout, milestone, config, note, result)
    return result


def _reason_not_to_move(
    ctx: Context, session: Session, rollout: Rollout, milestone: Milestone, planned: plan.Milestone, to: date
) -> str:
    if reason := reason_not_to_move(planned, milestone.state, to, ctx.today):
        return reason
    passed = planned.action in DEADLINES and milestone.state is MilestoneState.DONE
    if passed and planned_round(session, rollout) is None:
        return f"Die Erhebung, zu der „{planned.title}“ gehört, ist geschlossen."
    return ""


def _store(
    ctx: Context, session: Session, rollout: Rollout, milestone: Milestone, found: Consequences, to: date, note: str
) -> RolloutConfig:
    """Keep the move and return the configuration that is in force with it."""
    milestone.moved_from = milestone.moved_from or found.old.planned_on
    milestone.moved_to = to
    if to == milestone.moved_from:  # back on the day of timeline.yaml: nothing is moved any more
        milestone.moved_from = milestone.moved_to = None
    if found.invited:
        milestone.sequence = (found.new.event.sequence if found.new.event else 0) + 1
    if milestone.action in DEADLINES:
        reopen(ctx, session, rollout, milestone, MilestoneState.PLANNED)
    config = config_of(ctx, rollout)
    apply_dates(session, rollout, milestone, config)
    text = f"„{milestone.title}“: {milestone.planned_label} statt {found.old.planned_label}" + (f" ({note})" if note else "")
    record(ctx, session, rollout, "milestone_moved", ("milestone", milestone.key), text, _data(milestone, found, note))
    return config


def apply_dates(session: Session, rollout: Rollout, milestone: Milestone, config: RolloutConfig) -> None:
    """Bring what is stored about the dates of a milestone to the plan in force."""
    planned = config.timeline.get(milestone.key)
    if planned is not None:
        for name, value in date_columns(planned, config.timeline).items():
            setattr(milestone, name, value)
    rollout.target_on = config.timeline.due_on(Action.COMPLETE)
    session.flush()


def _data(milestone: Milestone, found: Consequences, note: str) -> dict[str, Any]:
    return {
        "from": found.old.planned_on.isoformat(),
        "to": found.new.planned_on.isoformat(),
        "planned": milestone.planned,
        "planned_label": milestone.planned_label,
        "acts_on": milestone.acts_on.isoformat(),
        "last_day": milestone.last_day.isoformat(),
        "state": str(milestone.state),
        "sequence": milestone.sequence,
        "note": note,
        "lists": [item.data for item in found.lists],
    }


def _carry_out(
    ctx: Context, session: Session, rollout: Rollout, milestone: Milestone, config: RolloutConfig, note: str, result: StepResult
) -> None:
    if milestone.action in DEADLINES:
        _, moved = follow_the_plan(session, rollout, config.timeline)
        round_ = planned_round(session, rollout)
        outdated = [item.list_id for item in running_lists(session, round_) if not item.extended]
        withdraw_mails_about(ctx, session, rollout, outdated, result)
        tell_about_deadline(ctx, session, rollout, config, moved, result, note=note)
        _reopen_collection(ctx, session, rollout, milestone)
    planned = config.timeline.get(milestone.key)
    if planned is not None and planned.event and milestone.state is MilestoneState.RUNNING:
        waiting = [m for m in sent_invitations(session, rollout, milestone.key) if m.state in WAITING]
        withdraw(ctx, session, rollout, waiting, MOVED, result)
        send_announcement(ctx, session, rollout, config, milestone, planned, result)


def _reopen_collection(ctx: Context, session: Session, rollout: Rollout, deadline: Milestone) -> None:
    """With a new deadline for returns the collection goes on, where it had ended."""
    if deadline.action is not Action.RETURN_DEADLINE:
        return
    query = select(Milestone).where(Milestone.rollout_id == rollout.id, Milestone.action == Action.COLLECT)
    for milestone in session.scalars(query):
        reopen(ctx, session, rollout, milestone, MilestoneState.RUNNING)
