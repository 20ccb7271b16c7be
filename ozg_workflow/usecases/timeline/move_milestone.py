"""Move a milestone to another day: the consequences are told first, then everything that hangs on the date follows."""

from datetime import date
from typing import Any

from sqlalchemy import func, select

from ozg_workflow.database.models import Measure, Milestone
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.plan import timeline as plan
from ozg_workflow.domain.plan.milestones import Action, MilestoneState
from ozg_workflow.domain.plan.moves import DEADLINES, Consequences, Move, consequences, reason_not_to_move
from ozg_workflow.domain.post.reasons import StateReason
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work
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
from ozg_workflow.usecases.timeline.invitations import invited_departments, sent_invitations
from ozg_workflow.usecases.timeline.milestones import date_columns, find_milestone, reopen

MOVED = "Der Termin wurde verschoben."


def move_milestone(ctx: Context, key: str, to: date, note: str = "") -> StepResult:
    """Move a milestone: reminders, deadlines and invitations follow; a second run changes nothing.

    The new day counts until timeline.yaml itself changes the milestone. Raises InputError for unknown milestones and days
    that are not possible.
    """
    with ctx.work("Termin verschieben") as work:
        milestone = find_milestone(work, key)
        timeline = work.config.timeline
        planned = timeline.get(key)
        if planned is None:
            raise InputError(f"Der Meilenstein „{milestone.title}“ steht nicht mehr im Zeitplan.")
        if planned.planned_on == to and planned.precision is not plan.Precision.MONTH:
            work.say(f"„{planned.title}“ steht bereits auf dem {german.short_date(to)}.")
            return work.result
        if reason := _reason_not_to_move(work, milestone, planned, to):
            raise InputError(reason)
        lists = running_lists(work.session, planned_round(work))
        invited = invited_departments(work, key)
        found = consequences(timeline, Move(key=key, to=to), lists=lists, invited=invited, today=ctx.today)
        for line in found.lines():
            work.did(line)
        if planned.action is Action.COMPLETE:
            _tell_overrun(work, to)
        _store(work, milestone, found, to, note)
        _carry_out(work, milestone, note)
    return work.result


def _tell_overrun(work: Work, to: date) -> None:
    """Tell how many measures are agreed for a day after the new end; they stay as they are until a person agrees on another."""
    later = (Measure.rollout_id == work.rollout.id, Measure.target_on > to, Measure.state != MeasureState.REACHED)
    if found := work.session.scalar(select(func.count()).where(*later, Measure.carried_out)):
        words = german.count(found, "Maßnahme ist", "Maßnahmen sind")
        work.say(f"Achtung: {words} für einen späteren Tag vereinbart („ozg measures list“).")


def _reason_not_to_move(work: Work, milestone: Milestone, planned: plan.Milestone, to: date) -> str:
    if reason := reason_not_to_move(planned, milestone.state, to, work.today):
        return reason
    passed = planned.action in DEADLINES and milestone.state is MilestoneState.DONE
    if passed and planned_round(work) is None:
        return f"Die Erhebung, zu der „{planned.title}“ gehört, ist geschlossen."
    return ""


def _store(work: Work, milestone: Milestone, found: Consequences, to: date, note: str) -> None:
    """Keep the move; from here on the configuration of the work is the one in force with it."""
    milestone.moved_from = milestone.moved_from or found.old.planned_on
    milestone.moved_to = to
    if to == milestone.moved_from and not _is_a_month(
        work, milestone
    ):  # back on the day of timeline.yaml: nothing is moved any more
        milestone.moved_from = milestone.moved_to = None
    if found.invited:
        milestone.sequence = (found.new.event.sequence if found.new.event else 0) + 1
    if milestone.action in DEADLINES:
        reopen(work, milestone, MilestoneState.PLANNED)
    work.plan_changed()
    apply_dates(work, milestone)
    text = f"„{milestone.title}“: {milestone.planned_label} statt {found.old.planned_label}" + (f" ({note})" if note else "")
    work.record("milestone_moved", ("milestone", milestone.key), text, _data(milestone, found, note))


def _is_a_month(work: Work, milestone: Milestone) -> bool:
    """Tell whether timeline.yaml wants the milestone in a whole month: then its first day is another date than the month."""
    rows = work.rollout.config["timeline"]["milestones"]
    return any(row["key"] == milestone.key and row["precision"] == plan.Precision.MONTH for row in rows)


def apply_dates(work: Work, milestone: Milestone) -> None:
    """Bring what is stored about the dates of a milestone to the plan in force."""
    planned = work.config.timeline.get(milestone.key)
    if planned is not None:
        for name, value in date_columns(planned, work.config.timeline).items():
            setattr(milestone, name, value)
    work.rollout.target_on = work.config.timeline.due_on(Action.COMPLETE)
    work.session.flush()


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


def _carry_out(work: Work, milestone: Milestone, note: str) -> None:
    if milestone.action in DEADLINES:
        _, moved = follow_the_plan(work, work.config.timeline)
        round_ = planned_round(work)
        outdated = [item.list_id for item in running_lists(work.session, round_) if not item.extended]
        withdraw_mails_about(work, outdated)
        tell_about_deadline(work, moved, note=note)
        _reopen_collection(work, milestone)
    planned = work.config.timeline.get(milestone.key)
    if planned is not None and planned.event and milestone.state is MilestoneState.RUNNING:
        waiting = [m for m in sent_invitations(work, milestone.key) if m.state in WAITING]
        withdraw(work, waiting, MOVED, StateReason.EVENT_MOVED)
        send_announcement(work, milestone, planned)


def _reopen_collection(work: Work, deadline: Milestone) -> None:
    """With a new deadline for returns the collection goes on, where it had ended."""
    if deadline.action is not Action.RETURN_DEADLINE:
        return
    query = select(Milestone).where(Milestone.rollout_id == work.rollout.id, Milestone.action == Action.COLLECT)
    for milestone in work.session.scalars(query):
        reopen(work, milestone, MilestoneState.RUNNING)
