"""The last days of lists follow the plan; mails about an old one do not go out any more."""

from dataclasses import replace
from datetime import date

from sqlalchemy import select

from ozg_workflow.database.models import Message, Office, ServiceList
from ozg_workflow.domain.plan.timeline import Timeline
from ozg_workflow.usecases.survey.extend_list import extend_list
from ozg_workflow.usecases.survey.manage_rounds import close_round
from ozg_workflow.usecases.timeline.deadlines import (
    follow_the_plan,
    planned_round,
    running_lists,
    withdraw,
    withdraw_mails_about,
)
from tests.usecases.town import Town, town_data


def with_return_on(day: date) -> Timeline:
    timeline = town_data().config.timeline
    milestones = tuple(replace(m, planned_on=day) if m.key == "frist-ruecksendung" else m for m in timeline.milestones)
    return replace(timeline, milestones=milestones)


def ids_of(town: Town, *offices: str) -> list[int]:
    with town.session() as session:
        return list(session.scalars(select(ServiceList.id).join(Office).where(Office.number.in_(offices))))


def states(town: Town, kind: str) -> dict[str, tuple[str, str]]:
    return {m.recipient: (str(m.state), m.state_reason) for m in town.messages(kind)}


def test_the_plan_is_about_the_first_survey_while_it_is_open(asked: Town) -> None:
    with asked.ctx().reading() as work:
        round_ = planned_round(work)
        assert round_ is not None
        assert round_.key == "erhebung-1"
    close_round(asked.ctx())
    with asked.ctx().work() as work:
        assert planned_round(work) is None
        assert running_lists(work.session, None) == ()
        assert follow_the_plan(work, with_return_on(date(2020, 6, 12))) == (False, ())


def test_the_lists_follow_the_plan_except_one_that_has_its_own_day(asked: Town) -> None:
    extend_list(asked.ctx(), "34", date(2020, 5, 29))
    with asked.ctx().work() as work:
        assert follow_the_plan(work, work.config.timeline) == (False, ()), "nothing has moved"
        changed, moved = follow_the_plan(work, with_return_on(date(2020, 6, 12)))
    assert changed
    assert [(item.office, item.old, item.new) for item in moved] == [
        (office, date(2020, 5, 15), date(2020, 6, 12)) for office in ("10", "20", "33", "50")
    ]
    due = {item["office"]: item["due_on"] for item in asked.status()["lists"]}
    assert due == dict.fromkeys(("10", "20", "33", "50"), "2020-06-12") | {"34": "2020-05-29"}


def test_a_mail_about_these_lists_and_no_others_is_withdrawn(asked: Town) -> None:
    asked.day("2020-05-13", "remind")
    ids = ids_of(asked, "10", "20", "33")
    with asked.ctx().work() as work:
        withdraw_mails_about(work, ids)
    assert states(asked, "reminder") == {"1": ("cancelled", "Die Frist hat sich geändert."), "2": ("queued", "")}
    assert len(work.result.lines) == 1


def test_what_has_left_or_is_about_to_leave_is_not_withdrawn(asked: Town) -> None:
    asked.day("2020-05-13", "remind")
    with asked.ctx().work() as work:
        mails = list(work.session.scalars(select(Message).order_by(Message.id)))
        asked_for, first, second = mails[0], *mails[-2:]
        second.state = "claimed"  # type: ignore[assignment]
        work.session.flush()
        withdraw(work, (asked_for, first, second), "Nicht mehr nötig.")
    assert states(asked, "reminder") == {"1": ("cancelled", "Nicht mehr nötig."), "2": ("claimed", "")}
    assert set(states(asked, "service_lists").values()) == {("accepted", "")}
    assert work.result.lines == [f"Mail Nr. {first.id} „{first.subject}“ geht nicht mehr hinaus: Nicht mehr nötig."]
