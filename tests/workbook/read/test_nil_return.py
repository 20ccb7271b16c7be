"""The field `Fehlanzeige`: a text that says nothing else is a yes; what is longer, or can be meant otherwise, is asked."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.returns import ReturnedList
from ozg_workflow.workbook.read.reader import Workbook, open_workbook, read_rows

Read = Callable[[dict[str, Any]], ReturnedList]

YES = (
    "ja",
    "Ja.",
    " JA! ",
    "„ja“",
    "j",
    "x",
    "X",
    "[x]",
    "✓",
    "☒",
    "1",
    1,
    1.0,
    True,
    "wahr",
    "Fehlanzeige",
    "FEHLANZEIGE!",
    "Fehlanzeige: ja",
    "Fehlanzeige – ja",
    "ja, Fehlanzeige",
    "Ja (Fehlanzeige)",
    "trifft zu",
    "Trifft zu.",
    "zutreffend",
    "ja, trifft zu",
    "Fehlanzeige trifft zu",
    "Fehlanzeige, keine Leistungen",
    "ja – keine Zusta\u0308ndigkeit",
    "Ja\u00a0",
    "\u200bja",
    "ja\n",
    "- Fehlanzeige -",
    "– ja –",
    "Fehlanzeige/ja",
)
NO = (
    None,
    "",
    "  ",
    "-",
    "–",
    "nein",
    "Nein!",
    "n",
    False,
    0,
    "☐",
    "keine Fehlanzeige",
    "nein, keine Fehlanzeige",
    "Fehlanzeige: nein",
    "Fehlanzeige trifft nicht zu",
    "trifft nicht zu",
    "nicht zutreffend",
    "entfällt",
    "k. A.",
)
ASKED = (
    "ja (bis auf Nr. 1)",
    "ja, teilweise",
    "teilweise",
    "ja / nein",
    "ja/nein",
    "☒ ja ☐ nein",
    "ja?",
    "Fehlanzeige?",
    "?",
    "ja, aber Nr. 3 gehört zu uns",
    "ja, ab 1.6.2020",
    "ja für Abteilung 2",
    "Fehlanzeige für Abteilung 2",
    "Fehlanzeige nur für die Nebenstelle",
    "Fehlanzeige (noch nicht abgestimmt)",
    "Fehlanzeige folgt",
    "Fehlanzeige melden wir noch",
    "keine Fehlanzeige, ja?",
    "nein, Fehlanzeige",
    "nein – siehe Zeile 4",
    "nicht ganz",
    "vermutlich ja",
    "fast alles",
    "jain",
    "keine",
    "siehe Anlage",
    "siehe Mail vom 3.4.",
    "Ja, außer Wohngeld",
    "jährlich",
    "Amt 33",
    2,
    0.5,
    "#NV",
    "ja, 3 Leistungen",
    "Fehlanzeige: –",
    "Fehlanzeige = -",
    "ja...",
    "ja …",
    "Fehlanzeige ....",
    -1,
    "Fehlanzeige für Amt 33, 34 liefert nach",
    "ja, gez. Müller",
    "(x) ja ( ) nein",
    "Fehlanzeige, erledigt",
    "xy",
)


@pytest.fixture(scope="module")
def sent_book(sent: bytes) -> Workbook:
    return open_workbook(sent, "x.xlsx")


@pytest.fixture
def read(sent_book: Workbook, questionnaire: Questionnaire) -> Read:
    """Read the list of six services after typing into cells (`C3`) of its sheet."""

    def apply(cells: dict[str, Any]) -> ReturnedList:
        rows = [list(row) for row in sent_book.sheets[0].rows]
        for address, value in cells.items():
            row, column = int(address[1:]) - 1, ord(address[0]) - 65
            rows[row].extend([None] * (column + 1 - len(rows[row])))
            rows[row][column] = value
        first = replace(sent_book.sheets[0], rows=tuple(map(tuple, rows)))
        return read_rows(replace(sent_book, sheets=(first, *sent_book.sheets[1:])), questionnaire)

    return apply


def outcome(returned: ReturnedList) -> str:
    """Return yes, no or asked; asked always comes with a sentence."""
    assert returned.asks_again == bool(returned.remarks)
    return "yes" if returned.nil_return else "asked" if returned.asks_again else "no"


@pytest.mark.parametrize(
    ("text", "right"), [*((t, "yes") for t in YES), *((t, "no") for t in NO), *((t, "asked") for t in ASKED)]
)
def test_what_stands_in_the_field(read: Read, text: Any, right: str) -> None:
    returned = read({"C3": text})
    assert outcome(returned) == right
    assert all("Zelle C3" in remark for remark in returned.remarks)


@pytest.mark.parametrize(
    ("cells", "right"),
    [
        ({"B3": "Fehlanzeige: ja"}, "yes"),
        ({"B3": "Fehlanzeige ja"}, "yes"),
        ({"B3": "ja"}, "yes"),
        ({"B3": None, "C3": "ja"}, "yes"),
        ({"B3": None, "C3": "Fehlanzeige"}, "yes"),
        ({"B3": "ja", "C3": "Fehlanzeige"}, "yes"),
        ({"B3": "Fehlanzeige (ja/nein)", "C3": "ja"}, "yes"),
        ({"B3": "Fehlanzeige ja / nein", "C3": "x"}, "yes"),
        ({"D3": "ja"}, "yes"),
        ({"D3": "Fehlanzeige"}, "yes"),
        ({"B3": "Fehlanzeige:"}, "no"),
        ({"B3": "Fehlanzeige: nein"}, "no"),
        ({"B3": "Fehlanzeige ja / nein", "C3": "nein"}, "no"),
        ({"B3": "Fehlanzeige ja/nein", "H5": "ja"}, "asked"),
        ({"B3": None}, "no"),
        ({"B3": None, "U3": "x"}, "no"),
        ({"U3": "x"}, "no"),
        ({"A3": "x"}, "no"),
        ({"H1": "x", "U2": "X"}, "no"),
        ({"U3": "ja", "H5": "ja"}, "no"),
        ({"B3": "Fehlanzeige ja / nein"}, "asked"),
        ({"B3": "Fehlanzeige: ja", "C3": "nein"}, "asked"),
        ({"B3": "Fehlanzeige: nein", "C3": "ja"}, "asked"),
        ({"B3": "Fehlanzeige für Abteilung 2, die anderen haben ausgefüllt"}, "asked"),
        ({"B3": "keine Fehlanzeige?", "C3": None}, "asked"),
        ({"D3": "x"}, "asked"),
        ({"D3": "ja, teilweise"}, "asked"),
        ({"H3": "Fehlanzeige für Nr. 3 bis 5"}, "asked"),
        ({"C3": "ja", "H3": "Fehlanzeige gilt nur für Abteilung 1"}, "asked"),
        ({"H1": "Fehlanzeige für Abteilung 2"}, "asked"),
        ({"K3": "ja"}, "asked"),
        ({"B3": None, "D3": None, "C3": "ja"}, "asked"),
    ],
)
def test_where_people_write_it(read: Read, cells: dict[str, Any], right: str) -> None:
    assert outcome(read(cells)) == right


def test_a_yes_beside_lines_that_are_filled_in_is_told(read: Read) -> None:
    returned = read({"C3": "ja", "H5": "ja"})
    assert (returned.nil_return, returned.asks_again) == (True, False), "what the lines say is judged when they are validated"
    assert "auch Zeilen ausgefüllt" in returned.remarks[0]


def test_a_question_about_the_field_quotes_the_text_and_names_its_cell(read: Read) -> None:
    (remark,) = read({"C3": "ja (bis auf Nr. 1)"}).remarks
    assert "Zelle C3" in remark
    assert "„ja (bis auf Nr. 1)“" in remark
    assert "keine Fehlanzeige vermerkt" in remark


@pytest.mark.parametrize(
    "text",
    [
        "Ja – für alle Leistungen",
        "Fehlanzeige\nSozialamt",
        "Nullmeldung",
        "Fehlanzeige [ ] ja [x] nein",
        "j a",
        "Ja, Fehlanzeige?",
    ],
)
def test_further_texts_that_say_more_than_yes_are_asked(read: Read, text: str) -> None:
    assert outcome(read({"C3": text})) == "asked"
