"""Milestones: what the workflow does when one is due, and where it stands."""

from datetime import date
from enum import StrEnum


class Action(StrEnum):
    """What the workflow does when a milestone is due."""

    TICK_OFF = "tick_off"  # people act, the coordinator ticks it off
    INFORM_HEADS = "inform_heads"
    INFORM_STAFF_COUNCIL = "inform_staff_council"
    INFORM_STAFF = "inform_staff"
    SEND_LISTS = "send_lists"
    EVENT = "event"  # invitations beforehand; done when its day has come
    COLLECT = "collect"  # running from its start until the return deadline
    RESPONSIBILITY_DEADLINE = "responsibility_deadline"
    RETURN_DEADLINE = "return_deadline"
    EVALUATE = "evaluate"
    PRESENT = "present"
    START_IMPLEMENTATION = "start_implementation"
    COMPLETE = "complete"  # progress rounds until then, final report on it


class MilestoneState(StrEnum):
    """Where a milestone stands; only PLANNED, RUNNING and DONE are stored, the others follow from the date."""

    PLANNED = "planned"
    DUE = "due"
    RUNNING = "running"
    LATE = "late"
    DONE = "done"


STATE_TITLES = {
    MilestoneState.PLANNED: "geplant",
    MilestoneState.DUE: "fällig",
    MilestoneState.RUNNING: "läuft",
    MilestoneState.LATE: "überfällig",
    MilestoneState.DONE: "erledigt",
}


def state_on(action: Action, stored: MilestoneState, acts_on: date, last_day: date, today: date) -> MilestoneState:
    """Return the state people see today: a planned milestone becomes due on its day and late after it.

    `acts_on` and `last_day` are what `Milestone.runs_on` and `Milestone.last_day` return. The collection runs as
    long as it takes and is never late.
    """
    if stored is MilestoneState.DONE or (stored is MilestoneState.RUNNING and action is Action.COLLECT):
        return stored
    if today > max(acts_on, last_day):
        return MilestoneState.LATE
    if stored is MilestoneState.RUNNING:
        return stored
    return MilestoneState.DUE if today >= acts_on else MilestoneState.PLANNED
