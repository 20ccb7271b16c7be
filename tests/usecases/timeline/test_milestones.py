"""Milestones are ticked off, started, finished and taken up again, each of it once."""

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import Event
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.plan.milestones import Action, MilestoneState
from ozg_workflow.usecases.timeline.milestones import complete, find_milestone, reopen, start, tick_off
from tests.usecases.town import Town


def verbs(town: Town, key: str) -> list[str]:
    with town.session() as session:
        query = select(Event.verb).where(Event.object_type == "milestone", Event.object_id == key).order_by(Event.id)
        return list(session.scalars(query))


def test_what_people_did_is_ticked_off_once(town: Town) -> None:
    title = "Abstimmung des Konzeptes in der Verwaltungsvorstands-Klausurtagung"
    assert tick_off(town.ctx(), "konzept").lines == [f"„{title}“ ist erledigt."]
    again = tick_off(town.ctx(), "konzept")
    assert (again.changed, again.lines) == (False, [f"„{title}“ war bereits erledigt."])
    assert (town.milestone("konzept"), verbs(town, "konzept")) == ("done", ["milestone_done"])


def test_an_unknown_milestone_is_answered_with_the_known_ones_in_the_order_of_the_plan(town: Town) -> None:
    before = town.dump()
    with pytest.raises(InputError, match=r"„x“ gibt es nicht. Vorhanden: konzept, info-leitungen, .*, abschluss\."):
        tick_off(town.ctx(), "x")
    assert town.dump() == before


def test_all_milestones_of_an_action_are_completed_and_those_that_are_done_stay(town: Town) -> None:
    tick_off(town.ctx(), "infoveranstaltung-1")
    with town.ctx().work() as work:
        done_at = find_milestone(work, "infoveranstaltung-1").done_at
        complete(work, Action.EVENT)
        assert find_milestone(work, "infoveranstaltung-1").done_at == done_at
    assert [line.partition("(")[2] for line in work.result.lines] == ["2. Termin)“ ist erledigt."]
    assert (town.milestone("infoveranstaltung-2"), town.milestone("versand")) == ("done", "planned")


def test_only_a_planned_milestone_starts_and_only_a_finished_one_is_taken_up_again(town: Town) -> None:
    with town.ctx().work() as work:
        survey = find_milestone(work, "erhebung")
        reopen(work, survey, MilestoneState.RUNNING)
        assert survey.state is MilestoneState.PLANNED, "it was not finished"
        start(work, survey)
        start(work, survey)
        complete(work, Action.COLLECT)
        start(work, survey)
        assert survey.state is MilestoneState.DONE, "it is over"
        reopen(work, survey, MilestoneState.RUNNING)
        assert (survey.state, survey.done_at) == (MilestoneState.RUNNING, None)
    assert verbs(town, "erhebung") == ["milestone_started", "milestone_done", "milestone_reopened"]
