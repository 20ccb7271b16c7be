"""The answers of a round with everything that stands in their table."""

from sqlalchemy import select

from ozg_workflow.database.models import Correction, Office, Round, ServiceList, ServiceListRow
from ozg_workflow.domain.survey.bundles import Asked
from ozg_workflow.domain.survey.service_list import BACK, ListState
from ozg_workflow.report.answers.table import AnswerTable, Corrected
from ozg_workflow.usecases.answers.chosen import AnswerFilter
from ozg_workflow.usecases.answers.read import answer_lines
from ozg_workflow.usecases.step.rollout_access import questionnaire_of, scale_of
from ozg_workflow.usecases.step.work import Work


def answer_table(work: Work, round_: Round, chosen: AnswerFilter | None = None, *, words: str = "") -> AnswerTable:
    """Return the table of a round; of what is `chosen` only, which `words` then tell the reader."""
    lists, asked = _lists(work, round_), questionnaire_of(round_)
    return AnswerTable(
        city=work.config.city,
        title=work.config.title,
        round_key=round_.key,
        round_title=round_.title,
        made_at=work.now(),
        opened_on=round_.opened_on,
        due_on=round_.due_on,
        lists=len(lists),
        returned=sum(item.state in BACK for item, _ in lists),
        asked=Asked(questionnaire=asked, scale=scale_of(work, asked), level=work.config.maturity_question),
        lines=tuple(answer_lines(work, chosen or AnswerFilter(round=round_.key))),
        corrections=_corrections(work, round_),
        dues={(office, item.version): item.due_on for item, office in lists},
        chosen=words,
    )


def _lists(work: Work, round_: Round) -> list[tuple[ServiceList, str]]:
    """Return the lists that are not superseded, each with the number of its office."""
    query = (
        select(ServiceList, Office.number)
        .join(Office, Office.id == ServiceList.office_id)
        .where(ServiceList.round_id == round_.id, ServiceList.state != ListState.SUPERSEDED)
    )
    return [(item, office) for item, office in work.session.execute(query)]


def _corrections(work: Work, round_: Round) -> tuple[Corrected, ...]:
    query = (
        select(Correction)
        .join(ServiceListRow, ServiceListRow.id == Correction.row_id)
        .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
        .where(ServiceList.round_id == round_.id)
        .order_by(Correction.at, Correction.id)
    )
    return tuple(
        Corrected(row_id=c.row_id, question=c.question, value=c.value, replaced=c.replaced, by=c.by, at=c.at, note=c.source)
        for c in work.session.scalars(query)
    )
