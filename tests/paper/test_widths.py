"""The widths of characters: what is said to be the most is the most, asked of the typesetter."""

import json

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from ozg_workflow.paper.widths import CHARACTERS, most_wide

SIZE = 100.0
MEASURE = b"""#set page(width: auto, height: auto)
#set text(font: "Libertinus Serif", size: 100pt, lang: "de", region: "DE")
#let all = json(bytes(sys.inputs.all))
#context [#metadata(all.map(one => measure(text(one)).width / 1pt)) <widths>]"""


def measured(*texts: str) -> list[float]:
    """Return the widths of texts in points, each on one line."""
    found = typst.query(
        MEASURE, "<widths>", field="value", one=True, ignore_system_fonts=True, sys_inputs={"all": json.dumps(texts)}
    )
    return [float(width) for width in json.loads(found)]


def test_no_character_is_wider_than_its_class_and_none_much_narrower() -> None:
    widths = dict(zip(CHARACTERS, measured(*CHARACTERS), strict=True))
    assert {c: w for c, w in widths.items() if w > most_wide(c, SIZE) + 0.01} == {}
    assert {c: w for c, w in widths.items() if w < most_wide(c, SIZE) - 15} == {}


@settings(deadline=None, max_examples=20)
@given(st.lists(st.text(st.sampled_from(CHARACTERS), min_size=1, max_size=80), min_size=1, max_size=40))
def test_no_text_is_wider_than_said(texts: list[str]) -> None:
    """Kerning and ligatures make texts narrower; where they make one wider, the rounding of the classes is more."""
    assert [text for text, width in zip(texts, measured(*texts), strict=True) if width > most_wide(text, SIZE)] == []


@pytest.mark.parametrize("text", ["漢字", "Ω", "💡", "a\u0301"])
def test_a_character_of_another_type_fits_nowhere(text: str) -> None:
    assert most_wide(text, 8) > 500
