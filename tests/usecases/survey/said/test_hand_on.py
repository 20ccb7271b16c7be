"""A service changes its office while its list is out: what was said goes along, whatever comes first."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from ozg_workflow.database.models import Event
from ozg_workflow.domain.rollout import RolloutData
from ozg_workflow.domain.survey.answer_line import SourceKind
from ozg_workflow.domain.survey.late_answers import LateAnswers
from ozg_workflow.usecases.answers.history import history
from ozg_workflow.usecases.survey.manage_rounds import close_round
from ozg_workflow.usecases.survey.open_round import open_round
from tests.usecases.answers.phone import lines
from tests.usecases.town import Town, cell_of, not_ours, town_data

FACTS = {"case_volume": 4711, "maturity_level": 2}


def moved(office: str = "20", *, rule: LateAnswers = LateAnswers.OFFER) -> RolloutData:
    """The catalogue as it gives L8 of the Sozialamt (its second line) to another office."""
    data = town_data()
    services = tuple(replace(s, office=office) if s.ref == "L8" else s for s in data.services)
    return replace(data, services=services, config=replace(data.config, late_answers=rule))


def back(town: Town, change: Any = None) -> None:
    town.clock.wait(minutes=5)
    town.send_back("50", {2: {"Fallzahl pro Jahr": 4711} | (change or {})})
    town.do("collect")


def prefill(town: Town, office: str = "20", version: int = 2) -> dict[str, Any]:
    (row,) = town.rows(office, version).values()
    return {key: row.prefill[key] for key in FACTS if key in row.prefill}


def logged(town: Town) -> list[tuple[str, str]]:
    with town.session() as session:
        query = select(Event.verb, Event.text).where(Event.verb.like("answers_%")).order_by(Event.id)
        return [(verb, text) for verb, text in session.execute(query)]


def test_a_list_that_comes_back_before_the_new_office_is_asked_fills_its_list_in(asked: Town) -> None:
    asked.prepare(moved())
    back(asked)
    assert asked.states("50") == ["answered", "withdrawn"]
    asked.do("send-lists", "deliver")
    assert prefill(asked) == FACTS
    (row,) = asked.rows("20", 2).values()
    assert (row.state, row.answers) == ("open", {})
    assert "responsible" not in row.prefill, "every office says for itself whether it is responsible"
    assert asked.findings() == []


def test_a_list_that_comes_back_afterwards_is_filled_in_all_the_same(asked: Town) -> None:
    asked.prepare(moved())
    asked.do("send-lists", "deliver")
    assert prefill(asked) == {}
    back(asked)
    assert prefill(asked) == FACTS
    text = "Angaben von Amt 50 zu „Bildung und Teilhabe beantragen“ an Amt 20 – Kämmerei: vorausgefüllt, zu bestätigen"
    assert logged(asked) == [("answers_handed_on", text), ("answers_received", text)]
    asked.do("send-lists")
    assert len(logged(asked)) == 2, "what is handed on already is no news"


def test_the_waiting_answer_says_whose_it_is_and_where_it_stands(asked: Town) -> None:
    asked.prepare(moved())
    asked.do("send-lists", "deliver")
    back(asked)
    line = next(line for line in lines(asked, service="L8") if line.office == "20")
    source = line.sources["case_volume"]
    _, content, _ = asked.book("50")
    assert (source.kind, source.office, source.handed_on) == (SourceKind.PREFILL, "Amt 50, Fassung 1", True)
    assert source.cell == cell_of(content, 2, "Fallzahl pro Jahr")
    with asked.ctx().reading() as work:
        entries = history(work, "20", "L8").entries
    assert {entry.source.office for entry in entries} == {"Amt 50, Fassung 1"}


def test_what_the_new_office_has_said_itself_stays(asked: Town) -> None:
    asked.prepare(moved())
    asked.do("send-lists", "deliver")
    asked.send_back("20", {1: {"Fallzahl pro Jahr": 8}}, version=2)
    asked.do("collect")
    back(asked)
    (row,) = asked.rows("20", 2).values()
    assert (row.answers["case_volume"], row.prefill) == (8, {})
    assert asked.rows("50")[2].answers["case_volume"] == 4711


def test_a_refusal_is_not_handed_on_but_what_was_said_before_it_is(asked: Town) -> None:
    back(asked)
    asked.clock.wait(hours=1)
    asked.send_back("50", {2: not_ours("Amt 20")})
    asked.do("collect", "send-supplements", "deliver")
    assert asked.states("50") == ["answered", "moved"]
    assert prefill(asked) == FACTS


def test_a_refusal_alone_fills_nothing_in(asked: Town) -> None:
    asked.send_back("50", {2: not_ours("Amt 20") | {"Bemerkung": "machen wir nicht"}})
    asked.do("collect", "send-supplements")
    (row,) = asked.rows("20", 2).values()
    assert (row.prefill, row.prefill_row_id) == ({}, None)


def test_offices_that_share_a_service_keep_their_own_answers(asked: Town) -> None:
    back(asked, {"Zuständig?": "teilweise", "Zuständiges Amt": "Amt 20"})
    asked.do("send-supplements")
    (row,) = asked.rows("20", 2).values()
    assert row.prefill == {}
    assert asked.rows("50")[2].answers["case_volume"] == 4711


@pytest.mark.parametrize("order", ["return first", "list first"])
def test_where_the_rule_says_so_they_count_at_once(asked: Town, order: str) -> None:
    asked.prepare(moved(rule=LateAnswers.ADOPT))
    if order == "return first":
        back(asked)
    asked.do("send-lists", "deliver")
    if order == "list first":
        back(asked)
    (row,) = asked.rows("20", 2).values()
    assert (row.state, row.answers["case_volume"]) == ("answered", 4711)
    assert asked.list_state("20", 2) == "returned"
    line = next(line for line in lines(asked, service="L8") if line.office == "20")
    assert (line.sources["case_volume"].kind, line.sources["case_volume"].office) == (SourceKind.MAIL, "Amt 50, Fassung 1")
    assert asked.findings() == []


def test_an_adopted_answer_gives_way_to_the_office_itself(asked: Town) -> None:
    asked.prepare(moved(rule=LateAnswers.ADOPT))
    asked.do("send-lists", "deliver")
    asked.clock.wait(hours=1)
    asked.send_back("20", {1: {"Fallzahl pro Jahr": 8}}, version=2)
    back(asked)
    (row,) = asked.rows("20", 2).values()
    assert row.answers["case_volume"] == 8
    (line,) = lines(asked, service="L8", office="20")
    assert line.contradictions == ()


def test_a_reminder_brings_what_is_offered(asked: Town) -> None:
    asked.prepare(moved("34"))
    asked.do("send-lists", "deliver")
    back(asked)
    asked.day("2020-05-13", "remind", "deliver")
    letter = next(one for one in reversed(asked.letters()) if "dez2@bielefeld.example" in one.to)
    assert "Zu 1 Leistung liegen Angaben eines anderen Amtes vor; die beigefügte Liste" in " ".join(letter.text.split())
    (name,) = letter.attachments
    assert name == "OZG-Amtsliste_34_Standesamt_v2.xlsx"
    sheet = load_workbook(BytesIO(letter.attachments[name]))["Amtsliste"]
    columns = {str(cell.value): cell.column for cell in sheet[4]}
    assert sheet.cell(5, columns["Fallzahl pro Jahr"]).value == 4711
    assert sheet.cell(5, columns["Zuständig?"]).value is None
    assert "vorbelegt mit Angaben von Amt 50 – Sozialamt" in str(sheet["H2"].value)


def test_in_a_repeated_round_what_an_office_said_in_the_one_before_goes_on(asked: Town) -> None:
    back(asked)
    close_round(asked.ctx())
    asked.clock.wait(hours=1)
    open_round(asked.ctx(), date(2020, 6, 30))
    asked.do("deliver")
    asked.clock.wait(hours=1)
    asked.send_back("50", {2: not_ours("Amt 20")})
    asked.do("collect")
    assert prefill(asked) == FACTS
    line = next(one for one in lines(asked, service="L8", round="erhebung-2") if one.office == "20")
    assert line.sources["case_volume"].office == "Amt 50, Fassung 1"
