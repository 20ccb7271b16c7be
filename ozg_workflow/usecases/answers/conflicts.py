"""Conflicts: two values of one question exclude each other, and somebody has to ask the office."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import bindparam, select

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import Office, Round, Service, ServiceList, ServiceListRow
from ozg_workflow.domain import german
from ozg_workflow.domain.survey.answer_line import Contradiction, Said, SourceKind
from ozg_workflow.domain.survey.answers import label_of
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.question import Question
from ozg_workflow.usecases.answers.chosen import questions_of
from ozg_workflow.usecases.answers.disputed import contradicted_rows, last_said
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.rollout_access import scales_of
from ozg_workflow.usecases.step.work import Work

MOST_POINTS = 3  # questions that a sentence names
_ROWS: Final = (
    select(ServiceListRow.id, Office.number.label("office"), Service.name, Service.ref, ServiceListRow.number, Round.key)
    .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
    .join(Round, Round.id == ServiceList.round_id)
    .join(Office, Office.id == ServiceList.office_id)
    .join(Service, Service.id == ServiceListRow.service_id)
    .where(ServiceListRow.id.in_(bindparam("rows", expanding=True)))
    .order_by(ServiceListRow.id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One question with both values as people read them, and who said each of them; `counts` is the one that counts for now."""

    question: str
    heading: str
    counts: str
    counts_by: str
    other: str
    other_by: str

    @property
    def words(self) -> str:
        """`Fallzahl pro Jahr: 1300 (amt34@stadt.example) gegen 900 (Telefonat mit Frau K.)`."""
        return f"{self.heading}: {self.counts} ({self.counts_by}) gegen {self.other} ({self.other_by})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """One row with the values that exclude each other; the first of each counts until somebody corrects it.

    `day` is that of the newest of them, `senders` are those who disagree.
    """

    office: str
    service: str
    ref: str
    number: int
    day: date
    points: tuple[Point, ...]
    senders: tuple[str, ...]

    @property
    def words(self) -> str:
        """The points as one sentence; of many only the first."""
        more = len(self.points) - MOST_POINTS
        told = "; ".join(point.words for point in self.points[:MOST_POINTS])
        return told + (f" und {german.count(more, 'weitere Spalte', 'weitere Spalten')}" if more > 0 else "")


def list_conflicts(ctx: Context) -> tuple[Conflict, ...]:
    """Return all conflicts of the rollout."""
    with ctx.reading() as work:
        return conflicts(work)


def conflicts(work: Work) -> tuple[Conflict, ...]:
    """Return all conflicts that nobody has settled, by row."""
    found = contradicted_rows(work)
    if not found:
        return ()
    questions, scales = questions_of(work), scales_of(work)
    rows = columns(work.session, _ROWS, {"rows": list(found)})
    return tuple(_conflict(row, found[row.id], questions, scales[row.key]) for row in rows)


def _conflict(row: Any, found: tuple[Contradiction, ...], questions: dict[str, Question], scale: MaturityScale) -> Conflict:
    said = [each for item in found for each in (item.counts, item.other)]
    return Conflict(
        office=row.office,
        service=row.name,
        ref=row.ref,
        number=row.number,
        day=last_said(found),
        points=tuple(_point(item, questions.get(item.question), scale) for item in found),
        senders=tuple(sorted({each.source.by for each in said})),
    )


def _point(item: Contradiction, question: Question | None, scale: MaturityScale) -> Point:
    def label(said: Said) -> str:
        return (label_of(question, scale, said.value) if question else str(said.value or "")) or "leer"

    return Point(
        question=item.question,
        heading=question.heading if question else item.question,
        counts=label(item.counts),
        counts_by=_who(item.counts),
        other=label(item.other),
        other_by=_who(item.other),
    )


def _who(said: Said) -> str:
    source = said.source
    return f"{source.note}, {source.by}" if source.kind is SourceKind.PERSON else source.by
