"""The figures of milestones and lists as they stand now."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from ozg_workflow.database.models import Office, ServiceList
from ozg_workflow.domain.plan.milestones import MilestoneState
from ozg_workflow.domain.survey.service_list import ListState
from ozg_workflow.usecases.step.figures import list_figures, milestone_figures, to_the_second
from tests.usecases.town import Town


def test_a_moment_is_kept_to_the_second_in_berlin() -> None:
    at = to_the_second(datetime(2020, 3, 25, 6, 0, 1, 999_999, tzinfo=UTC))
    assert at == datetime(2020, 3, 25, 6, 0, 1, tzinfo=UTC)
    assert at.utcoffset() == timedelta(hours=1), "before the clocks change on 29.03."
    assert to_the_second(None) is None


def test_the_milestones_come_in_the_order_of_the_plan(asked: Town) -> None:
    with asked.ctx().reading() as work:
        found = milestone_figures(work.session, work.rollout)
    assert list(found)[:5] == ["konzept", "info-leitungen", "info-personalrat", "info-beschaeftigte", "versand"]
    sent, deadline, board = found["versand"], found["frist-ruecksendung"], found["vorstellung"]
    assert sent.state is MilestoneState.DONE
    assert sent.done_at is not None
    assert (deadline.acts_on, deadline.last_day) == (date(2020, 5, 18), date(2020, 5, 15)), "a Friday, then a Monday"
    assert (board.planned, board.planned_label, board.last_day) == ("2020-07", "Juli 2020", date(2020, 7, 31))


def test_the_rows_of_a_list_are_counted_by_what_became_of_them(asked: Town) -> None:
    asked.send_back("33", {2: {"Fallzahl pro Jahr": "viele"}, 3: {"Zuständig?": "nein"}}, rows=[1, 2])
    asked.do("collect")
    with asked.ctx().reading() as work:
        ids = dict(work.session.execute(select(Office.number, ServiceList.id).join(ServiceList)).all())
        every = list_figures(work.session, work.rollout)
        chosen = list_figures(work.session, work.rollout, [ids["33"], ids["10"]])
    assert set(every) == set(ids.values())
    assert chosen == {number: every[number] for number in (ids["33"], ids["10"])}
    half, empty = every[ids["33"]], every[ids["10"]]
    assert (half.state, half.rows, half.answered, half.invalid, half.disputed) == (ListState.PARTLY_RETURNED, 3, 2, 1, 1)
    assert (empty.state, empty.rows, empty.answered, empty.returned_at) == (ListState.SENT, 0, 0, None)


def test_no_list_chosen_is_no_list(asked: Town) -> None:
    with asked.ctx().reading() as work:
        assert list_figures(work.session, work.rollout, []) == {}
