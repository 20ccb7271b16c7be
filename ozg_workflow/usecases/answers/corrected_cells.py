"""What stands in the copy that answers a return: the sender's cells, and over them what was corrected for the office."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ozg_workflow.database.models import ServiceList
from ozg_workflow.domain.survey.answer_line import source_words
from ozg_workflow.domain.survey.answers import cells_of, label_of
from ozg_workflow.domain.survey.cells import Cell, shown
from ozg_workflow.domain.survey.counting import Corrected, counting
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.usecases.answers.take_in import corrected_rows
from ozg_workflow.usecases.step.rollout_access import questionnaire_of, scale_of
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.rows import services_of
from ozg_workflow.usecases.survey.said.lines import corrected_of, given_of
from ozg_workflow.workbook.write.edition import CorrectedCell

Cells = Mapping[int, Mapping[str, Cell]]  # row id → question → raw cell


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyCells:
    """The cells of a copy, and those of them that were corrected."""

    cells: Cells
    corrected: tuple[CorrectedCell, ...]


def copy_cells(work: Work, service_list: ServiceList, sent: Cells, asked: Collection[tuple[int, str]]) -> CopyCells:
    """Lay the corrections that count over the cells that came back; what is asked again (row id, question) stays as it came."""
    rows = corrected_rows(work.session, service_list)
    if not rows:
        return CopyCells(cells=sent, corrected=())
    given, corrected = given_of(work.session, rows), corrected_of(work.session, rows)
    questionnaire, services = questionnaire_of(service_list.round), services_of(work.session, service_list)
    cells = {row: dict(own) for row, own in sent.items()}
    told: list[CorrectedCell] = []
    for row in (row for row in service_list.rows if row.id in rows):
        over = counting(given.get(row.id, []), corrected[row.id]).over
        items = [item for key, item in over.items() if (row.id, key) not in asked]
        own = cells.setdefault(row.id, {})
        for item in items:
            place = (row.id, row.number, services[row.id].name, shown(own.get(item.question)))
            told.append(_told(work, questionnaire, item, place))
        own |= _over(work, questionnaire, items)
    return CopyCells(cells=cells, corrected=tuple(told))


def _over(work: Work, questionnaire: Questionnaire, items: Sequence[Corrected]) -> dict[str, Cell]:
    values = {item.question: item.value for item in items if item.value is not None}
    return {**dict.fromkeys(item.question for item in items), **cells_of(questionnaire, scale_of(work, questionnaire), values)}


def _told(work: Work, questionnaire: Questionnaire, item: Corrected, place: tuple[int, int, str, str]) -> CorrectedCell:
    question = questionnaire.get(item.question)
    row, number, service, old = place
    return CorrectedCell(
        row_id=row,
        number=number,
        service=service,
        question=item.question,
        heading=question.heading if question else item.question,
        old=old,
        value=label_of(question, scale_of(work, questionnaire), item.value) if question else "",
        source=source_words(item.said.source),
    )
