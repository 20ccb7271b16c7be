"""CSV files are read as town halls save them, and every row knows its line."""

from pathlib import Path

import pytest

from ozg_workflow.domain.errors import Problem
from ozg_workflow.workspace.tables import Row, read_table

CONTENT = "Nummer;Name\r\n33;Einwohner- und Meldeamt für Bürger\r\n"


def _read(path: Path, content: bytes, columns: tuple[str, ...] = ("nummer", "name")) -> tuple[tuple[Row, ...], list[Problem]]:
    problems: list[Problem] = []
    path.write_bytes(content)
    return read_table(path, "t.csv", columns, problems), problems


@pytest.mark.parametrize(
    "content",
    [
        CONTENT.encode(),
        CONTENT.encode("utf-8-sig"),
        CONTENT.encode("cp1252"),
        CONTENT.replace(";", ",").encode(),
        CONTENT.replace("\r\n", "\n").encode(),
        CONTENT.rstrip().encode(),
        ("\ufeff" + CONTENT.replace(";", ",").upper().replace("33,EINWOHNER- UND MELDEAMT FÜR BÜRGER", "33,Einwohner- und Meldeamt für Bürger")).encode(),
    ],
    ids=["utf-8", "bom", "windows-1252", "comma", "unix", "no last newline", "upper-case heads"],
)  # fmt: skip
def test_separator_encoding_and_line_ends_do_not_matter(tmp_path: Path, content: bytes) -> None:
    rows, problems = _read(tmp_path / "t.csv", content)
    assert problems == []
    assert [(r["nummer"], r["name"], r.line) for r in rows] == [("33", "Einwohner- und Meldeamt für Bürger", 2)]


def test_quoted_cells_may_hold_separators_quotes_and_line_breaks_and_lines_still_count(tmp_path: Path) -> None:
    rows, problems = _read(tmp_path / "t.csv", b'nummer;name\n33;"Melde;amt\nNord"\n\n34;"Standesamt ""Mitte"""\n')
    assert problems == []
    assert [(r.line, r["name"]) for r in rows] == [(2, "Melde;amt\nNord"), (5, 'Standesamt "Mitte"')]


def test_empty_rows_are_left_out_and_missing_cells_are_empty(tmp_path: Path) -> None:
    rows, problems = _read(tmp_path / "t.csv", b"nummer;name\n;\n33\n34;Standesamt;;\n")
    assert problems == []
    assert [(r.line, r["nummer"], r["name"], r["anderes"]) for r in rows] == [(3, "33", "", ""), (4, "34", "Standesamt", "")]


def test_missing_columns_are_named_together(tmp_path: Path) -> None:
    rows, problems = _read(tmp_path / "t.csv", b"nummer\n33\n", ("nummer", "name", "amt"))
    assert rows == ()
    assert problems == [Problem(file="t.csv", line=1, message="Es fehlen die Spalten: name, amt.")]


def test_an_empty_file_misses_all_columns(tmp_path: Path) -> None:
    assert [p.message for p in _read(tmp_path / "t.csv", b"")[1]] == ["Es fehlen die Spalten: nummer, name."]


def test_a_row_with_too_many_cells_is_a_mistake_and_the_others_count(tmp_path: Path) -> None:
    rows, problems = _read(tmp_path / "t.csv", b"nummer;name\n33;Meldeamt;x\n34;Standesamt\n")
    assert [r["nummer"] for r in rows] == ["34"]
    assert problems == [Problem(file="t.csv", line=2, message="Die Zeile hat 3 Felder, die Kopfzeile 2.")]


def test_a_cell_without_end_is_a_mistake_and_no_crash(tmp_path: Path) -> None:
    rows, problems = _read(tmp_path / "t.csv", b'nummer;name\n33;"' + b"x" * 200_000)
    assert rows == ()
    assert problems[0].message.startswith("Die Zeile ist nicht lesbar: ")


def test_a_column_that_stands_there_twice_is_a_mistake(tmp_path: Path) -> None:
    rows, problems = _read(tmp_path / "t.csv", b"nummer;name;Nummer;;\n33;Meldeamt;34;;\n")
    assert _read(tmp_path / "u.csv", b"nummer;name;Notiz;Notiz\n33;Meldeamt;a;b\n")[1] == []
    assert rows == ()
    assert problems == [Problem(file="t.csv", line=1, message="Mehrmals gibt es die Spalten: nummer.")]


def test_the_error_of_a_formula_is_told_with_its_column(tmp_path: Path) -> None:
    rows, _ = _read(tmp_path / "t.csv", b"nummer;name\n33;#NV\n34;Amt #2\n")
    assert [row.formula_errors for row in rows] == [
        ["Die Spalte „name“ enthält den Formelfehler „#NV“; bitte den Wert eintragen."],
        [],
    ]
