"""All tables, by noun."""

from ozg_workflow.database.models.base import Base
from ozg_workflow.database.models.lists import Round, ServiceList, ServiceListRow
from ozg_workflow.database.models.messages import (
    DeliveryAttempt,
    Message,
    MessageContent,
    MessageList,
    MessageMeasure,
    MessageRecipient,
    Relay,
)
from ozg_workflow.database.models.organisation import Assignment, Department, Office, OfficeMembership, Service
from ozg_workflow.database.models.portal import PortalEntry
from ozg_workflow.database.models.proof import AuditSeal
from ozg_workflow.database.models.results import (
    BoardDecision,
    BoardPaper,
    Evaluation,
    MaturityReading,
    Measure,
    PastMeasure,
    PrioritisationVersion,
    Score,
)
from ozg_workflow.database.models.returns import Correction, Incoming, IncomingNote, ResponsibilityCase, Return, ReturnRow
from ozg_workflow.database.models.rollouts import Event, EventReply, Milestone, Rollout, StepRun

__all__ = [
    "Assignment",
    "AuditSeal",
    "Base",
    "BoardDecision",
    "BoardPaper",
    "Correction",
    "DeliveryAttempt",
    "Department",
    "Evaluation",
    "Event",
    "EventReply",
    "Incoming",
    "IncomingNote",
    "MaturityReading",
    "Measure",
    "Message",
    "MessageContent",
    "MessageList",
    "MessageMeasure",
    "MessageRecipient",
    "Milestone",
    "Office",
    "OfficeMembership",
    "PastMeasure",
    "PortalEntry",
    "PrioritisationVersion",
    "Relay",
    "ResponsibilityCase",
    "Return",
    "ReturnRow",
    "Rollout",
    "Round",
    "Score",
    "Service",
    "ServiceList",
    "ServiceListRow",
    "StepRun",
]
