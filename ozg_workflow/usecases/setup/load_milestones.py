"""Bring milestones and deadlines to the plan of timeline.yaml."""

from sqlalchemy import select

from ozg_workflow.database.models import Milestone, ServiceList
from ozg_workflow.domain import german
from ozg_workflow.domain.consequences import Consequence, ConsequenceKind
from ozg_workflow.domain.plan import timeline
from ozg_workflow.domain.plan.milestones import MilestoneState
from ozg_workflow.domain.plan.moves import MovedList
from ozg_workflow.domain.plan.timeline import Timeline, in_force
from ozg_workflow.usecases.setup.diff import Diff, apply
from ozg_workflow.usecases.step.rollout_access import changes_of
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.timeline.deadlines import follow_the_plan
from ozg_workflow.usecases.timeline.milestones import date_columns


def load_milestones(work: Work, file: Timeline) -> tuple[Timeline, Diff]:
    """Bring the milestones to the plan, moved dates included; return the plan that is in force."""
    known = {m.key: m for m in work.session.scalars(select(Milestone).where(Milestone.rollout_id == work.rollout.id))}
    for milestone in file.milestones:
        if milestone.key in known:
            _follow_the_file(work, known[milestone.key], milestone)
    plan, diff = in_force(file, changes_of(known.values())), Diff()
    for position, milestone in enumerate(plan.milestones):
        values = {
            "position": position,
            "title": milestone.title,
            "action": milestone.action,
            **date_columns(milestone, plan),
        }
        if milestone.key not in known:
            work.session.add(Milestone(rollout_id=work.rollout.id, key=milestone.key, **values))
            diff.added += 1
        else:
            diff.changed += apply(known.pop(milestone.key), values)
    for gone in known.values():
        work.session.delete(gone)
        diff.removed += 1
    return plan, diff


def _follow_the_file(work: Work, stored: Milestone, planned: timeline.Milestone) -> None:
    """Where timeline.yaml itself has changed a milestone that a person had moved, the file wins and the move ends."""
    if stored.moved_to and stored.moved_from != planned.planned_on:
        text = f"„{planned.title}“: es gilt wieder der Zeitplan, {planned.planned_label}"
        data = {"from": stored.moved_to.isoformat(), "to": planned.planned_on.isoformat()}
        work.record("milestone_move_ended", ("milestone", stored.key), text, data)
        stored.moved_from = stored.moved_to = None
    in_force_on = stored.moved_to or planned.planned_on
    if planned.event and stored.state is MilestoneState.RUNNING and stored.planned != in_force_on.isoformat():
        # the invited get an update with the next announcements
        stored.sequence = max(planned.event.sequence, stored.sequence + 1)


def load_deadlines(work: Work, plan: Timeline) -> Diff:
    """Move the deadlines of a running survey with the plan."""
    changed, moved = follow_the_plan(work, plan)
    if moved:
        text = german.count(len(moved), "Liste hat eine neue Frist", "Listen haben eine neue Frist")
        data = {"lists": [item.data for item in moved]}
        work.record("deadlines_moved", ("rollout", work.rollout.key), text, data)
    return Diff(changed=changed + len(moved), named=[_moved(work, item) for item in moved])


def _moved(work: Work, item: MovedList) -> Consequence:
    listed = work.session.get_one(ServiceList, item.list_id)
    text = f"{listed.office.title}, Fassung {listed.version}: {german.short_date(item.old)} → {german.short_date(item.new)}"
    about = {"office": listed.office.number, "version": listed.version, "old": item.old.isoformat(), "new": item.new.isoformat()}
    return Consequence(kind=ConsequenceKind.LIST_DUE, text=text, about=about)
