"""What an office says about a service that has gone on or is gone, and that only a person can act on: it changes nothing by itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from ozg_workflow.database.models import ResponsibilityCase, ServiceListRow
from ozg_workflow.domain import german
from ozg_workflow.domain.post.to_read import ToRead, ToReadKind
from ozg_workflow.domain.survey.answers import validate_row
from ozg_workflow.domain.survey.cells import Answer
from ozg_workflow.domain.survey.offices.reading import read_office
from ozg_workflow.domain.survey.offices.spelling import folded, tidy
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.responsibility import holder_words
from ozg_workflow.domain.survey.returns import REFUSED, SHARED
from ozg_workflow.domain.survey.service_list import GONE, RowState
from ozg_workflow.usecases.answers.late_rows import Owner, owners_of
from ozg_workflow.usecases.intake.match_return import Matched
from ozg_workflow.usecases.step.rollout_access import questionnaire_of, scale_of
from ozg_workflow.usecases.step.work import Work

MOST_NAMED = 10  # services that one note names


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line about a service the office has no more, with what it says about who is responsible."""

    row: ServiceListRow
    answers: Mapping[str, Answer]
    said: str
    named: str

    @property
    def words(self) -> str:
        return f"„{self.said}“" + (f", zuständig „{self.named}“" if self.named else "")


def about_moved(work: Work, item: Matched) -> Iterator[ToRead]:
    """Return what a person reads of a list's lines about services the office has no more.

    These are lines that contradict what sent the service to another office, lines that name a third one, and what nobody
    else can confirm because nobody has the service. A line as it was sent back before says nothing new.
    """
    lines = _lines(work, item)
    if not lines:
        return
    cases = _cases(work, [line.row.id for line in lines])
    owners = owners_of(work, item.service_list, {line.row.service_id for line in lines})
    for line in lines:
        owner, case = owners.get(line.row.service_id), cases.get(line.row.id)
        if line.row.state is RowState.MOVED and case:
            if line.said and not (line.said == REFUSED and _same(line.named, case.named)):
                yield _contradiction(item, line, holder_words(case.settled_office, case.reason_code, case.settled_body))
        elif owner and _names_another(work, line, owner):
            yield _contradiction(item, line, owner.title)
    yield from _of_nobody(item, [line for line in lines if line.row.service_id not in owners])


def _lines(work: Work, item: Matched) -> list[_Line]:
    questionnaire = questionnaire_of(item.service_list.round)
    lost = {row.id: row for row in item.service_list.rows if row.state in GONE}
    returned = [row for row in item.returned.rows if row.row_id in lost]
    return [
        _line(questionnaire, lost[row.row_id], validate_row(questionnaire, scale_of(work, questionnaire), row.cells).answers)
        for row in returned
    ]


def _line(questionnaire: Questionnaire, row: ServiceListRow, answers: Mapping[str, Answer]) -> _Line:
    said, named = (str(answers.get(key or "", "")) for key in (questionnaire.responsibility, questionnaire.proposed_office))
    return _Line(row=row, answers=answers, said=said, named=named)


def _cases(work: Work, rows: list[int]) -> dict[int, ResponsibilityCase]:
    found = work.session.scalars(select(ResponsibilityCase).where(ResponsibilityCase.row_id.in_(rows)))
    return {case.row_id: case for case in found}


def _same(one: str, other: str) -> bool:
    return folded(tidy(one)).split() == folded(tidy(other)).split()


def _names_another(work: Work, line: _Line, owner: Owner) -> bool:
    """Tell whether a line names an office beside the one that has the service now, or shares it."""
    if line.said == SHARED:
        return True
    return (
        bool(line.said == REFUSED and line.named) and read_office(line.named, work.directory.known_offices).office != owner.number
    )


def _contradiction(item: Matched, line: _Line, office: str) -> ToRead:
    return ToRead(
        kind=ToReadKind.AFTER_MOVE,
        text=f"Nr. {line.row.number} „{line.row.service.name}“ ist bei {office}; jetzt steht in der Liste {line.words}.",
        place=f"{item.service_list.office.title}, Nr. {line.row.number}",
        list_id=item.service_list.id,
    )


def _of_nobody(item: Matched, lines: list[_Line]) -> Iterator[ToRead]:
    """Return in one note what is said about services that nobody has now; what is known already is no news."""
    new = [line for line in lines if line.answers and line.answers != line.row.answers and line.row.state is RowState.WITHDRAWN]
    if not new:
        return
    names = [f"Nr. {line.row.number} „{line.row.service.name}“" for line in new[:MOST_NAMED]]
    rest = [f"{len(new) - MOST_NAMED} weiteren"] if len(new) > MOST_NAMED else []
    count = german.count(len(new), "Zeile", "Zeilen")
    yield ToRead(
        kind=ToReadKind.OF_NOBODY,
        text=f"{count} mit Angaben zu Leistungen, die zurzeit kein Amt hat: {german.join([*names, *rest])}. "
        "Die Angaben sind gespeichert und gelten wieder, sobald die Leistung zurückkommt.",
        place=item.service_list.office.title,
        list_id=item.service_list.id,
    )
