"""The shared strings of an .xls: read with their runs, wherever the table was cut into records."""

import struct

import pytest

from ozg_workflow.workbook.read.formats.xls_strings import rich_strings

TEXTS = ["ja", "alt weg neu", "Größe – 3", "mit 😀 darin", ""]
RUNS = [[], [(4, 7), (8, 0)], [(0, 5)], [], []]


def table(texts: list[str], runs: list[list[tuple[int, int]]]) -> tuple[list[bytes], list[int]]:
    """The table as pieces that may stand in different records, and which of them begin within a text."""
    pieces, inside = [struct.pack("<II", len(texts), len(texts))], []
    for text, marks in zip(texts, runs, strict=True):
        encoded = text.encode("utf-16-le")
        pieces.append(
            struct.pack("<HB", len(encoded) // 2, 1 | (8 if marks else 0)) + (struct.pack("<H", len(marks)) if marks else b"")
        )
        for place, letter in enumerate(text):  # no program cuts a character in two
            if place:
                inside.append(len(pieces))
            pieces.append(letter.encode("utf-16-le"))
        pieces.append(b"".join(struct.pack("<HH", *mark) for mark in marks))
    return pieces, inside


PIECES, INSIDE = table(TEXTS, RUNS)


@pytest.mark.parametrize("cut", [None, *range(1, len(PIECES))])
def test_a_table_is_read_wherever_it_was_cut(cut: int | None) -> None:
    records = [b"".join(PIECES)]
    if cut is not None:
        again = b"\x01" if cut in INSIDE else b""  # a further record says anew how wide the characters are
        records = [b"".join(PIECES[:cut]), again + b"".join(PIECES[cut:])]
    assert list(rich_strings(records)) == list(zip(TEXTS, RUNS, strict=True))


def test_a_text_may_go_on_with_narrower_characters() -> None:
    first = struct.pack("<II", 1, 1) + struct.pack("<HB", 4, 1) + "–a".encode("utf-16-le")
    assert list(rich_strings([first, b"\x00bc"])) == [("–abc", [])]


@pytest.mark.parametrize("size", [0, 5, 9, 11, 14])
def test_a_table_that_ends_too_early_is_an_error(size: int) -> None:
    with pytest.raises(struct.error):
        list(rich_strings([b"".join(PIECES)[:size]]))


def test_no_table_holds_no_strings() -> None:
    assert list(rich_strings([])) == []
