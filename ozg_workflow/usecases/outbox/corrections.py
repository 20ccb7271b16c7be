"""Corrections are told to the office with the next mail about its lists, each of them once."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import bindparam, or_, select

from ozg_workflow.database.columns import column
from ozg_workflow.database.models import Correction, Message, Office, Round, ServiceList, ServiceListRow
from ozg_workflow.domain import german
from ozg_workflow.domain.post.intent import MailIntent
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.domain.survey.answers import label_of
from ozg_workflow.usecases.step.rollout_access import questionnaire_of, scale_of
from ozg_workflow.usecases.step.work import Work

MOST = 25  # in one mail; the others follow with the next one
NEVER_SENT: Final = (MessageState.CANCELLED, MessageState.EXPIRED)

_OWNERS: Final = select(ServiceList.office_id).where(ServiceList.id.in_(bindparam("lists", expanding=True)))
_UNTOLD: Final = (  # asked for every mail: put together once
    select(Correction.id)
    .join(ServiceListRow, ServiceListRow.id == Correction.row_id)
    .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
    .join(Round, Round.id == ServiceList.round_id)
    .join(Office, Office.id == ServiceList.office_id)
    .outerjoin(Message, Message.id == Correction.message_id)
    .where(Round.rollout_id == bindparam("rollout"), Correction.erased.is_(False))
    .where(or_(Correction.message_id.is_(None), Message.state.in_(NEVER_SENT)))
    .where(or_(Office.number.in_(bindparam("offices", expanding=True)), Office.id.in_(_OWNERS)))
    .order_by(Correction.at, Correction.id)
    .limit(MOST)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionLine:
    """A correction as a mail shows it: the office (`Amt 34`), the service, the column, both values in words, who told it to whom and when."""

    office: str
    service: str
    heading: str
    old: str
    new: str
    source: str
    by: str
    on: date


def untold(work: Work, intent: MailIntent) -> list[Correction]:
    """Return the corrections that a mail has to tell: of the offices whose lists it is about, as long as no mail has told them."""
    if not (intent.offices or intent.list_ids):
        return []
    about = {"rollout": work.rollout.id, "offices": intent.offices, "lists": intent.list_ids}
    return [work.session.get_one(Correction, number) for number in column(work.session, _UNTOLD, about)]  # mostly none


def mark_told(corrections: Sequence[Correction], message: Message) -> None:
    """Note which mail tells these corrections."""
    for correction in corrections:
        correction.message_id = message.id


def as_values(work: Work, corrections: Sequence[Correction]) -> list[dict[str, object]]:
    """Return corrections as the templates see them."""
    return [asdict(_line(work, correction)) for correction in corrections]


def _line(work: Work, correction: Correction) -> CorrectionLine:
    service_list = correction.row.service_list
    questionnaire = questionnaire_of(service_list.round)
    question, scale = questionnaire.get(correction.question), scale_of(work, questionnaire)

    def words(value: Any) -> str:
        return (label_of(question, scale, value) if question else str(value or "")) or "leer"

    return CorrectionLine(
        office=f"Amt {service_list.office.number}",
        service=correction.row.service.name,
        heading=question.heading if question else correction.question,
        old=words(correction.replaced),
        new=words(correction.value),
        source=correction.source,
        by=correction.by,
        on=german.local_day(correction.at),
    )
