"""Which colour a state has; its word stands in it, so nobody depends on the colour."""

from typing import Final

from ozg_workflow.domain.plan.milestones import MilestoneState
from ozg_workflow.domain.post.mail import IncomingState
from ozg_workflow.domain.results.implementation import STATE_TITLES, MeasureState
from ozg_workflow.domain.survey.service_list import ListState, RowState

LIST_LOOKS: Final = {
    ListState.PREPARED: "plain",
    ListState.QUEUED: "plain",
    ListState.SENT: "running",
    ListState.PARTLY_RETURNED: "due",
    ListState.RETURNED: "done",
    ListState.NIL_RETURN: "done",
    ListState.SUPERSEDED: "plain",
}
ROW_LOOKS: Final = {
    RowState.OPEN: "running",
    RowState.ANSWERED: "done",
    RowState.INVALID: "late",
    RowState.DISPUTED: "due",
    RowState.MOVED: "plain",
    RowState.WITHDRAWN: "plain",
}
INCOMING_LOOKS: Final = {
    IncomingState.STORED: "plain",
    IncomingState.RETURN: "done",
    IncomingState.AUTOMATIC: "plain",
    IncomingState.QUARANTINED: "late",
    IncomingState.DISMISSED: "plain",
    IncomingState.TO_READ: "due",
}
MILESTONE_LOOKS: Final = {
    MilestoneState.DONE: "done",
    MilestoneState.RUNNING: "running",
    MilestoneState.DUE: "due",
    MilestoneState.LATE: "late",
}
MEASURE_LOOKS: Final = {MeasureState.PLANNED: "plain", MeasureState.STARTED: "running", MeasureState.REACHED: "done"}
MEASURE_TITLES: Final = STATE_TITLES
