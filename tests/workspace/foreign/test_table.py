"""A foreign table is read in whatever separator and encoding it comes, each row with its line."""

from datetime import date

import pytest

from ozg_workflow.domain.errors import InputError
from ozg_workflow.workspace.foreign.table import csv_table, sheet_table

TEXT = 'Schluessel;Bezeichnung\n1;Übung, groß\n\n2;"zwei\nZeilen"\n3;x\n'
LINES = ((1, ("Schluessel", "Bezeichnung")), (2, ("1", "Übung, groß")), (4, ("2", "zwei\nZeilen")), (6, ("3", "x")))


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("cp1252"),
        TEXT.encode("utf-16"),
        TEXT.replace(";", "\t").encode(),
        TEXT.replace(";", "|").encode(),
        TEXT.replace("Übung, groß", '"Übung, groß"').replace(";", ",").encode(),
    ],
    ids=["utf-8", "mark", "windows-1252", "utf-16", "tabs", "bars", "commas"],
)
def test_separators_and_encodings(content: bytes) -> None:
    assert csv_table(content, "x.csv").lines == LINES


def test_the_line_with_which_excel_names_the_separator_is_no_row() -> None:
    assert csv_table(b"sep=,\r\na,b\r\n1,2\r\n", "x.csv").lines == ((2, ("a", "b")), (3, ("1", "2")))


def test_a_line_that_cannot_be_read_is_named() -> None:
    with pytest.raises(InputError, match=r"x\.csv:1: Die Zeile ist nicht lesbar"):
        csv_table(b'a;"' + b"x" * 1_100_000, "x.csv")


def test_cells_of_a_sheet_are_what_people_see() -> None:
    table = sheet_table([[None], ["Key", "Typ"], [99012345678000, date(2020, 3, 2)], [1.5, True]], "Blatt")
    assert table.lines == ((2, ("Key", "Typ")), (3, ("99012345678000", "02.03.2020")), (4, ("1,5", "WAHR")))


def test_headings_are_found_below_a_title() -> None:
    table = csv_table(b"Stand 2020;\n;;\nName;KEY ;name\nx;1;y\n", "x.csv")
    assert table.headings({"key", "name"}) == (1, {"name": 0, "key": 1})
    assert csv_table(b"a;b\n", "x.csv").headings({"key"}) == (0, {"a": 0, "b": 1})
