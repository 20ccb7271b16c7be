"""A CSV file is read where its encoding is sure, and refused by the name of its encoding where not."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozg_workflow.domain.errors import Problem
from ozg_workflow.workspace.csv_text import UnreadableTextError, csv_text, lost_characters
from ozg_workflow.workspace.places import shipped
from ozg_workflow.workspace.tables import read_table

TEXT = "Nummer;Name\r\n33;Einwohner- und Meldeamt für Bürger\r\n34;„Amt“ – groß, Übersicht § 5 für Ärzte\r\n"
SHIPPED = shipped("config") / "bielefeld-2020"


def _read(path: Path, content: bytes) -> tuple[list[tuple[int, str, str]], list[Problem]]:
    problems: list[Problem] = []
    path.write_bytes(content)
    rows = read_table(path, "t.csv", ("nummer", "name"), problems)
    return [(row.line, row["nummer"], row["name"]) for row in rows], problems


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode("utf-8"),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("cp1252"),
        b"\xff\xfe" + TEXT.encode("utf-16-le"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        b"\xff\xfe" + TEXT.replace(";", "\t").encode("utf-16-le"),
        TEXT.replace(";", "\t").encode("utf-8"),
    ],
    ids=["utf-8", "bom", "windows-1252", "utf-16-le", "utf-16-be", "unicode text of excel", "tabs"],
)
def test_sure_encodings_and_separators_are_read(tmp_path: Path, content: bytes) -> None:
    rows, problems = _read(tmp_path / "t.csv", content)
    assert problems == []
    assert rows == [(2, "33", "Einwohner- und Meldeamt für Bürger"), (3, "34", "„Amt“ – groß, Übersicht § 5 für Ärzte")]


@pytest.mark.parametrize(
    ("line", "separator"), [("sep=;", ";"), ("sep=,", ","), ("SEP=\t", "\t"), ('"sep=|"', "|"), ("sep=;;;;", ";")]
)
def test_the_line_that_names_the_separator_counts_as_a_line(tmp_path: Path, line: str, separator: str) -> None:
    content = f"{line}\r\nNummer{separator}Name\r\n33{separator}Meldeamt\r\n"
    assert _read(tmp_path / "t.csv", content.encode()) == ([(3, "33", "Meldeamt")], [])
    assert _read(tmp_path / "t.csv", f"{line}\nNummer\n33".encode())[1] == [
        Problem(file="t.csv", line=2, message="Es fehlen die Spalten: name.")
    ]


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (TEXT.replace("–", "-").encode("mac_roman"), 1, "Die Datei ist in Mac Roman (Excel für Mac, „CSV Macintosh“) gespeichert (dort steht „für“); bitte als „CSV UTF-8“ speichern."),
        (TEXT.encode("cp850", errors="replace"), 1, "Die Datei ist in DOS (Codepage 850, „CSV MS-DOS“) gespeichert (dort steht „für“); bitte als „CSV UTF-8“ speichern."),
        (TEXT.encode("utf-16-le"), 1, "Die Datei ist in UTF-16 ohne Kennung gespeichert; bitte als „CSV UTF-8“ speichern."),
        (b"\xef\xbb\xbf" + TEXT.encode() + "35;Gebühren\r\n".encode("cp1252"), 4, "Die Zeile ist nicht in UTF-8 gespeichert, die Datei davor schon; bitte als „CSV UTF-8“ speichern."),
        (TEXT.encode("cp1252") + "35;Gebühren\r\n".encode(), 4, "Die Datei mischt UTF-8 und Windows-1252 („Ã¼“); bitte als „CSV UTF-8“ speichern."),
        (TEXT.encode("cp1252") + b"35;\x81\r\n", 4, "Die Datei ist weder in UTF-8 noch in Windows-1252 gespeichert; bitte als „CSV UTF-8“ speichern."),
    ],
    ids=["mac roman", "dos", "utf-16 without mark", "a line of another encoding", "mixed", "neither"],
)  # fmt: skip
def test_any_other_encoding_is_refused_by_its_name_and_line(tmp_path: Path, content: bytes, line: int, message: str) -> None:
    assert _read(tmp_path / "t.csv", content) == ([], [Problem(file="t.csv", line=line, message=message)])


@pytest.mark.parametrize("name", ["organisation.csv", "catalogue.csv"])
def test_the_files_of_the_sample_are_told_apart_line_by_line(name: str) -> None:
    """Even a single line with an umlaut is enough: Windows-1252 is read, Mac Roman and DOS are refused."""
    lines = [line for line in (SHIPPED / name).read_text(encoding="utf-8").splitlines() if not line.isascii()]
    assert len(lines) > 10
    for line in lines:
        if set("äöüÄÖÜß") & set(line):
            assert csv_text(line.encode("cp1252")).text == line
            for encoding in ("mac_roman", "cp850"):
                with pytest.raises(UnreadableTextError):
                    csv_text(line.encode(encoding, errors="replace"))


@given(
    st.lists(
        st.sampled_from(
            ["Straße", "Gebühr", "Ämter", "für", "§ 5", "Öffnung", "größte", "Café", "„Amt“", "10 €", "BÜRGER", "A–Z", "usw…"]
        )
    )
)
def test_windows_1252_is_always_read(words: list[str]) -> None:
    text = "nummer;name\n" + "\n".join(f"1;{word} Amt" for word in words)
    assert csv_text(text.encode("cp1252")).text == text


@pytest.mark.parametrize("text", ["für", "Ärzte", "São", "A – B", "„x“", "Ã", "Maß"])
def test_whole_texts_are_not_told(text: str) -> None:
    assert lost_characters(text) == ""


@pytest.mark.parametrize("text", ["fÃ¼r", "GroÃŸ", "Ã„mter", "â€žAmtâ€œ", "f\ufffdr"])
def test_what_an_earlier_saving_has_broken_is_told(text: str) -> None:
    assert lost_characters(text) != ""
