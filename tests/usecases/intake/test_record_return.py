"""Recording a return row by row: what is valid counts, the newest valid answer wins, history stays."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from sqlalchemy import select

from ozg_workflow.database.models import Incoming, IncomingNote, MaturityReading, ReturnRow
from tests.usecases.town import Town, cell_of, fill, not_ours

pytestmark = pytest.mark.both_databases

WRONG = {"Fallzahl pro Jahr": "viele"}


def collect(town: Town, office: str, *args: Any, **kwargs: Any) -> None:
    town.send_back(office, *args, **kwargs)
    town.do("collect")


def test_valid_rows_count_although_others_are_wrong(asked: Town) -> None:
    collect(asked, "33", {2: WRONG})
    assert asked.states("33") == ["answered", "invalid", "answered"]
    assert asked.list_state("33") == "partly_returned"
    rows = asked.rows("33")
    assert rows[1].answers == {
        "responsible": "ja",
        "maturity_level": 2,
        "planned_offer": "nein",
        "case_volume": 1200,
        "staff_effort": 1.5,
        "user_orientation": "3",
        "technical_support": "2",
        "complexity": "1",
        "legal_barrier": "none",
    }
    assert "case_volume" not in rows[2].answers
    assert rows[2].answers["maturity_level"] == 2, "the readable cells of a wrong row are kept"


def test_a_correction_with_only_the_missing_rows_completes_the_list(asked: Town) -> None:
    collect(asked, "33", {2: WRONG}, rows=[1, 2])
    assert asked.states("33") == ["answered", "invalid", "open"]
    collect(asked, "33", rows=[2, 3])
    assert asked.states("33") == ["answered", "answered", "answered"]
    assert asked.list_state("33") == "returned"
    with asked.session() as session:
        assert len(list(session.scalars(select(ReturnRow)))) == 4


def test_the_newest_valid_answer_wins(asked: Town) -> None:
    collect(asked, "34")
    collect(asked, "34", {1: {"Fallzahl pro Jahr": 900}})
    assert [row.answers["case_volume"] for row in asked.rows("34").values()] == [900, 1200]


def test_an_older_valid_answer_stays_when_a_newer_one_is_wrong(asked: Town) -> None:
    collect(asked, "34")
    collect(asked, "34", {1: WRONG})
    assert asked.states("34") == ["answered", "answered"]
    assert asked.rows("34")[1].answers["case_volume"] == 1200
    assert asked.list_state("34") == "returned"
    assert len(asked.messages("return_with_errors")) == 1, "the office hears of it all the same"


def test_an_empty_list_takes_nothing_back(asked: Town) -> None:
    collect(asked, "34")
    collect(asked, "34", rows=[])
    assert asked.states("34") == ["answered", "answered"]


def test_an_office_without_services_answers_fehlanzeige(asked: Town) -> None:
    collect(asked, "10", nil="ja")
    assert asked.list_state("10") == "nil_return"
    assert asked.status()["departments"][0]["returned"] == 1
    (reply,) = asked.messages("acknowledgement")
    assert "Hauptamt" in reply.subject


def test_fehlanzeige_of_an_office_with_services_opens_a_case_for_each(asked: Town) -> None:
    collect(asked, "34", rows=[], nil="ja")
    assert asked.list_state("34") == "nil_return"
    assert asked.states("34") == ["disputed", "disputed"]
    assert asked.status()["cases"] == {"open": 2, "settled": 0}


def test_fehlanzeige_refuses_only_the_rows_that_are_still_open(asked: Town) -> None:
    collect(asked, "34", rows=[1])
    collect(asked, "34", rows=[], nil="ja")
    assert asked.states("34") == ["answered", "disputed"]


def test_fehlanzeige_beside_answered_rows_is_a_contradiction_and_the_rows_count(asked: Town) -> None:
    collect(asked, "34", nil="ja")
    assert asked.list_state("34") == "returned"
    assert asked.states("34") == ["answered", "answered"]
    asked.do("deliver")
    text = " ".join(asked.letters()[-1].text.split())
    assert "„Fehlanzeige“ wurde nicht gewertet, weil Leistungen mit „ja“ beantwortet sind." in text


def test_the_reported_levels_are_kept_with_their_scale_and_day(asked: Town) -> None:
    collect(asked, "34", {2: {"Stufe heute": 4}})
    with asked.session() as session:
        readings = [(r.scale, r.level, r.read_on.isoformat()) for r in session.scalars(select(MaturityReading))]
    assert sorted(readings) == [("plan", 2, "2020-04-06"), ("plan", 4, "2020-04-06")]


def test_answers_for_rows_that_have_moved_on_change_nothing(asked: Town) -> None:
    collect(asked, "50", {2: not_ours("Amt 34")})
    assert asked.states("50") == ["answered", "moved"]
    collect(asked, "50")
    assert asked.states("50") == ["answered", "moved"]


@pytest.mark.parametrize("name", ["Liste fertig.xlsx", "Kopie von OZG-Amtsliste_33_Einwohner- und Meldeamt_v1 (2).xlsx", "liste"])
def test_the_name_of_the_file_does_not_matter(asked: Town, name: str) -> None:
    collect(asked, "34", name=name)
    assert asked.list_state("34") == "returned"


def test_comments_and_struck_answers_wait_for_a_person_and_the_struck_one_is_asked(asked: Town) -> None:
    name, content, letter = asked.book("34")
    book = load_workbook(BytesIO(fill(content)))
    sheet, volume = book["Amtsliste"], cell_of(content, 2, "Fallzahl pro Jahr")
    sheet[volume].font = Font(strike=True)
    sheet["C5"].comment = Comment("macht künftig der Kreis", "Meier")
    buffer = BytesIO()
    book.save(buffer)
    asked.drop(asked.letter({name: buffer.getvalue()}, sender="amt34@bielefeld.example", answers=letter))
    asked.do("collect")
    assert asked.states("34") == ["answered", "invalid"]
    with asked.session() as session:
        assert session.scalars(select(Incoming)).one().state == "to_read"
        notes = {(note.kind.value, note.text) for note in session.scalars(select(IncomingNote))}
    assert notes == {("comment", "macht künftig der Kreis"), ("struck_out", "[gestrichen: 1200]")}
    assert len(asked.messages("return_with_errors")) == 1
