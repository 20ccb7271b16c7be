"""The board of all cities says what the page of each city says, by the same questions however many there are."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from benchmarks.crowd import crowd
from ozg_workflow.database.models import Measure, Message, Milestone, Relay
from ozg_workflow.demo.bounce import bounce_for
from ozg_workflow.domain.cities.board import COUNTED, CityLine
from ozg_workflow.domain.needs import NeedKind
from ozg_workflow.domain.plan.milestones import MilestoneState
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.domain.results.routes import Route
from ozg_workflow.usecases.cockpit.cities.board import Board, city_lines
from ozg_workflow.usecases.cockpit.needs import needs
from ozg_workflow.usecases.cockpit.overview import overview_of
from ozg_workflow.usecases.setup.prepare import prepare
from tests.usecases.results.test_delays import WAITS, reported
from tests.usecases.town import Town, not_ours, town_data
from tests.web.test_statements import noted

KEY, OTHER = "bielefeld-2020", "bielefeld-2020-1"


def lines(town: Town, relay: str = "relay.example") -> dict[str, CityLine]:
    with town.app.readers() as session:
        board = Board(session=session, now=town.clock(), relay_of=lambda _: relay)
        return {line.key: line for line in city_lines(board, lambda _: True)}


def contradict(town: Town) -> None:
    """Let two people of an office say different things about a service on one day."""
    for sender, volume in (("amt34@bielefeld.example", 900), ("sandmann@bielefeld.example", 1300)):
        town.clock.wait(minutes=5)
        town.send_back("34", {1: {"Fallzahl pro Jahr": volume}}, sender=sender)
        town.do("collect")


def same_as_its_page(town: Town) -> CityLine:
    """The line of the town, after it was compared with everything its own page says."""
    line = lines(town)[KEY]
    with town.ctx().reading() as work:
        view = overview_of(work, brief=True)
        waiting = Counter(n.kind for n in needs(work) if n.kind in COUNTED)
    current = view.round
    assert (line.returned, line.lists) == ((current.returned, current.lists) if current else (0, 0))
    assert line.late == sum(m.days_left < 0 for m in view.missing)
    assert Counter(line.waiting) == waiting
    assert line.needs == waiting.total()
    coming = next((m for m in view.status.milestones if m.state is not MilestoneState.DONE), None)
    assert (line.stage.title, line.stage.state) == ((coming.title, coming.state) if coming else ("", MilestoneState.DONE))
    return line


@pytest.mark.both_databases
def test_before_anything_was_sent(town: Town) -> None:
    line = same_as_its_page(town)
    assert (line.lists, line.ran_on) == (0, None)


@pytest.mark.both_databases
def test_while_the_lists_come_back(asked: Town) -> None:
    asked.send_back("33", {1: not_ours("Kreis")})
    asked.send_back("10", nil="ja")
    asked.drop(asked.letter({}, sender="krueger@bielefeld.example", subject="Frage zur Liste"))
    asked.run_day("2020-05-18")
    line = same_as_its_page(asked)
    assert (line.returned, line.lists) == (2, 5)
    assert line.late == 3
    assert line.waiting[NeedKind.CASE] == 1
    assert str(line.ran_on) == "2020-05-18"


@pytest.mark.both_databases
def test_with_mails_in_every_state(asked: Town) -> None:
    mails = asked.messages()
    kinds = set()
    for state in (MessageState.HELD, MessageState.BOUNCED, MessageState.REFUSED):
        for release in (False, True):
            asked.change(Message, Message.id == mails[-1].id, state=state, needs_release=release)
            kinds |= (+Counter(same_as_its_page(asked).waiting)).keys()
    assert kinds >= {NeedKind.HELD, NeedKind.RELEASE, NeedKind.BOUNCED, NeedKind.REFUSED}
    asked.change(Message, Message.id == mails[0].id, state=MessageState.UNKNOWN)
    line = same_as_its_page(asked)
    assert line.urgent is NeedKind.UNKNOWN
    assert line.urgent_words == "1 Mail mit ungeklärter Zustellung"


@pytest.mark.both_databases
def test_from_the_draft_to_the_implementation(answered: Town) -> None:
    same_as_its_page(answered)
    answered.draft_paper("2020-07-01")
    assert same_as_its_page(answered).waiting[NeedKind.DRAFT] == 1
    answered.day("2020-09-02")
    assert same_as_its_page(answered).waiting[NeedKind.DECISION] == 1


def test_measures_that_are_late_and_a_plan_that_is_done(started: Town) -> None:
    same_as_its_page(started)
    started.day("2023-01-02")
    assert same_as_its_page(started).waiting[NeedKind.MEASURES] >= 1
    started.change(Measure, route=Route.NONE)
    assert same_as_its_page(started).waiting[NeedKind.MEASURES] == 0, "what is not to be carried out is never late"
    started.change(Milestone, state=MilestoneState.DONE)
    assert same_as_its_page(started).stage.title == ""


@pytest.mark.both_databases
def test_measures_that_threaten_to_be_late(started: Town) -> None:
    started.change(Measure, target_on=date(2022, 12, 31))
    reported(started, WAITS)
    assert same_as_its_page(started).waiting[NeedKind.MEASURES] == 1
    started.day("2021-10-04", "track", "deliver")
    started.send_back("50", good=WAITS | {"Ziel voraussichtlich erreicht am": None})
    started.day("2021-10-05", "collect", "deliver")
    assert same_as_its_page(started).waiting[NeedKind.MEASURES] == 0, "the newest answer names no day"
    started.day("2023-01-02")
    assert same_as_its_page(started).waiting[NeedKind.MEASURES] >= 1


@pytest.mark.both_databases
def test_a_mailbox_that_gives_mail_back_until_it_is_heard_from(asked: Town) -> None:
    asked.drop(bounce_for(asked.content(1), "dez1@bielefeld.example", reporter="post.bielefeld.example"))
    asked.do("collect")
    assert same_as_its_page(asked).waiting[NeedKind.MAILBOX] == 1
    asked.day("2020-04-07")
    asked.send_back("10", sender="dez1@bielefeld.example", nil="ja")
    asked.do("collect")
    assert same_as_its_page(asked).waiting[NeedKind.MAILBOX] == 0


@pytest.mark.both_databases
def test_contradictions_of_two_people_until_one_settles_them(asked: Town) -> None:
    contradict(asked)
    assert same_as_its_page(asked).waiting[NeedKind.CONFLICT] == 1
    asked.clock.wait(days=1)
    asked.send_back("34")
    asked.do("collect")
    assert same_as_its_page(asked).waiting[NeedKind.CONFLICT] == 0


def test_a_mail_server_that_rests_is_that_of_its_rollouts(town: Town) -> None:
    with town.session() as session:
        session.add(Relay(name="relay.example", paused_until=town.clock() + timedelta(minutes=5), reason="antwortet nicht"))
        session.commit()
    assert lines(town)[KEY].waiting[NeedKind.PAUSED] == 1
    assert NeedKind.PAUSED not in +lines(town, relay="ein.anderer.example")[KEY].waiting


def test_only_what_is_seen_is_asked_about(asked: Town) -> None:
    other = replace(town_data(), config=replace(town_data().config, key=OTHER, city="Stadt Nebenan"))
    prepare(replace(asked.ctx(), rollout_key=OTHER), other)
    with asked.app.readers() as session, noted(asked.app.engine) as found:
        board = Board(session=session, now=asked.clock(), relay_of=str)
        assert [line.city for line in city_lines(board, lambda key: key == OTHER)] == ["Stadt Nebenan"]
        assert city_lines(board, lambda _: False) == ()
    assert found
    assert {key: line.lists for key, line in lines(asked).items()} == {KEY: 5, OTHER: 0}


def test_hundreds_of_cities_are_asked_the_same_questions(answered: Town) -> None:
    answered.drop(bounce_for(answered.content(1), "dez1@bielefeld.example", reporter="post.bielefeld.example"))
    contradict(answered)

    def asked_for() -> tuple[int, list[str]]:
        with answered.app.readers() as session, noted(answered.app.engine) as found:
            board = Board(session=session, now=answered.clock(), relay_of=str)
            return len(city_lines(board, lambda _: True)), [s.split("IN (")[0] for s in found]

    alone, few = asked_for()
    answered.close()
    crowd(answered.app.engine, 40)
    many, same = asked_for()
    assert (alone, many) == (1, 40)
    assert len(same) == len(few) <= 21
    waiting = [line.waiting for line in lines(answered).values()]
    assert [(w[NeedKind.CONFLICT], w[NeedKind.MAILBOX]) for w in waiting] == [(1, 1)] * 40
