"""Writes the Amtsliste workbook, and the annotated copy that goes back when cells could not be accepted."""

from datetime import UTC, datetime
from io import BytesIO

from ozg_workflow.domain import german
from ozg_workflow.domain.characters import each_text, xml_text
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.service_list import ListDocument
from ozg_workflow.workbook.guide.guide_content import Guide, GuideFacts, guide_content
from ozg_workflow.workbook.layout import GUIDE_SHEET, LIST_SHEET, META_SHEET, NOTES_SHEET
from ozg_workflow.workbook.sheet_tools import Formats, clean_text
from ozg_workflow.workbook.write.edition import Edition
from ozg_workflow.workbook.write.guide_sheet import write_guide_sheet
from ozg_workflow.workbook.write.list_rules import write_rules
from ozg_workflow.workbook.write.list_sheet import Printed, write_list_sheet
from ozg_workflow.workbook.write.meta_sheet import write_meta_sheet
from ozg_workflow.workbook.write.notes_sheet import Notes, cell_addresses, write_notes_sheet

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FONT = {"font_name": "Arial", "font_size": 10, "font_scheme": False}  # column widths are counted in digits of this font


def write_list(document: ListDocument, questionnaire: Questionnaire, scale: MaturityScale, edition: Edition) -> bytes:
    """Return the workbook (.xlsx) of one list; the same arguments give the same bytes.

    Raises InputError when a text does not fit into Excel.
    """
    from ozg_workflow.paper.german_book import GermanBook
    from ozg_workflow.workbook.write.quick_sheet import QuickSheet

    questionnaire, scale = each_text(questionnaire, xml_text), each_text(scale, xml_text)
    guide = each_text(_guide(document, questionnaire, scale), xml_text)
    buffer = BytesIO()
    book = GermanBook(buffer, {**_OPTIONS, "default_format_properties": dict(_FONT)})
    book.set_properties(
        {
            "title": clean_text(_title(document, guide))[:255],
            "author": guide.city[:255],
            "created": _naive_utc(edition.created),
        }
    )
    formats = Formats(book)
    notes = book.add_worksheet(NOTES_SHEET, QuickSheet) if edition.issues or edition.corrected else None
    sheets = [book.add_worksheet(name, QuickSheet) for name in (LIST_SHEET, GUIDE_SHEET, META_SHEET)]
    write_list_sheet(sheets[0], formats, Printed(document=document, questionnaire=questionnaire, guide=guide, edition=edition))
    write_guide_sheet(sheets[1], formats, guide)
    ranges = write_meta_sheet(sheets[2], document, questionnaire, scale)
    write_rules(book, questionnaire, scale, row_count=len(document.rows), choice_ranges=ranges)
    if notes is not None:
        write_notes_sheet(
            notes, formats, guide, Notes(edition=edition, addresses=cell_addresses(document, questionnaire, edition))
        )
    book.close()
    return buffer.getvalue()


def _title(document: ListDocument, guide: Guide) -> str:
    """Return what a window calls the workbook: no other list of any office, round or city has the same."""
    office = f"Amt {document.office_number} {document.office_name}"
    return f"{guide.title} – {office}, Fassung {document.version}, Rücksendung bis {german.short_date(document.due_on)}, {guide.city}"


def _guide(document: ListDocument, questionnaire: Questionnaire, scale: MaturityScale) -> Guide:
    facts = GuideFacts(
        city=document.city,
        title=questionnaire.title,
        due_on=document.due_on,
        return_to=document.return_to,
        contact=document.contact,
        responsibility_due_on=document.responsibility_due_on,
    )
    return guide_content(questionnaire, scale, facts)


def _naive_utc(moment: datetime) -> datetime:
    # XlsxWriter prints the figures of the moment followed by a Z
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
