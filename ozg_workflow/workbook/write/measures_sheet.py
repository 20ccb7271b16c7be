"""Writes the table of measures: a line each, drop-downs where there is a choice, and hidden what stood in it."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any, Final

from ozg_workflow.domain.characters import each_text, xml_text
from ozg_workflow.domain.results.exchange import BESIDE, MARK, SHEET, SHOWN, MeasureRow, MeasureTable
from ozg_workflow.domain.results.terms import FIELD_TITLES, MOST_DAYS, Field
from ozg_workflow.domain.survey.cells import Cell
from ozg_workflow.workbook.layout import META_SHEET
from ozg_workflow.workbook.sheet_tools import LINE_HEIGHT, Formats, must, write_cell

CHOICES_SHEET: Final = "_Auswahl"
HEAD: Final = 2  # the row of the headings, from 0
_NUMBERS: Final = (Field.TARGET_LEVEL, Field.EFFORT_DAYS, Field.DEPENDS_ON)
_WIDTHS: Final = (6, 6, 44, 10, 14, 24, 24, 32, 12, 10, 26, 14, 12, 44, 66, 60)
_OPTIONS: Final = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_measures(table: MeasureTable) -> bytes:
    """Return the table as .xlsx; the same table gives the same bytes. Raises InputError when a text does not fit into Excel."""
    from ozg_workflow.paper.german_book import GermanBook

    table = each_text(table, xml_text)
    buffer = BytesIO()
    book = GermanBook(buffer, _OPTIONS)
    book.set_properties({"title": f"{SHEET} – {table.title}"[:255], "author": table.city[:255], "created": datetime(2020, 1, 1)})  # noqa: DTZ001
    formats = Formats(book)
    sheet, meta, choices = (book.add_worksheet(name) for name in (SHEET, META_SHEET, CHOICES_SHEET))
    _write_lines(sheet, formats, table)
    _write_meta(meta, table)
    _write_rules(sheet, choices, table)
    meta.hide()
    choices.hide()
    book.close()
    return buffer.getvalue()


def _write_lines(sheet: Any, formats: Formats, table: MeasureTable) -> None:
    help_text = (
        "Ändern Sie die weißen Zellen; ein leeres Feld leert die Angabe. Zeilen dürfen sortiert werden, die Nummern bleiben."
    )
    must(sheet.write_string(0, 0, f"{SHEET} – {table.title}", formats("title")))
    must(sheet.write_string(1, 0, help_text, formats("subtitle")))
    headings = (*SHOWN, *FIELD_TITLES.values(), *BESIDE)
    for column, (heading, width) in enumerate(zip(headings, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        must(
            sheet.write_string(
                HEAD, column, heading, formats("head_answer" if heading in FIELD_TITLES.values() else "head_fixed")
            )
        )
    sheet.set_row(HEAD, 2 * LINE_HEIGHT + 4)  # two headings need two lines
    for line, row in enumerate(table.rows, HEAD + 1):
        _write_line(sheet, formats, line, row)
    sheet.freeze_panes(HEAD + 1, 3)
    sheet.autofilter(HEAD, 0, HEAD + len(table.rows), len(headings) - 1)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD)


def _write_line(sheet: Any, formats: Formats, line: int, row: MeasureRow) -> None:
    fixed, answer = formats("fixed"), formats("answer")
    known: tuple[Cell, ...] = (row.number, row.rank, row.name, row.ref, row.state)
    for column, shown in enumerate(known):
        write_cell(sheet, line, column, shown, style=fixed, dated=fixed)
    for column, field in enumerate(Field, len(SHOWN)):
        write_cell(sheet, line, column, _value(field, row.texts[field]), style=answer, dated=formats("answer", "day"))
    for column, shown in enumerate((row.shift, row.solutions), len(SHOWN) + len(Field)):
        write_cell(sheet, line, column, shown, style=fixed, dated=fixed)


def _value(field: Field, text: str) -> str | int | date:
    if field in _NUMBERS and text.isdigit():
        return int(text)
    if field is Field.TARGET_ON:
        return datetime.strptime(text, "%d.%m.%Y").date()  # noqa: DTZ007 - a day has no zone
    return text


def _write_meta(sheet: Any, table: MeasureTable) -> None:
    rows: list[Sequence[str]] = [(MARK, table.rollout), ("", *Field)]
    rows += [(str(row.number), *(row.texts[field] for field in Field)) for row in table.rows]
    for line, texts in enumerate(rows):
        for column, text in enumerate(texts):
            must(sheet.write_string(line, column, str(text)))


def _write_rules(sheet: Any, choices: Any, table: MeasureTable) -> None:
    last = HEAD + max(len(table.rows), 1)
    for number, (field, options) in enumerate(table.options.items()):
        for line, option in enumerate(options):
            value = _value(field, option)
            write_cell(choices, line, number, value, style=None, dated=None)
        letter = chr(ord("A") + number)
        rule = {"validate": "list", "source": f"='{CHOICES_SHEET}'!${letter}$1:${letter}${len(options)}"}
        _rule(sheet, field, last, rule, "Bitte einen Wert der Liste wählen.")
    days = {"validate": "date", "criteria": "between", "minimum": date(1990, 1, 1), "maximum": date(2100, 12, 31)}
    _rule(sheet, Field.TARGET_ON, last, days, "Bitte ein Datum angeben, z. B. 30.12.2020.")
    whole = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": MOST_DAYS}
    _rule(sheet, Field.EFFORT_DAYS, last, whole, "Bitte eine ganze Zahl von Personentagen angeben.")


def _rule(sheet: Any, field: Field, last: int, rule: dict[str, Any], message: str) -> None:
    column = len(SHOWN) + list(Field).index(field)
    words = {"error_title": FIELD_TITLES[field][:32], "error_message": message}
    must(sheet.data_validation(HEAD + 1, column, last, column, rule | words))
