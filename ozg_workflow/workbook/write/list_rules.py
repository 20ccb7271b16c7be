"""What the sheet `Amtsliste` does while it is filled in: drop-downs, input hints, colours for what is missing."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from ozg_workflow.domain.survey.kinds.cell_rule import CellRule, Check
from ozg_workflow.domain.survey.kinds.registry import asked, kind_of
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.question import Question
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.workbook.layout import (
    FIRST_ROW,
    LIST_SHEET,
    NIL_COLUMN,
    NIL_ROW,
    OPEN_SIGN,
    QUESTIONS_COLUMN,
    cell_name,
    column_name,
)
from ozg_workflow.workbook.sheet_tools import must, shorten

LONGEST_HINT_TITLE: Final = 32
LONGEST_HINT: Final = 255
# a dark edge and a sign before the number of the line say it, too, in grey print and to people who do not see yellow
_MISSING: Final = {"bg_color": "#FFF3C4", "border": 1, "border_color": "#7A4E00"}
_OPEN_LINE: Final = {"num_format": f'"{OPEN_SIGN} "0'}
_NOT_NEEDED: Final = {"bg_color": "#E4E7EB"}
_NIL: Final = f"${column_name(NIL_COLUMN + 1)}${NIL_ROW + 1}"


def write_rules(
    book: Any, questionnaire: Questionnaire, scale: MaturityScale, *, row_count: int, choice_ranges: Mapping[str, str]
) -> None:
    """Add validations and conditional colours to the answer cells of `row_count` services; `choice_ranges` are formulas."""
    sheet = book.get_worksheet_by_name(LIST_SHEET)
    _nil_rules(book, sheet, row_count)
    if not row_count:
        return
    missing, not_needed = book.add_format(_MISSING), book.add_format(_NOT_NEEDED)
    last_row = FIRST_ROW + row_count - 1
    if formula := open_line_formula(questionnaire, scale):
        rule = {"type": "formula", "criteria": formula, "format": book.add_format(_OPEN_LINE)}
        must(sheet.conditional_format(FIRST_ROW, 0, last_row, 0, rule))
    for column, question in enumerate(questionnaire.questions, QUESTIONS_COLUMN):
        area = (FIRST_ROW, column, last_row, column)
        must(
            sheet.data_validation(
                *area, validation_of(question, scale, choice_ranges.get(question.key), _first_cell(questionnaire, question.key))
            )
        )
        if formula := missing_formula(questionnaire, scale, question):
            must(sheet.conditional_format(*area, {"type": "formula", "criteria": formula, "format": missing}))
        if formula := _not_needed_formula(questionnaire, scale, question):
            must(sheet.conditional_format(*area, {"type": "formula", "criteria": formula, "format": not_needed}))


def validation_of(question: Question, scale: MaturityScale, choice_range: str | None, first: str) -> dict[str, Any]:
    """Return the validation of a column with its input hint; `choice_range` is the formula of the cells with its choices.

    `first` is the address of the topmost cell, such as `$N5`.
    """
    title = shorten(question.heading, LONGEST_HINT_TITLE)
    hint = {"input_title": title, "input_message": hint_of(question), "error_title": title}
    return hint | _carried_out(asked(question, scale).rule, choice_range, first)


def _carried_out(rule: CellRule, choice_range: str | None, first: str) -> dict[str, Any]:
    """Return the rule of a kind in the words of XlsxWriter."""
    validation: dict[str, Any] = {"validate": str(rule.check)}
    if rule.choices:
        validation["source"] = choice_range
    if rule.also and rule.minimum is not None:
        validation = {"validate": "custom", "value": _formula_with_word(rule, first)}
    elif rule.minimum is not None:
        validation |= {"criteria": "between", "minimum": rule.minimum, "maximum": rule.maximum}
    if rule.message:
        validation |= {"error_message": shorten(rule.message, LONGEST_HINT), "error_type": "stop" if rule.strict else "warning"}
    return validation


def _formula_with_word(rule: CellRule, first: str) -> str:
    """Return the check as a formula that a word passes, too: a spreadsheet has no rule for "a number or this word"."""
    low, high = (_literal(limit) for limit in (rule.minimum, rule.maximum))
    whole = f",{first}=INT({first})" if rule.check is Check.WHOLE else ""
    return f'=IF(ISNUMBER({first}),AND({first}>={low},{first}<={high}{whole}),LOWER(TRIM({first}))="{rule.also}")'


def _literal(limit: float | date | None) -> str:
    return f"DATE({limit.year},{limit.month},{limit.day})" if isinstance(limit, date) else f"{limit:.15g}"


def hint_of(question: Question) -> str:
    """Return what appears beside a selected cell: the help text with an example, at most 255 characters (Excel's limit)."""
    example = shorten(f"\nBeispiel: {question.example}", 100)
    return shorten(question.help, LONGEST_HINT - len(example)) + example


def missing_formula(questionnaire: Questionnaire, scale: MaturityScale, question: Question) -> str | None:
    """Return the formula that is true where this answer is required and empty; None for voluntary questions."""
    if not question.required and not question.required_when:
        return None
    own = _first_cell(questionnaire, question.key)
    conditions = [f'{_NIL}<>"ja"', f"LEN(TRIM({own}))=0"]
    if not question.required:
        conditions += [_one_of(questionnaire, scale, key, values) for key, values in question.required_when.items()]
    return f"=AND({','.join(conditions)})"


def open_line_formula(questionnaire: Questionnaire, scale: MaturityScale) -> str | None:
    """Return the formula that is true where a line lacks a required answer; None where nothing is required."""
    missing = [missing_formula(questionnaire, scale, question) for question in questionnaire.questions]
    found = [formula.removeprefix("=") for formula in missing if formula]
    return f"=OR({','.join(found)})" if found else None


def _not_needed_formula(questionnaire: Questionnaire, scale: MaturityScale, question: Question) -> str | None:
    responsibility = questionnaire.responsibility
    if not responsibility or question.key in (responsibility, questionnaire.proposed_office):
        return None
    if kind_of(question).stays_open and not question.required_when:
        return None
    own = _first_cell(questionnaire, question.key)
    return f"=AND({_one_of(questionnaire, scale, responsibility, ('nein',))},LEN(TRIM({own}))=0)"


def _first_cell(questionnaire: Questionnaire, key: str) -> str:
    index = [question.key for question in questionnaire.questions].index(key)
    return "$" + cell_name(FIRST_ROW, QUESTIONS_COLUMN + index)


def _one_of(questionnaire: Questionnaire, scale: MaturityScale, key: str, values: tuple[str, ...]) -> str:
    other = questionnaire.get(key)
    labels = {choice.value: choice.label for choice in asked(other, scale).choices} if other else {}
    cell = _first_cell(questionnaire, key)
    texts = (labels.get(value, value).replace('"', '""') for value in values)
    return "OR(" + ",".join(f'{cell}="{text}"' for text in texts) + ")"


def _nil_rules(book: Any, sheet: Any, row_count: int) -> None:
    row, column = NIL_ROW, NIL_COLUMN + 1
    message = "Nur ausfüllen, wenn Ihr Amt für keine der Leistungen zuständig ist: „ja“ wählen und die Datei zurücksenden."
    rule = {"validate": "list", "source": ["ja"], "input_title": "Fehlanzeige", "input_message": message, "error_type": "warning"}
    must(
        sheet.data_validation(
            row, column, row, column, rule | {"error_message": "Bitte wählen Sie „ja“ oder lassen Sie das Feld leer."}
        )
    )
    if not row_count:
        blank = {"type": "formula", "criteria": f"=LEN(TRIM({_NIL}))=0", "format": book.add_format(_MISSING)}
        must(sheet.conditional_format(row, column, row, column, blank))
