"""The sheet `Hinweise` of an annotated copy: what could not be accepted; equal hints of one column are one line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ozg_workflow.domain import german
from ozg_workflow.domain.survey.hints import Hint, folded, named_cells
from ozg_workflow.domain.survey.kinds.cell_rule import AS_TEXT
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.service_list import ListDocument
from ozg_workflow.workbook.guide.guide_content import Guide
from ozg_workflow.workbook.layout import FIRST_ROW, LIST_SHEET, NOTES_TITLE, OWN_NOTES_HEADINGS, QUESTIONS_COLUMN, cell_name
from ozg_workflow.workbook.sheet_tools import Formats, clean_text, must, row_height, shorten
from ozg_workflow.workbook.write.edition import CorrectedCell, Edition
from ozg_workflow.workbook.write.list_sheet import set_up_page

HEADINGS: Final = ("Nr.", "Leistung", "Zelle", "Spalte", "Ihr Wert", *OWN_NOTES_HEADINGS)
WIDTHS: Final = (6, 36, 16, 24, 26, 34, 50)
HEADING_ROW: Final = 4
LONGEST_VALUE: Final = 100  # enough to recognise it


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """What the sheet tells; `addresses` (row id, question) hold in this workbook, whatever the sender had sorted or moved."""

    edition: Edition
    addresses: Mapping[tuple[int, str], str]


def cell_addresses(document: ListDocument, questionnaire: Questionnaire, edition: Edition) -> dict[tuple[int, str], str]:
    """Return where the cells that the sheet tells of stand in the sheet `Amtsliste`: (row id, question) → `H7`."""
    columns = {question.key: column for column, question in enumerate(questionnaire.questions, QUESTIONS_COLUMN)}
    rows = {service.row_id: row for row, service in enumerate(document.rows, FIRST_ROW)}
    cells = {(issue.row_id, issue.issue.question) for issue in edition.issues}
    cells |= {(cell.row_id, cell.question) for cell in edition.corrected}
    return {(row, key): cell_name(rows[row], columns[key]) for row, key in cells if row in rows and key in columns}


def write_notes_sheet(sheet: Any, formats: Formats, guide: Guide, notes: Notes) -> None:
    """Fill the sheet."""
    issues, addresses = notes.edition.issues, notes.addresses
    for column, width in enumerate(WIDTHS):
        must(sheet.set_column(column, column, width))
    must(sheet.write_string(0, 0, NOTES_TITLE, formats("title")))
    must(sheet.set_row(0, 30))
    for row, text in enumerate(_explanation(guide, len(issues)), 1):
        must(sheet.merge_range(row, 0, row, len(WIDTHS) - 1, clean_text(text), formats("text")))
        must(sheet.set_row(row, row_height([(text, sum(WIDTHS))])))
    for column, heading in enumerate(HEADINGS):
        must(sheet.write_string(HEADING_ROW, column, heading, formats("head_answer")))
    must(sheet.set_row(HEADING_ROW, 20))
    hints = folded(sorted(issues, key=lambda issue: issue.number))
    for row, hint in enumerate(hints, HEADING_ROW + 1):
        places = [addresses.get((issue.row_id, issue.issue.question), "") for issue in hint.issues]
        _write_hint(sheet, formats, row, hint, [place for place in places if place])
    for row, cell in enumerate(notes.edition.corrected, HEADING_ROW + 1 + len(hints)):
        _write_corrected(sheet, formats, row, cell, addresses.get((cell.row_id, cell.question), ""))
    sheet.freeze_panes(HEADING_ROW + 1, 0)
    sheet.hide_gridlines(2)
    must(sheet.repeat_rows(HEADING_ROW))
    sheet.protect("", {"format_columns": True, "format_rows": True})
    set_up_page(sheet, guide.city)


def _explanation(guide: Guide, count: int) -> tuple[str, str]:
    if not count:
        thanks = "Vielen Dank für Ihre Rücksendung. Unten steht, was nach Rücksprache mit Ihnen berichtigt wurde."
        return (
            thanks,
            f"Stimmt etwas davon nicht, ändern Sie es bitte und senden Sie diese Datei bis {guide.due} an {guide.return_to} zurück.",
        )
    found = german.count(count, "Angabe ist noch unklar oder fehlt", "Angaben sind noch unklar oder fehlen")
    request = (
        f"Bitte ergänzen Sie die roten (mit dickem Rand) und gelben Felder im Blatt „{LIST_SHEET}“ (ein Klick auf die Zelle führt dorthin) "
        f"und senden Sie diese Datei bis {guide.due} an {guide.return_to} zurück."
    )
    return f"Vielen Dank für Ihre Rücksendung. {found}; alle anderen Angaben sind übernommen.", request


def _write_corrected(sheet: Any, formats: Formats, row: int, cell: CorrectedCell, place: str) -> None:
    """Tell of a cell that was corrected for the office."""
    told = f"Nach Rücksprache berichtigt auf „{cell.value or 'leer'}“: {cell.source}."
    texts = (cell.service, place or "–", cell.heading, cell.old or "(leer)", told, "Stimmt das, ist nichts zu tun.")
    _write_line(sheet, formats, row, cell.number, texts)
    if place:
        must(sheet.write_url(row, 2, f"internal:'{LIST_SHEET}'!{place}", formats("table", "link"), place))


def _write_hint(sheet: Any, formats: Formats, row: int, hint: Hint, places: Sequence[str]) -> None:
    """Write one hint; `places` are the addresses of its cells, the first one is the link."""
    first, found = hint.issues[0], hint.issues[0].issue
    value = shorten("; ".join(hint.texts), LONGEST_VALUE) or "(leer)"
    service = first.service if len(hint.issues) == 1 else f"{len(hint.issues)} Leistungen, die erste: {first.service}"
    texts = (service, named_cells(places) or "–", found.heading, value, found.reason, found.remedy)
    _write_line(sheet, formats, row, first.number, texts)
    if places:
        must(sheet.write_url(row, 2, f"internal:'{LIST_SHEET}'!{places[0]}", formats("table", "link"), texts[1]))


def _write_line(sheet: Any, formats: Formats, row: int, number: int, texts: Sequence[str]) -> None:
    must(sheet.write_number(row, 0, number, formats("table", "center")))
    for column, text in enumerate(texts, 1):
        must(sheet.write_string(row, column, clean_text(text), formats("table", AS_TEXT)))
    must(sheet.set_row(row, row_height(zip(texts, WIDTHS[1:], strict=True))))
