"""The sheet `Amtsliste`: instruction on top, headings in line 4, one service per line below."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ozg_workflow.domain.survey.cells import Cell
from ozg_workflow.domain.survey.kinds.cell_rule import AS_DAY
from ozg_workflow.domain.survey.kinds.registry import kind_of
from ozg_workflow.domain.survey.question import Question
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.returns import CellIssue
from ozg_workflow.domain.survey.service_list import ListDocument, ListRow
from ozg_workflow.workbook.guide.guide_content import Guide
from ozg_workflow.workbook.layout import (
    COMMENT_AUTHOR,
    FIRST_ROW,
    FIXED_COLUMNS,
    FROZEN_COLUMNS,
    HEADING_ROW,
    NIL_COLUMN,
    NIL_LABEL,
    NIL_ROW,
    QUESTIONS_COLUMN,
)
from ozg_workflow.workbook.sheet_tools import Formats, Style, clean_text, lines_needed, must, row_height, shorten, write_cell
from ozg_workflow.workbook.write.edition import Edition
from ozg_workflow.workbook.write.meta_sheet import hint_text
from ozg_workflow.workbook.write.news import news_text

PROTECTION = {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True}
ONE_LINE = row_height([("", 10)])
HIGHEST = 409  # points; a row of Excel cannot be higher
NEWS_WIDTH = 80  # characters
WIDEST_SINGLE_PAGE = 260  # characters; a wider list would be printed too small to read on one page width

NAME_COLUMN = next(number for number, column in enumerate(FIXED_COLUMNS) if column.field == "name")

# a text that begins like a formula stays text when the cell is edited again
_LIKE_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """Everything that stands on the sheet."""

    document: ListDocument
    questionnaire: Questionnaire
    guide: Guide
    edition: Edition


def write_list_sheet(sheet: Any, formats: Formats, printed: Printed) -> None:
    """Fill the visible part: top, headings, services and answer cells with their marks."""
    document, questionnaire = printed.document, printed.questionnaire
    _write_top(sheet, formats, document, printed.guide, nil_return=printed.edition.nil_return)
    _write_lines_above(sheet, formats, document, questionnaire, printed.guide)
    _write_headings(sheet, formats, questionnaire)
    _write_services(sheet, formats, document)
    _write_answers(sheet, formats, printed)
    _set_heights(sheet, printed)
    _set_up_view(sheet, document, questionnaire)
    _set_up_print(sheet, document, questionnaire)


def top_texts(document: ListDocument, guide: Guide) -> tuple[str, str]:
    """Return the title of the sheet and what stands beside it."""
    title = f"{guide.title} – Amt {document.office_number} {document.office_name}"
    return clean_text(title), clean_text(f"{document.city} · {document.department_title} · Fassung {document.version}")


def _write_top(sheet: Any, formats: Formats, document: ListDocument, guide: Guide, *, nil_return: bool) -> None:
    title, subtitle = top_texts(document, guide)
    must(sheet.write_string(0, 0, title, formats("title")))
    must(sheet.write_string(0, QUESTIONS_COLUMN, subtitle, formats("subtitle")))
    must(sheet.set_row(0, 30))
    must(sheet.write_string(NIL_ROW, NIL_COLUMN, NIL_LABEL, formats("bold", "middle", "right")))
    write_cell(sheet, NIL_ROW, NIL_COLUMN + 1, "ja" if nil_return else None, style=formats("nil"), dated=formats("nil"))
    beside = guide.short_nil if document.rows else guide.short_nil_empty
    must(sheet.merge_range(NIL_ROW, FROZEN_COLUMNS, NIL_ROW, QUESTIONS_COLUMN - 1, beside, formats("text", "middle")))
    must(sheet.set_row(NIL_ROW, 30))


def _write_lines_above(sheet: Any, formats: Formats, document: ListDocument, questionnaire: Questionnaire, guide: Guide) -> None:
    """Write what is to be done, until when and, in a repeated round, what has changed: side by side in line 2."""
    text, middle = guide.short if document.rows else guide.short_empty, formats("text", "middle")
    until, contact = clean_text(f"Bitte zurück bis {guide.due}\nan {guide.return_to}"), clean_text(f"\nFragen: {guide.contact}")
    must(sheet.merge_range(1, 0, 1, FROZEN_COLUMNS - 1, text, middle))
    must(sheet.merge_range(1, FROZEN_COLUMNS, 1, QUESTIONS_COLUMN - 1, "", middle))
    must(sheet.write_rich_string(1, FROZEN_COLUMNS, formats("bold"), until, formats("text"), contact, middle))
    left, right = (sum(c.width for c in part) for part in (FIXED_COLUMNS[:FROZEN_COLUMNS], FIXED_COLUMNS[FROZEN_COLUMNS:]))
    texts = [(text, left), (until + contact, right)]
    if news := news_text(document):
        columns, width = _news_columns(questionnaire)
        must(sheet.merge_range(1, QUESTIONS_COLUMN, 1, QUESTIONS_COLUMN + columns - 1, clean_text(news), formats("text", "news")))
        texts.append((news, width))
    must(sheet.set_row(1, row_height(texts) + 4))


def _news_columns(questionnaire: Questionnaire) -> tuple[int, int]:
    """Return how many answer columns the note about changes takes and their width: those that are seen without scrolling."""
    columns = width = 0
    for question in questionnaire.questions:
        if width >= NEWS_WIDTH:
            break
        columns, width = columns + 1, width + column_width(question)
    return columns, width


def _write_headings(sheet: Any, formats: Formats, questionnaire: Questionnaire) -> None:
    for column, fixed in enumerate(FIXED_COLUMNS):
        must(sheet.set_column(column, column, fixed.width))
        must(
            sheet.write_string(
                HEADING_ROW, column, fixed.heading, formats("head_fixed", "center") if column == 0 else formats("head_fixed")
            )
        )
    for column, question in enumerate(questionnaire.questions, QUESTIONS_COLUMN):
        must(sheet.set_column(column, column, column_width(question)))
        must(sheet.write_string(HEADING_ROW, column, clean_text(question.heading), formats("head_answer")))
    must(sheet.set_row(HEADING_ROW, 44))


def column_width(question: Question) -> int:
    """Return the width in characters: as configured, but no word of the heading is broken beside the filter button."""
    longest = max((len(word) for word in question.heading.replace("-", "- ").split()), default=0)
    return max(question.width, longest + 4)


def _write_services(sheet: Any, formats: Formats, document: ListDocument) -> None:
    looks = {
        new: tuple(formats("fixed", "middle", own, *(["new"] if new else [])) for own in ("center", "key"))
        for new in dict.fromkeys(service.new for service in document.rows)
    }
    for row, service in enumerate(document.rows, FIRST_ROW):
        number, text = looks[service.new]
        must(sheet.write_number(row, 0, service.number, number))
        for column, definition in enumerate(FIXED_COLUMNS[1:], 1):
            # as text: Excel would show a key of 14 digits as 9,9012E+13
            must(sheet.write_string(row, column, clean_text(getattr(service, definition.field)), text))
        if service.hint:
            _comment(sheet, row, NAME_COLUMN, hint_text(service.hint))


def _set_heights(sheet: Any, printed: Printed) -> None:
    widths = {question.key: column_width(question) for question in printed.questionnaire.questions}
    for row, service in enumerate(printed.document.rows, FIRST_ROW):
        given = printed.edition.cells.get(service.row_id, {})
        texts = [(text, widths[key]) for key, text in given.items() if isinstance(text, str) and key in widths]
        if (height := line_height(service, texts)) is not None:
            must(sheet.set_row(row, height))


def line_height(service: ListRow, answers: Sequence[tuple[str, int]] = ()) -> float | None:
    """Return the points a row needs for what stands in it; `answers` are texts it is sent with and the widths of their columns.

    None for a row of one line: it keeps no height of its own, so that Excel fits it to what is entered.
    """
    height = min(row_height([*((getattr(service, c.field), c.width) for c in FIXED_COLUMNS[1:]), *answers]), HIGHEST)
    return height if height > ONE_LINE else None


def _write_answers(sheet: Any, formats: Formats, printed: Printed) -> None:
    cells, questions = printed.edition.cells, printed.questionnaire.questions
    issues: dict[int, dict[str, CellIssue]] = {}
    for issue in printed.edition.issues:
        issues.setdefault(issue.row_id, {})[issue.issue.question] = issue
    looks = _Looks(formats)
    blank = [(column, looks(question, None, wrong=False)) for column, question in enumerate(questions, QUESTIONS_COLUMN)]
    for row, service in enumerate(printed.document.rows, FIRST_ROW):
        given, wrong = cells.get(service.row_id, {}), issues.get(service.row_id, {})
        if not given and not wrong:  # as nearly all rows of a first round
            for column, style in blank:
                must(sheet.write_blank(row, column, None, style))
            continue
        for (column, style), question in zip(blank, questions, strict=True):
            value, marked = given.get(question.key), question.key in wrong
            if value is None and not marked:
                must(sheet.write_blank(row, column, None, style))
                continue
            write_cell(sheet, row, column, value, style=looks(question, value, wrong=marked), dated=looks.dated(wrong=marked))
            if marked:
                _comment(sheet, row, column, _issue_text(wrong[question.key]))


class _Looks:
    """The formats of the answer cells; nearly all cells of a column have the same, so each is put together once."""

    def __init__(self, formats: Formats) -> None:
        self._formats = formats
        self._made: dict[tuple[str, type, bool, bool], Any] = {}
        self._dated = {wrong: formats("answer", "middle", AS_DAY, *(["wrong"] if wrong else [])) for wrong in (False, True)}

    def __call__(self, question: Question, value: Cell, *, wrong: bool) -> Any:
        key = (question.key, type(value), isinstance(value, str) and _is_like_a_formula(value), wrong)
        if key not in self._made:
            self._made[key] = self._formats(*answer_styles(question, value, wrong=wrong))
        return self._made[key]

    def dated(self, *, wrong: bool) -> Any:
        """Return the format of a day."""
        return self._dated[wrong]


def answer_styles(question: Question, value: Cell, *, wrong: bool) -> tuple[Style, ...]:
    """Return the styles of an answer cell; a wrong number is shown as it was entered, not rounded."""
    look = kind_of(question).look
    own: list[Style] = [] if wrong and look.rounds else [look]
    if isinstance(value, str) and _is_like_a_formula(value):
        own.append("quoted")
    elif isinstance(value, int | float):
        own.append("figure")
    return ("answer", "middle", *own, *(["wrong"] if wrong else []))


def _is_like_a_formula(text: str) -> bool:
    return text.strip(" ").startswith(_LIKE_FORMULAS)


def _issue_text(marked: CellIssue) -> str:
    return clean_text(shorten(f"{marked.issue.reason}\n{marked.issue.remedy}", 1000))


def _comment(sheet: Any, row: int, column: int, text: str) -> None:
    look = {
        "author": COMMENT_AUTHOR,
        "width": 240,
        "height": 20 + 17 * lines_needed(text, 36),
        "font_name": "Arial",
        "font_size": 9,
    }
    must(sheet.write_comment(row, column, text, look))


def _set_up_view(sheet: Any, document: ListDocument, questionnaire: Questionnaire) -> None:
    last_row = FIRST_ROW + len(document.rows) - 1
    last_column = QUESTIONS_COLUMN + len(questionnaire.questions) - 1
    sheet.freeze_panes(FIRST_ROW, FROZEN_COLUMNS)
    sheet.hide_gridlines(2)
    must(sheet.autofilter(HEADING_ROW, 0, max(last_row, HEADING_ROW), last_column))
    sheet.protect("", PROTECTION)
    row, column = (FIRST_ROW, QUESTIONS_COLUMN) if document.rows else (NIL_ROW, NIL_COLUMN + 1)
    must(sheet.set_selection(row, column, row, column))
    if document.rows:
        must(sheet.ignore_errors({"number_stored_as_text": f"A{FIRST_ROW + 1}:XFD{last_row + 1}"}))


def _set_up_print(sheet: Any, document: ListDocument, questionnaire: Questionnaire) -> None:
    width = sum(c.width for c in FIXED_COLUMNS) + sum(column_width(q) for q in questionnaire.questions)
    set_up_page(sheet, document.city, pages_wide=1 if width <= WIDEST_SINGLE_PAGE else 2)
    must(sheet.repeat_rows(HEADING_ROW))
    if width > WIDEST_SINGLE_PAGE:
        must(sheet.repeat_columns(0, FROZEN_COLUMNS - 1))


def set_up_page(sheet: Any, city: str, *, pages_wide: int = 1) -> None:
    """Print on A4 landscape with city, file name and page numbers in the footer."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
    sheet.fit_to_pages(pages_wide, 0)
    must(sheet.set_footer(f"&L&8{_escaped(clean_text(city))}&C&8&F&R&8Seite &P von &N"))


def _escaped(text: str) -> str:
    # a leading blank keeps a number at the start of the text from being read as part of the font size
    return " " + shorten(text, 80).replace("&", "&&")
