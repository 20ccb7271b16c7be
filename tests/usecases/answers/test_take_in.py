"""What follows from an answer: the state of row and list, cases."""

from sqlalchemy import select

from ozg_workflow.database.models import ResponsibilityCase
from tests.usecases.answers.phone import back, call
from tests.usecases.town import Town


def test_a_refused_cell_is_mended_and_the_list_is_back(asked: Town) -> None:
    back(asked, {1: {"Fallzahl pro Jahr": "viele"}})
    assert (asked.states("34"), asked.list_state("34")) == (["invalid", "answered"], "partly_returned")
    call(asked)
    assert (asked.states("34"), asked.list_state("34")) == (["answered", "answered"], "returned")
    assert asked.findings() == []


def test_what_is_asked_for_now_is_said(asked: Town) -> None:
    back(asked)
    result = call(asked, question="planned_offer", value="ja")
    assert (asked.states("34"), asked.list_state("34")) == (["invalid", "answered"], "partly_returned")
    assert "Offen bleibt „Geplant zum“: Die Angabe fehlt." in "\n".join(result.lines)
    call(asked, question="Geplant zum", value="01.10.2020")
    assert asked.states("34") == ["answered", "answered"]


def test_a_refusal_by_phone_opens_a_case_and_taking_it_back_ends_it(asked: Town) -> None:
    back(asked)
    call(asked, question="responsible", value="nein")
    assert asked.states("34")[0] == "disputed"
    with asked.session() as session:
        assert [case.state for case in session.scalars(select(ResponsibilityCase))] == ["open"]
    call(asked, question="responsible", value="ja")
    assert asked.states("34")[0] == "answered"
    with asked.session() as session:
        assert [case.reason_code for case in session.scalars(select(ResponsibilityCase))] == ["taken_back"]
