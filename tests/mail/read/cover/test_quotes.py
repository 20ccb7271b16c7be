"""The parts of a text; a text without any sign of a quotation is not given to the library that lays quotations open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotequail import unwrap

from ozg_workflow.mail.read.cover.quotes import QUOTES, parts

LINES = st.sampled_from(
    [
        "Guten Tag,",
        "anbei die Liste.",
        "",
        "Mit freundlichen Grüßen",
        "Am 22.04.2020 schrieb Frau Lindner",
        "Von Frau Lindner",
        "An OZG-Koordination",
        "Ursprüngliche Nachricht",
        "- Original Message -",
        "On Wed wrote",
        "_ _ _",
        "2020/4/22 Lindner",
    ]
)


@given(st.lists(LINES, max_size=12))
def test_without_a_sign_the_library_finds_no_quotation_either(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert not QUOTES.search(text)
    assert unwrap(text) is None
    assert [(part.text, part.quoted) for part in parts(text)] == [(text, False)]


@pytest.mark.parametrize(
    "quoted",
    [
        "> Bitte senden Sie die Liste",
        "Am 22.04.2020 schrieb Frau Lindner:\n> Bitte senden",
        "Von: Lindner\nAn: Amt 33\nBetreff: Liste\n\nBitte senden",
        "________________________________\nVon: Lindner\nAn: Amt 33\nBetreff: Liste\n\nBitte senden",
        "-----Ursprüngliche Nachricht-----\nVon: Lindner\nAn: Amt 33\nBetreff: Liste\n\nBitte senden",
        "2020/4/22 Lindner <lindner@bielefeld.example>\n> Bitte senden",
    ],
)
def test_whatever_the_library_lays_open_has_a_sign(quoted: str) -> None:
    text = f"Anbei die Liste.\n\n{quoted}\n> noch etwas\n> und noch etwas"
    assert unwrap(text) is not None
    assert QUOTES.search(text)
