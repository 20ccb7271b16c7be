"""Writes the Amtsliste workbook, and the annotated copy that goes back when cells could not be accepted."""

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from ozg_workflow.domain import german
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.service_list import ListDocument
from ozg_workflow.workbook.guide.guide_content import Guide
from ozg_workflow.workbook.layout import GUIDE_SHEET, LIST_SHEET, META_SHEET, NOTES_SHEET
from ozg_workflow.workbook.sheet_tools import Formats, clean_text
from ozg_workflow.workbook.write.edition import Edition
from ozg_workflow.workbook.write.frame import Frame, frame_of
from ozg_workflow.workbook.write.guide_sheet import write_guide_sheet
from ozg_workflow.workbook.write.list_rules import write_rules
from ozg_workflow.workbook.write.list_sheet import Printed, line_height, top_texts, write_list_sheet
from ozg_workflow.workbook.write.meta_sheet import write_meta_sheet
from ozg_workflow.workbook.write.notes_sheet import Notes, cell_addresses, write_notes_sheet

if TYPE_CHECKING:
    from xlsxwriter.sharedstrings import SharedStringTable

    from ozg_workflow.workbook.write.kept_sheet import KeptSheet
    from ozg_workflow.workbook.write.pattern import Names

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FONT = {"font_name": "Arial", "font_size": 10, "font_scheme": False}  # column widths are counted in digits of this font


def write_list(document: ListDocument, questionnaire: Questionnaire, scale: MaturityScale, edition: Edition) -> bytes:
    """Return the workbook (.xlsx) of one list; the same arguments give the same bytes.

    A blank one is made from the pattern of its round. Raises InputError when a text does not fit into Excel.
    """
    from ozg_workflow.workbook.write.pattern import MADE, Pattern, fits, pattern_of

    frame = frame_of(document, questionnaire, scale)
    if not fits(document, edition):
        return written(frame, document, edition)[0]
    if frame.pattern is None:
        first = pattern_of(document)
        frame.pattern = Pattern(*written(frame, first, MADE), _names(first, frame.guide))
    heights = [line_height(row) for row in document.rows]
    return frame.pattern.list_of(document, _names(document, frame.guide), edition.created, heights)


def written(frame: Frame, document: ListDocument, edition: Edition) -> "tuple[bytes, SharedStringTable]":
    """Return the workbook as XlsxWriter writes it, and the table of its texts."""
    from ozg_workflow.paper.german_book import GermanBook
    from ozg_workflow.workbook.write.kept_sheet import KeptSheet
    from ozg_workflow.workbook.write.quick_sheet import QuickSheet

    questionnaire, scale, guide = frame.questionnaire, frame.scale, frame.guide
    buffer = BytesIO()
    book = GermanBook(buffer, {**_OPTIONS, "default_format_properties": dict(_FONT)})
    book.set_properties(
        {
            "title": _title(document, guide),
            "author": guide.city[:255],
            "created": _naive_utc(edition.created),
        }
    )
    formats = Formats(book)
    notes = book.add_worksheet(NOTES_SHEET, QuickSheet) if edition.issues or edition.corrected else None
    sheet, guide_sheet, meta = (
        book.add_worksheet(name, kind)
        for name, kind in ((LIST_SHEET, QuickSheet), (GUIDE_SHEET, KeptSheet), (META_SHEET, QuickSheet))
    )
    _write_guide(guide_sheet, formats, frame)
    write_list_sheet(sheet, formats, Printed(document=document, questionnaire=questionnaire, guide=guide, edition=edition))
    ranges = write_meta_sheet(meta, document, questionnaire, scale)
    write_rules(book, questionnaire, scale, row_count=len(document.rows), choice_ranges=ranges)
    if notes is not None:
        write_notes_sheet(
            notes, formats, guide, Notes(edition=edition, addresses=cell_addresses(document, questionnaire, edition))
        )
    book.close()
    frame.guide_sheet = frame.guide_sheet or guide_sheet.written
    return buffer.getvalue(), book.str_table


def _names(document: ListDocument, guide: Guide) -> "Names":
    from ozg_workflow.workbook.write.pattern import Names

    texts = (*top_texts(document, guide), document.token, document.rollout, document.office_number)
    return Names(title=_title(document, guide), texts=texts)


def _write_guide(sheet: "KeptSheet", formats: Formats, frame: Frame) -> None:
    """Fill the sheet `Ausfüllhilfe`, before any other: it is the same in all lists of a round."""
    if frame.guide_sheet:
        sheet.take_over(frame.guide_sheet, formats)
    else:
        write_guide_sheet(sheet, formats, frame.guide)
        sheet.keep(formats)


def _title(document: ListDocument, guide: Guide) -> str:
    """Return what a window calls the workbook: no other list of any office, round or city has the same."""
    office = f"Amt {document.office_number} {document.office_name}"
    title = f"{guide.title} – {office}, Fassung {document.version}, Rücksendung bis {german.short_date(document.due_on)}, {guide.city}"
    return clean_text(title)[:255]


def _naive_utc(moment: datetime) -> datetime:
    # XlsxWriter prints the figures of the moment followed by a Z
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
