"""The rounds and their lists: which office still needs one, and which are missing."""

from dataclasses import replace
from datetime import date

import pytest

from ozg_workflow.database.models import Message, Round
from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.manage_rounds import close_round
from ozg_workflow.usecases.survey.questions.rounds import closed_remark, current_rounds, find_round, missing_lists, survey_round
from ozg_workflow.usecases.survey.rounds import add_list, missing_plans, open_survey
from tests.usecases.town import Town, town_data


def offices(work: Work, round_: Round) -> list[str]:
    return [item.office.number for item in missing_lists(work.session, round_)]


def test_a_round_is_found_by_its_key_and_the_newest_survey_without_one(asked: Town) -> None:
    with asked.ctx().reading() as work:
        assert find_round(work, None) is find_round(work, "erhebung-1") is survey_round(work)
        with pytest.raises(InputError, match=r"Die Runde „x“ gibt es nicht. Vorhanden: erhebung-1\."):
            find_round(work, "x")


def test_before_the_lists_there_is_no_round(town: Town) -> None:
    with town.ctx().reading() as work:
        assert survey_round(work) is None
        assert current_rounds(work, work.today) == frozenset()
        with pytest.raises(InputError, match="noch keine Erhebungsrunde"):
            find_round(work, None)
        with pytest.raises(InputError, match="Vorhanden: keine"):
            find_round(work, "erhebung-1")


def test_the_survey_is_opened_once_with_the_deadlines_of_the_plan(town: Town) -> None:
    with town.ctx(preview=True).work() as work:
        round_ = open_survey(work)
        assert (round_.due_on, round_.responsibility_due_on) == (date(2020, 5, 15), date(2020, 4, 30))
        assert open_survey(work) is round_
        lists = missing_plans(work, round_)
        assert [(item.office.number, len(item.services)) for item in lists] == [
            ("10", 0),
            ("20", 1),
            ("33", 3),
            ("34", 2),
            ("50", 2),
        ]
        for plan in lists:
            add_list(work, round_, plan)
        assert missing_plans(work, round_) == ()


@pytest.mark.parametrize(("day", "due_on"), [("2020-04-06", date(2020, 5, 15)), ("2020-05-12", date(2020, 5, 27))])
def test_a_new_service_goes_out_as_a_nachtrag_with_ten_working_days_at_least(asked: Town, day: str, due_on: date) -> None:
    """Ten working days after 12.05. is 27.05.: Ascension Day does not count."""
    asked.day(day)
    data = town_data()
    new = replace(next(s for s in data.services if s.ref == "L3"), ref="L9", name="Führungszeugnis beantragen")
    asked.prepare(replace(data, services=(*data.services, new)))
    with asked.ctx(preview=True).work() as work:
        (added,) = missing_plans(work, find_round(work, None))
        assert (added.office.number, added.version, added.due_on) == ("33", 2, due_on)
        assert [service.name for service in added.services] == ["Führungszeugnis beantragen"]


def test_what_is_not_back_is_missing_also_while_its_mail_is_held(asked: Town) -> None:
    asked.send_back("34")
    asked.send_back("10", nil="ja")
    asked.send_back("33", rows=[1])
    asked.do("collect")
    asked.change(Message, Message.recipient == "1", state="held")
    with asked.ctx().reading() as work:
        assert offices(work, find_round(work, None)) == ["20", "33", "50"]


def test_the_return_rate_is_about_the_newest_survey_and_every_progress_query(started: Town) -> None:
    started.day("2021-03-01", "track")
    with started.ctx().reading() as work:
        assert current_rounds(work, date(2020, 3, 24)) == frozenset()
        assert current_rounds(work, date(2021, 2, 28)) == {"erhebung-1"}
        assert current_rounds(work, date(2021, 3, 1)) == {"erhebung-1", "stand-2021-03-01"}


def test_who_answers_to_a_closed_round_is_told(asked: Town) -> None:
    with asked.ctx().reading() as work:
        assert closed_remark(work.session, find_round(work, None)) == ()
    close_round(asked.ctx())
    with asked.ctx().reading() as work:
        (remark,) = closed_remark(work.session, find_round(work, None))
        assert remark.startswith("Die Erhebung ist seit dem 06.04.2020 geschlossen. Ihre Angaben sind gespeichert;")
