"""Rows of catalogue.csv change, and everything else stays byte for byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozg_workflow.domain.errors import InputError
from ozg_workflow.workspace.catalogue_rows import NEW_FILE, Rewriting, read_records, rewritten

HEAD = "id;leika_schluessel;bezeichnung;amt;notiz"
FILE = f'{HEAD}\r\nL1;99102010012000;Hundesteuer;20;"un;nötig"\r\n\r\nL2;;"zwei\r\nZeilen";33;\r\nL3;;"kurz";33\r\n'


def change(content: bytes, **what: object) -> bytes:
    return rewritten(read_records(content, "c.csv"), Rewriting(**({"changes": {}} | what)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "content",
    [
        FILE.encode(),
        FILE.replace("\r\n", "\n").encode(),
        FILE.encode("utf-8-sig"),
        FILE.encode("cp1252"),
        FILE.replace(";", ",").encode(),
        FILE.encode() + b";;;;",
    ],
    ids=["utf-8", "unix", "mark", "windows-1252", "commas", "no end of line"],
)
def test_untouched_rows_stay_byte_for_byte(content: bytes) -> None:
    assert change(content).removesuffix(b"\r\n") == content.removesuffix(b"\r\n")


def test_the_rows_are_numbered_by_their_records() -> None:
    rows = read_records(FILE.encode(), "c.csv").rows()
    assert [(row.number, row["bezeichnung"]) for row in rows] == [(1, "Hundesteuer"), (3, "zwei\r\nZeilen"), (4, "kurz")]
    assert rows[2]["notiz"] == ""


def test_changed_gone_and_new_rows_and_a_new_column() -> None:
    content = change(
        FILE.encode("cp1252"),
        columns=["quelle"],
        changes={1: {"bezeichnung": "Hundesteuer; anmelden", "quelle": "leika"}},
        gone={3},
        new=[{"bezeichnung": "Ölspur", "amt": "32", "fremd": "x", "quelle": "leika"}],
    )
    assert content.decode("cp1252").splitlines() == [
        f"{HEAD};quelle",
        'L1;99102010012000;"Hundesteuer; anmelden";20;"un;nötig";leika',
        "",
        "L3;;kurz;33;;",
        "L4;;Ölspur;32;;leika",
    ]


def test_a_letter_that_windows_1252_does_not_have_makes_the_file_utf_8() -> None:
    content = change(FILE.encode("cp1252"), new=[{"bezeichnung": "Čas"}])
    assert content.startswith(b"\xef\xbb\xbf")
    assert "L4;;Čas;;" in content.decode("utf-8-sig")


def test_a_file_without_a_last_line_break_gets_one_before_a_new_row() -> None:
    assert change(b"leika_schluessel,bezeichnung,amt\n,A,33", new=[{"bezeichnung": "B"}]).endswith(b"\n,A,33\n,B,\n")


def test_the_first_catalogue_of_a_city() -> None:
    content = change(NEW_FILE, columns=["quelle"], new=[{"bezeichnung": "A", "amt": "33"}, {"bezeichnung": "B"}])
    assert content.decode("utf-8-sig").splitlines() == [
        "id;leika_schluessel;bezeichnung;leika_typ;ozg_id;ozg_leistung;themenfeld;rechtsgrundlage;amt;quelle",
        "N1;;A;;;;;;33;",
        "N2;;B;;;;;;;",
    ]


@pytest.mark.parametrize("content", [b"", b"a;b\n1;2\n", b"bezeichnung;amt\n"])
def test_a_file_that_is_no_catalogue_is_refused(content: bytes) -> None:
    with pytest.raises(InputError, match=r"c\.csv:1: Es fehlen die Spalten"):
        read_records(content, "c.csv")


cells = st.text(alphabet="aä;,\"' \n–", max_size=6)  # „€a“ alone might as well be „Äa“ in Mac Roman, and is refused


@given(st.lists(st.tuples(cells, cells, cells), max_size=5), st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]))
def test_whatever_stands_in_a_file_it_comes_back_whole(rows: list[tuple[str, str, str]], encoding: str) -> None:
    import csv
    import io

    stream = io.StringIO()
    csv.writer(stream, delimiter=";").writerows([("leika_schluessel", "bezeichnung", "amt"), *rows])
    content = stream.getvalue().encode(encoding)
    assert change(content) == content
