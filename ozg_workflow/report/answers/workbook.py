"""The table as a workbook: all lines first, then a sheet for each Dezernat and one for each question a reader may have."""

import io
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.domain.survey.answer_line import AnswerLine
from ozg_workflow.domain.survey.bundles import bundle
from ozg_workflow.report.answers.columns import LineColumn, line_columns
from ozg_workflow.report.answers.levels import by_level
from ozg_workflow.report.answers.method import method
from ozg_workflow.report.answers.sheet import Listing, sheet_names, write_listing
from ozg_workflow.report.answers.sheets import (
    Row,
    by_bundle,
    contradictions,
    corrections,
    given_away,
    open_lines,
    planned_offers,
    rows_of,
)
from ozg_workflow.report.answers.table import AnswerTable
from ozg_workflow.report.answers.words import department_words
from ozg_workflow.report.workbook import LongBook

DEPARTMENT: Final = 2  # the column that a sheet of one Dezernat does not need
EMPTY: Final = "In dieser Runde gibt es keine Zeilen."


def answers_xlsx(table: AnswerTable) -> bytes:
    """Return the table as a workbook; the same input gives the same bytes. No text in it is ever a formula or a link.

    Raises ValueError when the library refuses a cell.
    """
    stream = io.BytesIO()
    title = f"{table.round_title}, {table.title}"
    book = LongBook(stream, title=title, city=table.city, evaluated_at=table.made_at, subject="Angaben")
    try:
        for listing in listings(table):
            write_listing(book, listing)
    finally:
        book.file.close()
    return stream.getvalue()


def listings(table: AnswerTable) -> list[Listing]:
    """Return all sheets in their order."""
    columns = line_columns(table.asked, outside=any(line.outside for line in table.lines))
    rows = rows_of(columns, table.counting)
    rest = [
        by_bundle(table),
        by_level(table),
        contradictions(table),
        open_lines(table),
        planned_offers(table),
        corrections(table),
        given_away(table),
        method(table),
    ]
    everything = _lines(table, "Angaben", f"Angaben der Ämter – {table.round_title}", columns, (table.counting, rows))
    return [everything, *_departments(table, columns, rows, [everything.name, *(sheet.name for sheet in rest)]), *rest]


def _departments(table: AnswerTable, columns: tuple[LineColumn, ...], rows: list[Row], taken: list[str]) -> list[Listing]:
    own = columns[:DEPARTMENT] + columns[DEPARTMENT + 1 :]
    found: dict[str, tuple[list[AnswerLine], list[Row]]] = {}
    for line, row in zip(table.counting, rows, strict=True):
        lines, kept = found.setdefault(department_words(line), ([], []))
        lines.append(line)
        kept.append(row[:DEPARTMENT] + row[DEPARTMENT + 1 :])
    names = sheet_names({title: f"Dez. {title}" if title[:1].isdigit() else title for title in sorted(found)}, taken)
    return [
        _lines(table, name, f"Dezernat {title}" if title[:1].isdigit() else title, own, (tuple(found[title][0]), found[title][1]))
        for title, name in names.items()
    ]


def _lines(
    table: AnswerTable,
    name: str,
    heading: str,
    columns: tuple[LineColumn, ...],
    content: tuple[tuple[AnswerLine, ...], list[Row]],
) -> Listing:
    lines, rows = content
    places = {column.question: index for index, column in enumerate(columns) if column.question}
    return Listing(
        name=name,
        heading=heading,
        subtitle=summary(table, lines),
        columns=[column.column for column in columns],
        rows=rows,
        empty=EMPTY,
        wide=True,
        pages_across=2,
        marked=frozenset(
            (number, places[found.question])
            for number, line in enumerate(lines)
            for found in line.contradictions
            if found.question in places
        ),
    )


def summary(table: AnswerTable, lines: tuple[AnswerLine, ...]) -> str:
    """Return what a reader asks first, in one line: how many services, how many online, how many cases."""
    found, scale = bundle(table.asked, lines), table.asked.scale
    parts = [
        german.count(found.services, "Leistung", "Leistungen"),
        (
            f"{german.number(found.online)} online (ab Stufe {scale.compliant_level}), {german.number(found.on_target)} am Ziel "
            f"(ab Stufe {scale.target_level}), {german.number(found.offline)} nicht online, "
            f"{german.number(found.level_unknown + found.level_open)} unbekannt oder offen"
        ),
    ]
    if table.asked.volume:
        known = german.count(found.cases_known, "Leistung", "Leistungen")
        parts.append(f"{german.number(found.cases)} Fälle pro Jahr bei {known} mit bekannter Zahl")
    return " · ".join([*parts, f"Stand {german.local_time(table.made_at)} Uhr", *([table.chosen] if table.chosen else [])])
