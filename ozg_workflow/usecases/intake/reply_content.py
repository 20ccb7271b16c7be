"""What the one answer to a mail says about each list it brought."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import ResponsibilityCase, ServiceList, ServiceListRow
from ozg_workflow.domain.post.intent import Mail
from ozg_workflow.domain.post.mails.answers import (
    AcknowledgementMail,
    AnsweredList,
    IssueLine,
    PassedOn,
    ReturnWithErrorsMail,
    RowLine,
    SeveralReturnsMail,
)
from ozg_workflow.domain.post.mails.parts import DisputedLine, LateRow
from ozg_workflow.domain.post.to_read import ToRead
from ozg_workflow.domain.survey.cells import Cell
from ozg_workflow.domain.survey.hints import Hint, folded
from ozg_workflow.domain.survey.late_answers import LateLine
from ozg_workflow.domain.survey.responsibility import CaseReason, CaseState, holder_words
from ozg_workflow.domain.survey.returns import CellIssue
from ozg_workflow.domain.survey.service_list import BACK, RoundKind, RowState, row_figures
from ozg_workflow.domain.survey.told import CaseNow, named_words, next_words
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.rows import services_of

LISTED_HINTS = 25
_SAID_NO: Final = (RowState.DISPUTED, RowState.MOVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What was recorded from one file, as far as the reply needs it."""

    service_list: ServiceList
    return_id: int
    issues: tuple[CellIssue, ...]
    remarks: tuple[str, ...]
    asks_again: bool
    nil_return: bool
    cells: dict[int, dict[str, Cell]]
    late: tuple[LateLine, ...]

    @property
    def complete(self) -> bool:
        """Nothing is asked again."""
        return not self.issues and not self.asks_again and self.service_list.state in BACK


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What a mail brought beside its lists: what a person reads, and the offices whose lists came blank."""

    to_read: tuple[ToRead, ...] = ()
    blank: tuple[str, ...] = ()

    @property
    def passed_on(self) -> tuple[PassedOn, ...]:
        """Return it as the mail shows it."""
        return tuple(PassedOn(title=item.title, text=item.text) for item in self.to_read)


def answer_mail(work: Work, items: Sequence[Recorded], beside: Beside, file_names: Sequence[str]) -> Mail:
    """Return the one mail about all lists; `file_names` are those of the copies with marked cells, empty where nothing is asked."""
    if len(items) == 1:
        return (
            _acknowledgement(work, items[0], beside) if items[0].complete else _return_with_errors(work.session, items[0], beside)
        )
    lists = tuple(_answered(work, item, name) for item, name in zip(items, file_names, strict=True))
    return SeveralReturnsMail(lists=lists, passed_on=beside.passed_on, blank=beside.blank)


def _answered(work: Work, item: Recorded, file_name: str) -> AnsweredList:
    figures, hints = row_figures(row.state for row in item.service_list.rows), folded(item.issues)
    return AnsweredList(
        office_title=item.service_list.office.title,
        version=item.service_list.version,
        rows=figures.rows,
        answered=figures.answered,
        complete=item.complete,
        nil_return=item.nil_return,
        disputed=_disputed(work, item) if item.complete else (),
        issues=tuple(_issue_line(hint) for hint in hints[:LISTED_HINTS]),
        more_issues=_more(hints),
        missing_rows=() if item.complete else _missing(work.session, item),
        remarks=item.remarks,
        due_on=item.service_list.due_on,
        file_name=file_name,
        late=_late(item),
        progress=item.service_list.round.kind is RoundKind.PROGRESS,
    )


def _acknowledgement(work: Work, item: Recorded, beside: Beside) -> AcknowledgementMail:
    figures = row_figures(row.state for row in item.service_list.rows)
    return AcknowledgementMail(
        office_title=item.service_list.office.title,
        version=item.service_list.version,
        rows=figures.rows,
        answered=figures.answered,
        nil_return=item.nil_return,
        remarks=item.remarks,
        disputed=_disputed(work, item),
        late=_late(item),
        passed_on=beside.passed_on,
        blank=beside.blank,
        progress=item.service_list.round.kind is RoundKind.PROGRESS,
    )


def _late(item: Recorded) -> tuple[LateRow, ...]:
    return tuple(
        LateRow(number=line.number, name=line.name, fate=line.fate, office=line.office, since=line.since) for line in item.late
    )


def _disputed(work: Work, item: Recorded) -> tuple[DisputedLine, ...]:
    """Return the rows of a list with a case: refused, moved on, or shared; those that say something else by now are told apart."""
    late = {line.number for line in item.late}
    cases = _cases(work.session, item.service_list)
    rows = [row for row in item.service_list.rows if row.number not in late and _has_to_be_told(cases.get(row.id), row)]
    services = services_of(work.session, item.service_list) if rows else {}
    return tuple(_disputed_line(work, row, services[row.id].name, cases[row.id]) for row in rows)


def _has_to_be_told(case: ResponsibilityCase | None, row: ServiceListRow) -> bool:
    return case is not None and (row.state in _SAID_NO or (case.shared and row.state is RowState.ANSWERED))


def _cases(session: Session, service_list: ServiceList) -> dict[int, ResponsibilityCase]:
    """Return row id → its case; one that was taken back says nothing any more."""
    query = select(ResponsibilityCase).join(ServiceListRow, ServiceListRow.id == ResponsibilityCase.row_id)
    found = session.scalars(query.where(ServiceListRow.service_list_id == service_list.id))
    return {case.row_id: case for case in found if case.reason_code is not CaseReason.TAKEN_BACK}


def _disputed_line(work: Work, row: ServiceListRow, name: str, case: ResponsibilityCase) -> DisputedLine:
    office = work.directory.offices.get(case.settled_office or "")
    holder = office.title if office else ""
    now = CaseNow(
        own=row.service_list.office.number,
        state=case.state,
        code=case.reason_code,
        shared=case.shared,
        office=case.settled_office,
        holder=holder,
        body=case.settled_body,
    )
    elsewhere = holder_words(None, case.reason_code, case.settled_body)
    return DisputedLine(
        number=row.number,
        name=name,
        office="" if case.state is CaseState.OPEN else holder or elsewhere,
        named=named_words(case.named),
        next=next_words(now),
        shared=case.shared and row.state is RowState.ANSWERED,
    )


def _return_with_errors(session: Session, item: Recorded, beside: Beside) -> ReturnWithErrorsMail:
    figures = row_figures(row.state for row in item.service_list.rows)
    hints = folded(item.issues)
    return ReturnWithErrorsMail(
        office_title=item.service_list.office.title,
        version=item.service_list.version,
        rows=figures.rows,
        answered=figures.answered,
        issues=tuple(_issue_line(hint) for hint in hints[:LISTED_HINTS]),
        more_issues=_more(hints),
        missing_rows=_missing(session, item),
        remarks=item.remarks,
        due_on=item.service_list.due_on,
        annotated=True,
        late=_late(item),
        passed_on=beside.passed_on,
        blank=beside.blank,
        progress=item.service_list.round.kind is RoundKind.PROGRESS,
    )


def _more(hints: Sequence[Hint]) -> int:
    return sum(len(hint.issues) for hint in hints[LISTED_HINTS:])


def _missing(session: Session, item: Recorded) -> tuple[RowLine, ...]:
    rows = [row for row in item.service_list.rows if row.state is RowState.OPEN]
    services = services_of(session, item.service_list) if rows else {}
    return tuple(RowLine(number=row.number, name=services[row.id].name) for row in rows)


def _issue_line(hint: Hint) -> IssueLine:
    first = hint.issues[0]
    return IssueLine(
        number=first.number,
        service=first.service,
        cell=hint.cells,
        heading=first.issue.heading,
        value=first.issue.value,
        reason=first.issue.reason,
        remedy=first.issue.remedy,
        count=len(hint.issues),
        texts=hint.texts,
    )
