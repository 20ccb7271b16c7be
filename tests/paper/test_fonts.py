"""Which characters the fonts of a PDF have, asked of the typesetter itself, and what stands in place of the others."""

import pytest

from ozg_workflow.paper.fonts import STAND_IN, legible, undisplayable


@pytest.mark.parametrize(
    "text", ["Straße für Ämter", "„Ja“ – 5 € … §", "Σ Ж é ő č", "→ ☐ ✓", "u\u0308", "1\u00a0000", "Wau\u00adwau"]
)
def test_what_the_fonts_have_stays_as_it_is(text: str) -> None:
    assert legible([text]) == {text: text}


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("💡 Führt", f"{STAND_IN} Führt"),
        ("📱", STAND_IN),
        ("℡ 51-1234", "TEL 51-1234"),
        ("漢字", STAND_IN * 2),
        ("Familie 👨\u200d👩\u200d👧 anmelden", f"Familie {STAND_IN} anmelden"),
        ("🇩🇪", STAND_IN),
        ("👍🏽 gut", f"{STAND_IN} gut"),
        ("q\u20dd", "q"),
        ("\U000f0001", STAND_IN),
        ("\ue000", STAND_IN),
        ("a\x01b", "a b"),
        ("a\x0bb", "a b"),
        ("a\ud83db", f"a{STAND_IN}b"),
        ("\ufffe", STAND_IN),
        ("Zeile\nnoch eine\tmit Tab", "Zeile\nnoch eine\tmit Tab"),
        ("\uff21\uff22", "AB"),
    ],
)
def test_a_character_no_font_has_is_replaced_by_something_legible(text: str, printed: str) -> None:
    assert legible([text])[text] == printed


def test_many_texts_are_asked_about_at_once() -> None:
    texts = [f"💡{n} Straße" for n in range(300)]
    assert list(legible(texts).values()) == [f"{STAND_IN}{n} Straße" for n in range(300)]


def test_what_has_no_glyph_is_named_as_people_see_it() -> None:
    assert undisplayable(["a", "ß", "💡", "👨\u200d👩\u200d👧", "漢"]) == {"💡", "👨\u200d👩\u200d👧", "漢"}
