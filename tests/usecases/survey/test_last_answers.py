"""What the offices answered last: lists of a repeated round come with it."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import MaturityReading, Office, Service
from ozg_workflow.domain.survey.answers import cells_of
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.last_answers import Delta, Prefill, delta_of, last_answers
from ozg_workflow.usecases.survey.manage_rounds import close_round
from ozg_workflow.usecases.survey.open_round import open_round
from ozg_workflow.usecases.survey.questions.rounds import find_round, missing_lists
from tests.usecases.town import Town, town_data


def by_name(work: Work, found: Prefill) -> dict[tuple[str, str], dict[str, object]]:
    """Office number and reference of the service → answers."""
    offices = dict(work.session.execute(select(Office.id, Office.number)).all())
    refs = dict(work.session.execute(select(Service.id, Service.ref)).all())
    return {(offices[office], refs[service]): dict(answers) for (office, service), answers in found.items()}


@pytest.fixture
def again(asked: Town) -> Town:
    """The Standesamt has answered; L7 is gone from the Sozialamt, L9 is new there; the second round is open."""
    asked.send_back("34", {1: {"Fallzahl pro Jahr": 900, "Personaleinsatz (VZÄ)": "k. A."}, 2: {"Fallzahl pro Jahr": "viele"}})
    asked.do("collect")
    close_round(asked.ctx())
    data = town_data()
    new = replace(next(s for s in data.services if s.ref == "L8"), ref="L9", name="Heizkostenhilfe beantragen")
    asked.prepare(replace(data, services=(*(s for s in data.services if s.ref != "L7"), new)))
    open_round(asked.ctx(), date(2020, 6, 30))
    return asked


def test_the_first_round_repeats_nothing(asked: Town) -> None:
    asked.send_back("34")
    asked.do("collect")
    with asked.ctx().reading() as work:
        round_ = find_round(work, None)
        assert last_answers(work, round_) == {}
        assert {delta_of(work.session, item) for item in missing_lists(work.session, round_)} == {Delta()}


def test_only_what_was_accepted_is_repeated(again: Town) -> None:
    with again.ctx().reading() as work:
        found = by_name(work, last_answers(work, find_round(work, None)))
    assert {key: answers.get("case_volume") for key, answers in found.items()} == {("34", "L5"): 900, ("34", "L6"): None}
    assert {answers["maturity_level"] for answers in found.values()} == {2}, "the readable cells of a wrong row too"


def test_what_the_office_did_not_know_is_repeated_as_a_word_it_may_send_back(again: Town) -> None:
    with again.ctx().reading() as work:
        found = by_name(work, last_answers(work, find_round(work, None)))
        assert found["34", "L5"]["staff_effort"] == "unknown"
        cells = cells_of(work.config.questionnaire, work.config.scale, {"staff_effort": "unknown"})
    assert cells == {"staff_effort": "unbekannt"}


def test_a_newer_level_of_a_progress_query_counts(again: Town) -> None:
    again.change(MaturityReading, level=3)
    with again.ctx().reading() as work:
        found = by_name(work, last_answers(work, find_round(work, None)))
    assert (found["34", "L5"]["maturity_level"], found["34", "L5"]["case_volume"]) == (3, 900)


def test_an_office_is_told_what_is_new_and_what_is_gone(again: Town) -> None:
    with again.ctx().reading() as work:
        lists = {item.office.number: item for item in missing_lists(work.session, find_round(work, None))}
        new = work.session.scalars(select(Service.id).where(Service.ref == "L9")).one()
        assert delta_of(work.session, lists["50"]) == Delta(new=frozenset({new}), withdrawn=("Wohngeld beantragen",))
        assert delta_of(work.session, lists["34"]) == Delta()
