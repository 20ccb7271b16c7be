"""Cells that an office left blank although they are asked for, because a person has told their answers already."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from ozg_workflow.domain.survey.answers import RowAnswers
from ozg_workflow.domain.survey.counting import Corrected, newest_corrections
from ozg_workflow.domain.survey.returns import ReturnedRow
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.said.lines import corrected_of

Line = tuple[ReturnedRow, RowAnswers]


def carried_by_corrections(work: Work, lines: list[Line], corrected: Collection[int]) -> list[Line]:
    """Return the lines of a file without the issues of blank cells that were corrected before: nobody asks for them again."""
    rows = [row.row_id for row, _ in lines if row.row_id in corrected]
    if not rows:
        return lines
    known = {row: newest_corrections(items) for row, items in corrected_of(work.session, rows).items()}
    return [(row, _without_carried(answers, known.get(row.row_id, {}))) for row, answers in lines]


def _without_carried(answers: RowAnswers, known: Mapping[str, Corrected]) -> RowAnswers:
    told = {key for key, item in known.items() if item.value is not None}
    return replace(answers, issues=tuple(i for i in answers.issues if i.value or i.question not in told)) if told else answers
