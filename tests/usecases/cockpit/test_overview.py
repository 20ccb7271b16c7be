"""What the cockpit shows beside the status: the same figures, today and on past days."""

from datetime import date

import pytest

from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.usecases.cockpit.overview import overview
from ozg_workflow.usecases.cockpit.status import status
from ozg_workflow.usecases.survey.manage_rounds import close_round
from tests.usecases.town import Town


def test_the_overview_holds_the_status(started: Town) -> None:
    found = overview(started.ctx())
    assert found.status == status(started.ctx())
    assert found.scores
    assert found.scores.top[0].rank == 1
    assert found.progress
    assert found.status.implementation
    assert found.progress.waves[0].measures > 0
    assert sum(w.measures for w in found.progress.waves) == found.status.implementation.measures
    assert found.progress.plan[-1].number == found.status.implementation.measures


def test_before_the_survey_there_is_neither_a_round_nor_a_need(town: Town) -> None:
    found = overview(town.ctx())
    assert (found.round, found.missing, found.mails, found.scores, found.progress) == (None, (), (), None, None)
    assert found.needs == ()


@pytest.mark.both_databases
def test_who_is_missing_is_told_with_the_reminders_so_far(asked: Town) -> None:
    asked.send_back("33")
    asked.do("collect", "deliver")
    asked.day("2020-05-18", "remind", "deliver")
    found = overview(asked.ctx()).missing
    assert [row.item.office for row in found] == ["10", "20", "34", "50"]
    assert {row.days_left for row in found} == {-3}
    assert {row.item.reminders for row in found} == {1}
    assert {row.reminded_at and row.reminded_at.date() for row in found} == {date(2020, 5, 18)}
    before = overview(asked.ctx(), as_of=date(2020, 5, 15)).missing
    assert {(row.days_left, row.item.reminders, row.reminded_at) for row in before} == {(0, 0, None)}


def test_the_mail_log_of_a_past_evening_ends_with_it(asked: Town) -> None:
    asked.send_back("33")
    asked.do("collect", "deliver")
    log = overview(asked.ctx(), as_of=date(2020, 3, 25)).mails
    assert {m.kind for m in log} == {MailKind.SERVICE_LISTS}
    assert len(overview(asked.ctx()).mails) == len(log) + 1


def test_a_closed_round_waits_for_nobody_but_it_did_before(asked: Town) -> None:
    asked.clock.set(date(2020, 5, 20))
    close_round(asked.ctx())
    assert overview(asked.ctx()).missing == ()
    assert len(overview(asked.ctx(), as_of=date(2020, 5, 19)).missing) == 5
