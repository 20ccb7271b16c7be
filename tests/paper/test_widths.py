"""The widths of characters: what is said to be the most is the most, asked of the typesetter."""

import json

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from ozg_workflow.paper.widths import CHARACTERS, most_wide, sure_lines

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
    assert [text for text, width in zip(texts, measured(*texts), strict=True) if width > most_wide(text, SIZE) + 0.01] == []


@pytest.mark.parametrize("text", ["漢字", "Ω", "💡", "a\u0301"])
def test_a_character_of_another_type_fits_nowhere(text: str) -> None:
    assert most_wide(text, 8) > 500


NAMES = (
    "Hundesteuer Anmeldung",
    "Aufenthaltserlaubnis für in anderen Mitgliedstaaten der Europäischen Union langfristig Aufenthaltsberechtigte Erteilung",
    "Anerkennung ausländischer Berufsqualifikationen: Gesundheits- und Kinderkrankenpflegerin oder -pfleger, Erteilung im Inland",
    "Kraftfahrzeugsteuervergünstigung für Schwerbehinderte",
    "Donaudampfschifffahrtsgesellschaftskapitänspatentverlängerungsbescheinigungen",
    "WWW MMM WWW MMM WWW MMM WWW MMM WWW",
    "i l i l i l i l i l i l i l i l i l i l i l i l i l i l i l i l i l",
    "",
    "漢字",
)
HEIGHTS = b"""#set page(width: auto, height: auto)
#set text(font: "Libertinus Serif", size: 100pt, lang: "de", region: "DE", hyphenate: true)
#let all = json(bytes(sys.inputs.all))
#let high(body, width) = measure(width: width * 1pt, body).height / 1pt
#context [#metadata((high([X], 9999), high([X \\ X], 9999), ..all.map(one => high(one.at(0), one.at(1))))) <heights>]"""


def lines_set(*asked: tuple[str, float]) -> list[int]:
    """Return on how many lines the typesetter sets each text in a room."""
    inputs = {"all": json.dumps(asked)}
    found = typst.query(HEIGHTS, "<heights>", field="value", one=True, ignore_system_fonts=True, sys_inputs=inputs)
    one, two, *heights = map(float, json.loads(found))
    return [round((height - one) / (two - one)) + 1 if height else 1 for height in heights]


@pytest.mark.parametrize("room", [1200.0, 2000.0, 3500.0])
def test_what_surely_has_so_many_lines_is_set_on_so_many(room: float) -> None:
    sure = {name: sure_lines([name], [room], SIZE) for name in NAMES}
    asked = [(name, room) for name, lines in sure.items() if lines]
    assert [sure[name] for name, _ in asked] == lines_set(*asked)
    assert len(asked) >= 3


def test_a_row_is_as_high_as_its_highest_cell_and_unsure_where_one_is() -> None:
    one, two = NAMES[0], NAMES[1]
    assert sure_lines([one, two], [2000.0, 3500.0], SIZE) == sure_lines([two], [3500.0], SIZE) == 2
    assert sure_lines([one, NAMES[4]], [2000.0, 2000.0], SIZE) == 0, "a word that is wider than its column is parted somewhere"
    assert sure_lines([one, NAMES[8]], [2000.0, 2000.0], SIZE) == 0, "nobody knows how wide another type is"


@settings(deadline=None, max_examples=100)
@given(
    st.lists(
        st.tuples(
            st.lists(st.text(st.sampled_from(CHARACTERS[:90]), min_size=1, max_size=14), min_size=1, max_size=12).map(" ".join),
            st.sampled_from([900.0, 1500.0, 2500.0]),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_no_text_has_more_lines_than_said(asked: list[tuple[str, float]]) -> None:
    """A row would be too low otherwise; one line too many may be said of letters no language puts side by side."""
    sure = [(text, room, lines) for text, room in asked if (lines := sure_lines([text], [room], SIZE))]
    set_on = lines_set(*((text, room) for text, room, _ in sure))
    assert [told for told, number in zip(sure, set_on, strict=True) if number > told[2]] == []
