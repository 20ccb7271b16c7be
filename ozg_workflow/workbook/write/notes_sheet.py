"""The sheet `Hinweise` of an annotated copy: what could not be accepted; equal hints of one column are one line."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from ozg_workflow.domain import german
from ozg_workflow.domain.survey.hints import Hint, folded, named_cells
from ozg_workflow.domain.survey.kinds.cell_rule import AS_TEXT
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.returns import CellIssue
from ozg_workflow.domain.survey.service_list import ListDocument
from ozg_workflow.workbook.guide.guide_content import Guide
from ozg_workflow.workbook.layout import FIRST_ROW, LIST_SHEET, OWN_NOTES_HEADINGS, QUESTIONS_COLUMN, cell_name
from ozg_workflow.workbook.sheet_tools import Formats, clean_text, must, row_height, shorten
from ozg_workflow.workbook.write.list_sheet import set_up_page

HEADINGS: Final = ("Nr.", "Leistung", "Zelle", "Spalte", "Ihr Wert", *OWN_NOTES_HEADINGS)
WIDTHS: Final = (6, 36, 16, 24, 26, 34, 50)
HEADING_ROW: Final = 4
LONGEST_VALUE: Final = 100  # enough to recognise it


def cell_addresses(
    document: ListDocument, questionnaire: Questionnaire, issues: Sequence[CellIssue]
) -> dict[tuple[int, str], str]:
    """Return where the cells of these issues stand in the sheet `Amtsliste`: (row id, question) → `H7`."""
    columns = {question.key: column for column, question in enumerate(questionnaire.questions, QUESTIONS_COLUMN)}
    rows = {service.row_id: row for row, service in enumerate(document.rows, FIRST_ROW)}
    cells = {(issue.row_id, issue.issue.question) for issue in issues}
    return {(row, key): cell_name(rows[row], columns[key]) for row, key in cells if row in rows and key in columns}


def write_notes_sheet(
    sheet: Any, formats: Formats, guide: Guide, issues: Sequence[CellIssue], addresses: Mapping[tuple[int, str], str]
) -> None:
    """Fill the sheet; `addresses` (row id, question) hold in this workbook, whatever the sender had sorted or moved."""
    for column, width in enumerate(WIDTHS):
        must(sheet.set_column(column, column, width))
    must(sheet.write_string(0, 0, "Hinweise zu Ihrer Rücksendung", formats("title")))
    must(sheet.set_row(0, 30))
    for row, text in enumerate(_explanation(guide, len(issues)), 1):
        must(sheet.merge_range(row, 0, row, len(WIDTHS) - 1, clean_text(text), formats("text")))
        must(sheet.set_row(row, row_height([(text, sum(WIDTHS))])))
    for column, heading in enumerate(HEADINGS):
        must(sheet.write_string(HEADING_ROW, column, heading, formats("head_answer")))
    must(sheet.set_row(HEADING_ROW, 20))
    for row, hint in enumerate(folded(sorted(issues, key=lambda issue: issue.number)), HEADING_ROW + 1):
        places = [addresses.get((issue.row_id, issue.issue.question), "") for issue in hint.issues]
        _write_hint(sheet, formats, row, hint, [place for place in places if place])
    sheet.freeze_panes(HEADING_ROW + 1, 0)
    sheet.hide_gridlines(2)
    must(sheet.repeat_rows(HEADING_ROW))
    sheet.protect("", {"format_columns": True, "format_rows": True})
    set_up_page(sheet, guide.city)


def _explanation(guide: Guide, count: int) -> tuple[str, str]:
    found = german.count(count, "Angabe ist noch unklar oder fehlt", "Angaben sind noch unklar oder fehlen")
    request = (
        f"Bitte ergänzen Sie die roten (mit dickem Rand) und gelben Felder im Blatt „{LIST_SHEET}“ (ein Klick auf die Zelle führt dorthin) "
        f"und senden Sie diese Datei bis {guide.due} an {guide.return_to} zurück."
    )
    return f"Vielen Dank für Ihre Rücksendung. {found}; alle anderen Angaben sind übernommen.", request


def _write_hint(sheet: Any, formats: Formats, row: int, hint: Hint, places: Sequence[str]) -> None:
    """Write one hint; `places` are the addresses of its cells, the first one is the link."""
    first, found = hint.issues[0], hint.issues[0].issue
    value = shorten("; ".join(hint.texts), LONGEST_VALUE) or "(leer)"
    service = first.service if len(hint.issues) == 1 else f"{len(hint.issues)} Leistungen, die erste: {first.service}"
    texts = (service, named_cells(places) or "–", found.heading, value, found.reason, found.remedy)
    must(sheet.write_number(row, 0, first.number, formats("table", "center")))
    for column, text in enumerate(texts, 1):
        must(sheet.write_string(row, column, clean_text(text), formats("table", AS_TEXT)))
    if places:
        must(sheet.write_url(row, 2, f"internal:'{LIST_SHEET}'!{places[0]}", formats("table", "link"), texts[1]))
    must(sheet.set_row(row, row_height(zip(texts, WIDTHS[1:], strict=True))))
