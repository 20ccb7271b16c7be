"""The hidden sheet `_ozg`: which list this is, which number is which row, and the drop-down values."""

from typing import Any, Final

from ozg_workflow.domain.survey.kinds.registry import asked
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.service_list import ListDocument
from ozg_workflow.workbook.layout import (
    CHOICES_COLUMN,
    HINT_COLUMN,
    HINT_HEADING,
    META_KEYS,
    META_SHEET,
    TABLE_HEADINGS,
    TABLE_ROW,
    column_name,
)
from ozg_workflow.workbook.sheet_tools import clean_text, must, shorten

LONGEST_HINT: Final = 1000  # characters


def write_meta_sheet(sheet: Any, document: ListDocument, questionnaire: Questionnaire, scale: MaturityScale) -> dict[str, str]:
    """Fill the hidden sheet and return the range of the drop-down values for each choice question, as a formula."""
    values = (
        document.token,
        document.list_id,
        document.version,
        questionnaire.version,
        document.rollout,
        document.office_number,
    )
    for row, (key, value) in enumerate(zip(META_KEYS, values, strict=True)):
        must(sheet.write_string(row, 0, key))
        must(sheet.write_string(row, 1, value) if isinstance(value, str) else sheet.write_number(row, 1, value))
    for column, heading in enumerate(TABLE_HEADINGS):
        must(sheet.write_string(TABLE_ROW, column, heading))
    for row, service in enumerate(document.rows, TABLE_ROW + 1):
        must(sheet.write_number(row, 0, service.number))
        must(sheet.write_number(row, 1, service.row_id))
        must(sheet.write_string(row, 2, service.key))
        must(sheet.write_string(row, 3, clean_text(service.name)))
    if any(service.hint for service in document.rows):
        must(sheet.write_string(TABLE_ROW, HINT_COLUMN, HINT_HEADING))
        for row, service in enumerate(document.rows, TABLE_ROW + 1):
            must(sheet.write_string(row, HINT_COLUMN, hint_text(service.hint)))
    sheet.hide()
    return _write_choices(sheet, questionnaire, scale)


def hint_text(hint: str) -> str:
    """Return a hint as it is printed, at the service and in the hidden sheet."""
    return clean_text(shorten(hint, LONGEST_HINT))


def _write_choices(sheet: Any, questionnaire: Questionnaire, scale: MaturityScale) -> dict[str, str]:
    # ranges instead of lists inside the validation: Excel allows those only 255 characters and no comma in a value
    ranges: dict[str, str] = {}
    for question in questionnaire.questions:
        choices = asked(question, scale).rule.choices
        if not choices:
            continue
        column = CHOICES_COLUMN + len(ranges)
        for row, text in enumerate((question.key, *choices)):
            must(sheet.write_string(row, column, clean_text(text)))
        letters = column_name(column)
        ranges[question.key] = f"='{META_SHEET}'!${letters}$2:${letters}${len(choices) + 1}"
    return ranges
