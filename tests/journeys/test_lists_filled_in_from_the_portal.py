"""Lists arrive filled in with what the portals show: left alone it is nobody's answer, confirmed or changed it is the office's."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from ozg_workflow.database.models import Office, Round, ServiceList
from ozg_workflow.domain.rollout import RolloutData
from ozg_workflow.domain.survey.answer_line import AnswerLine, SourceKind
from ozg_workflow.domain.survey.service_list import RoundKind
from ozg_workflow.report.answers.as_json import line_json
from ozg_workflow.usecases.answers.history import history
from ozg_workflow.usecases.setup.import_portal import import_portal
from ozg_workflow.usecases.survey.manage_rounds import close_round
from ozg_workflow.usecases.survey.open_round import open_round
from ozg_workflow.usecases.survey.portal import portal_of
from ozg_workflow.usecases.survey.questions.rounds import find_round
from ozg_workflow.usecases.survey.rounds import workbook_of
from tests.usecases.answers.phone import lines
from tests.usecases.town import Town, town_data

EXPORT = """leika_key;leika_name;url;online_status;aktiv;datenstand_pvog_import
99102010012000;Hundesteuer anmelden;https://a.example/hund;ok;ja;2020-03-30
99115002012000;Wohnsitz anmelden;https://a.example/wohnsitz;ok;ja;2020-03-30
99115004012000;Meldebescheinigung ausstellen;;nicht ok;ja;2020-03-30
"""
OURS = "Online-Leistung (3)"

pytestmark = pytest.mark.both_databases


def with_prefill(data: RolloutData | None = None, *, wanted: bool = True) -> RolloutData:
    data = data or town_data()
    return replace(data, config=replace(data.config, portal_prefill=wanted))


def export(town: Town) -> Path:
    path = town.home / "pvog.csv"
    path.write_text(EXPORT, encoding="utf-8")
    return path


@pytest.fixture
def filled_in(town: Town) -> Town:
    town.prepare(with_prefill())
    import_portal(town.ctx(), export(town))
    town.day("2020-03-25", "send-lists", "deliver")
    return town


def numbers(town: Town, office: str = "33") -> dict[str, int]:
    return {row.service.ref: number for number, row in town.rows(office).items()}


def level(town: Town, ref: str, office: str = "33") -> Any:
    _, content, _ = town.book(office)
    return cells(content)[numbers(town, office)[ref]]


def cells(content: bytes) -> dict[int, Any]:
    sheet = load_workbook(BytesIO(content))["Amtsliste"]
    heads = {str(cell.value): cell.column for cell in sheet[4] if cell.value}
    return {sheet.cell(n, heads["Nr."]).value: sheet.cell(n, heads["Stufe heute"]).value for n in range(5, sheet.max_row + 1)}


def line(town: Town, ref: str) -> AnswerLine:
    (found,) = (one for one in lines(town, service=ref) if one.office == "33")
    return found


def test_the_list_holds_the_level_and_says_where_it_comes_from(filled_in: Town) -> None:
    town = filled_in
    assert [level(town, ref) for ref in ("L2", "L3")] == [OURS, None]
    _, content, _ = town.book("33")
    texts = [str(cell.value) for row in load_workbook(BytesIO(content))["Amtsliste"].iter_rows(max_row=4) for cell in row]
    (note,) = (text for text in texts if "laut Portal, unbestätigt" in text)
    assert f"Zeile Nr. {numbers(town)['L2']} ist mit einer Stufe vorbelegt" in note
    assert "Vorjahr" not in "".join(texts)
    found = line(town, "L2")
    assert (found.state, found.answers) == ("open", {"maturity_level": 3})
    source = line_json(found)["sources"]["maturity_level"]
    assert (source["kind"], source["note"]) == ("prefill", "laut Portal")
    assert found.sources["maturity_level"].title == "laut Portal, unbestätigt"
    (told,) = entries(town, "L2")
    assert (told.value, told.source.portal) == (3, True)
    assert found.outside is not None
    assert found.outside.findings == (), "the office has said nothing that could contradict the portal"


def entries(town: Town, ref: str) -> Any:
    with town.ctx().reading() as work:
        return history(work, "33", ref).entries


def test_without_the_rule_nothing_is_filled_in(town: Town) -> None:
    import_portal(town.ctx(), export(town))
    town.day("2020-03-25", "send-lists", "deliver")
    assert [level(town, ref) for ref in ("L2", "L3")] == [None, None]


def test_a_list_that_comes_back_as_it_was_sent_says_nothing(filled_in: Town) -> None:
    town = filled_in
    _, content, _ = town.book("33")
    town.send_back("33", rows=())
    town.do("collect")
    assert set(town.states("33")) == {"open"}
    assert line(town, "L2").answers == {"maturity_level": 3}
    with town.ctx().reading() as work:
        item = work.session.scalars(select(ServiceList).join(Office).where(Office.number == "33")).one()
        assert workbook_of(work, item).content == content
    assert town.findings() == []


def test_a_row_left_alone_stays_open_beside_others_that_are_answered(filled_in: Town) -> None:
    town = filled_in
    at = numbers(town)
    town.send_back("33", rows=[number for ref, number in at.items() if ref != "L2"])
    town.do("collect", "deliver")
    states = {ref: town.rows("33")[number].state for ref, number in at.items()}
    assert states == {ref: "open" if ref == "L2" else "answered" for ref in at}
    (item,) = (one for one in town.status()["lists"] if one["office"] == "33")
    assert item["state"] == "partly_returned"
    answer = town.letters()[-1]
    (copy,) = answer.attachments.values()
    assert cells(copy)[at["L2"]] == OURS, "the copy that asks for the rest brings it again"


@pytest.mark.parametrize(("said", "expected"), [(OURS, 3), ("Online-Transaktion (4)", 4), ("Offline (0)", 0)])
def test_confirmed_or_changed_it_is_an_answer_of_the_office(filled_in: Town, said: str, expected: int) -> None:
    town = filled_in
    town.send_back("33", {numbers(town)["L2"]: {"Stufe heute": said}})
    town.do("collect")
    found = line(town, "L2")
    assert (found.state, found.answers["maturity_level"]) == ("answered", expected)
    assert found.sources["maturity_level"].kind is SourceKind.MAIL


def test_a_row_with_a_gap_beside_it_is_asked_again(filled_in: Town) -> None:
    """The office has said that it is responsible: then the level it left is its own, and what is missing is asked."""
    town = filled_in
    town.send_back("33", {numbers(town)["L2"]: {"Zuständig?": "ja"}}, rows=())
    town.do("collect")
    found = line(town, "L2")
    assert (found.state, found.answers) == ("invalid", {"responsible": "ja", "maturity_level": 3})


def test_an_office_that_refuses_the_service_has_said_no_level(filled_in: Town) -> None:
    town = filled_in
    town.send_back("33", {numbers(town)["L2"]: {"Zuständig?": "nein", "Zuständiges Amt": "Amt 50"}}, rows=())
    town.do("collect")
    assert "maturity_level" not in town.rows("33")[numbers(town)["L2"]].answers


def test_fehlanzeige_is_not_contradicted_by_what_we_filled_in(filled_in: Town) -> None:
    town = filled_in
    town.send_back("33", rows=(), nil="ja")
    town.do("collect")
    (item,) = (one for one in town.status()["lists"] if one["office"] == "33")
    assert item["state"] == "nil_return"


def test_a_progress_query_asks_about_work_and_not_about_the_portals(filled_in: Town) -> None:
    key = "99115002012000"
    with filled_in.ctx().reading() as work:
        found, round_ = portal_of(work, [key]), find_round(work, None)
        assert found.prefill(key, round_) == {"maturity_level": 3}
        asks_progress = Round(kind=RoundKind.PROGRESS, questionnaire=round_.questionnaire)
        assert found.prefill(key, asks_progress) == {}


def test_what_an_office_said_before_goes_before_the_portals(asked: Town) -> None:
    town = asked
    town.send_back("33", {numbers(town)["L2"]: {"Stufe heute": "Offline (0)"}})
    town.do("collect")
    town.prepare(with_prefill())
    import_portal(town.ctx(), export(town))
    close_round(town.ctx())
    town.clock.set(date(2021, 4, 1))
    open_round(town.ctx(), date(2021, 6, 1))
    town.do("deliver")
    with town.session() as session:
        newest = session.scalars(select(ServiceList).order_by(ServiceList.round_id.desc())).all()
        (item,) = (one for one in newest if one.office.number == "33" and one.round_id == newest[0].round_id)
        kept = {row.service.ref: (row.prefill.get("maturity_level"), row.portal_prefill) for row in item.rows}
        (other,) = (one for one in newest if one.office.number == "20" and one.round_id == newest[0].round_id)
        fresh = {row.service.ref: (row.prefill, row.portal_prefill) for row in other.rows}
    assert kept["L2"] == (0, {})
    assert fresh["L1"] == ({}, {"maturity_level": 3})
