"""What an office says about a service that has gone on to another one: it changes nothing by itself, so a person reads it."""

from collections.abc import Iterator

from sqlalchemy import select

from ozg_workflow.database.models import ResponsibilityCase, ServiceListRow
from ozg_workflow.domain.post.to_read import ToRead, ToReadKind
from ozg_workflow.domain.survey.answers import validate_row
from ozg_workflow.domain.survey.offices.spelling import folded, tidy
from ozg_workflow.domain.survey.responsibility import office_words
from ozg_workflow.domain.survey.returns import REFUSED
from ozg_workflow.domain.survey.service_list import RowState
from ozg_workflow.usecases.intake.match_return import Matched
from ozg_workflow.usecases.step.rollout_access import questionnaire_of
from ozg_workflow.usecases.step.work import Work


def about_moved(work: Work, item: Matched) -> Iterator[ToRead]:
    """Return every line of a list that now says something else about a service than what sent it to another office.

    The line as it was sent back then, and a line without an answer about who is responsible, say nothing new.
    """
    questionnaire, office = questionnaire_of(item.service_list.round), item.service_list.office
    moved = {row.id: row for row in item.service_list.rows if row.state is RowState.MOVED}
    cases = {case.row_id: case for case in _cases(work, moved)}
    for returned in item.returned.rows if cases else ():
        if returned.row_id not in cases:
            continue
        answers = validate_row(questionnaire, work.config.scale, returned.cells).answers
        said = answers.get(questionnaire.responsibility or "")
        named = str(answers.get(questionnaire.proposed_office or "", ""))
        case = cases[returned.row_id]
        if said is None or (said == REFUSED and _same(named, case.named)):
            continue
        row = moved[returned.row_id]
        now = f"„{said}“" + (f", zuständig „{named}“" if named else "")
        yield ToRead(
            kind=ToReadKind.AFTER_MOVE,
            text=f"Nr. {row.number} „{row.service.name}“ ist bei {office_words(case.settled_office)}; jetzt steht in der Liste {now}.",
            place=f"{office.title}, Nr. {row.number}",
            list_id=item.service_list.id,
        )


def _cases(work: Work, moved: dict[int, ServiceListRow]) -> list[ResponsibilityCase]:
    if not moved:
        return []
    return list(work.session.scalars(select(ResponsibilityCase).where(ResponsibilityCase.row_id.in_(moved))))


def _same(one: str, other: str) -> bool:
    return folded(tidy(one)).split() == folded(tidy(other)).split()
