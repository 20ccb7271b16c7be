"""All tables, by noun. A table is mapped when somebody asks for it, together with those it refers to: most commands need half of them.

`Base` knows the tables that are mapped; who asks for it here gets all of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from ozg_workflow.database.models.audit import Event as Event
    from ozg_workflow.database.models.base import Base as Base
    from ozg_workflow.database.models.board import BoardPaper as BoardPaper
    from ozg_workflow.database.models.cases import ResponsibilityCase as ResponsibilityCase
    from ozg_workflow.database.models.clearing import Correction as Correction
    from ozg_workflow.database.models.clearing import IncomingNote as IncomingNote
    from ozg_workflow.database.models.decisions import BoardDecision as BoardDecision
    from ozg_workflow.database.models.decisions import PastMeasure as PastMeasure
    from ozg_workflow.database.models.decisions import PrioritisationVersion as PrioritisationVersion
    from ozg_workflow.database.models.delivery import DeliveryAttempt as DeliveryAttempt
    from ozg_workflow.database.models.delivery import Relay as Relay
    from ozg_workflow.database.models.evaluations import Evaluation as Evaluation
    from ozg_workflow.database.models.evaluations import Score as Score
    from ozg_workflow.database.models.incoming import Incoming as Incoming
    from ozg_workflow.database.models.invitations import EventReply as EventReply
    from ozg_workflow.database.models.lists import Round as Round
    from ozg_workflow.database.models.lists import ServiceList as ServiceList
    from ozg_workflow.database.models.lists import ServiceListRow as ServiceListRow
    from ozg_workflow.database.models.measures import Measure as Measure
    from ozg_workflow.database.models.messages import Message as Message
    from ozg_workflow.database.models.messages import MessageContent as MessageContent
    from ozg_workflow.database.models.messages import MessageList as MessageList
    from ozg_workflow.database.models.messages import MessageMeasure as MessageMeasure
    from ozg_workflow.database.models.messages import MessageRecipient as MessageRecipient
    from ozg_workflow.database.models.online import MaturityReading as MaturityReading
    from ozg_workflow.database.models.online import PortalEntry as PortalEntry
    from ozg_workflow.database.models.organisation import Department as Department
    from ozg_workflow.database.models.organisation import Office as Office
    from ozg_workflow.database.models.organisation import OfficeMembership as OfficeMembership
    from ozg_workflow.database.models.organisation import Service as Service
    from ozg_workflow.database.models.proof import AuditSeal as AuditSeal
    from ozg_workflow.database.models.responsibility import Assignment as Assignment
    from ozg_workflow.database.models.returns import Return as Return
    from ozg_workflow.database.models.returns import ReturnRow as ReturnRow
    from ozg_workflow.database.models.rollouts import Milestone as Milestone
    from ozg_workflow.database.models.rollouts import Rollout as Rollout
    from ozg_workflow.database.models.steps import StepRun as StepRun

TABLES: Final = {
    "Assignment": "responsibility",
    "AuditSeal": "proof",
    "BoardDecision": "decisions",
    "BoardPaper": "board",
    "Correction": "clearing",
    "DeliveryAttempt": "delivery",
    "Department": "organisation",
    "Evaluation": "evaluations",
    "Event": "audit",
    "EventReply": "invitations",
    "Incoming": "incoming",
    "IncomingNote": "clearing",
    "MaturityReading": "online",
    "Measure": "measures",
    "Message": "messages",
    "MessageContent": "messages",
    "MessageList": "messages",
    "MessageMeasure": "messages",
    "MessageRecipient": "messages",
    "Milestone": "rollouts",
    "Office": "organisation",
    "OfficeMembership": "organisation",
    "PastMeasure": "decisions",
    "PortalEntry": "online",
    "PrioritisationVersion": "decisions",
    "Relay": "delivery",
    "ResponsibilityCase": "cases",
    "Return": "returns",
    "ReturnRow": "returns",
    "Rollout": "rollouts",
    "Round": "lists",
    "Score": "evaluations",
    "Service": "organisation",
    "ServiceList": "lists",
    "ServiceListRow": "lists",
    "StepRun": "steps",
}


def map_all() -> None:
    """Map every table. For whoever starts threads: while one maps a file of tables, another must not find it half done."""
    for place in TABLES.values():
        import_module(f"{__name__}.{place}")


def __getattr__(name: str) -> Any:
    """Map a table that is asked for the first time. Raises AttributeError for what is none."""
    if name == "Base":
        map_all()
        return getattr(import_module(f"{__name__}.base"), name)
    if name not in TABLES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{TABLES[name]}"), name)
