"""Stories drawn at random: nothing that was ever stored becomes unreachable, and no order loses an answer."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from ozg_workflow.database.models import Correction, Return, ReturnRow
from ozg_workflow.domain.survey.answer_line import SourceKind
from ozg_workflow.domain.survey.late_answers import LateAnswers
from ozg_workflow.usecases.answers.history import History, history, whole_history
from ozg_workflow.usecases.answers.read import AnswerFilter, answer_lines
from tests.usecases.survey.said.world import CELLS, SERVICE, World, new_world

OFFICES = st.sampled_from(["50", "20", "34"])
NO: dict[str, Any] = {"responsible": "nein"}
ROWS = st.one_of(
    st.integers(1, 9999).map(lambda volume: CELLS | {"case_volume": volume}),
    st.sampled_from(["Amt 20", "Amt 34", "Amt 50", "Landratsamt"]).map(lambda named: NO | {"proposed_office": named}),
    st.just(CELLS | {"responsible": "teilweise", "proposed_office": "Amt 20"}),
    st.just(CELLS | {"case_volume": "viele"}),
    st.just({"case_volume": "viele"}),
)
STEPS = st.one_of(
    st.tuples(st.just("back"), OFFICES, ROWS),
    st.tuples(st.just("change"), st.sampled_from(["50", "20", "34", ""])),
    st.sampled_from([("send",), ("elsewhere",), ("reopen",)]),
    st.tuples(st.just("decide"), OFFICES),
    st.tuples(st.just("correct"), OFFICES, st.sampled_from(["7", "8"])),
)
SLOW = settings(max_examples=32, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def stored(world: World) -> set[tuple[object, ...]]:
    """Everything that was stored about the service: by mail (number, question, value) and by a person."""
    found: set[tuple[object, ...]] = set()
    with world.town.session() as session:
        own = select(ReturnRow, Return.incoming_id).join(Return, Return.id == ReturnRow.return_id).where(~ReturnRow.adopted)
        for row, incoming in session.execute(own):
            found |= {(incoming, key, value) for key, value in row.answers.items()}
            found |= {
                (incoming, i["question"], i["value"]) for i in row.issues if i["value"] and i["question"] not in row.answers
            }
        found |= {("person", c.question, c.value) for c in session.scalars(select(Correction))}
    return found


def told(histories: list[History] | tuple[History, ...]) -> set[tuple[object, ...]]:
    entries = [entry for one in histories for entry in one.entries]
    return {("person" if e.source.kind is SourceKind.PERSON else e.source.incoming, e.question, e.value) for e in entries}


@SLOW
@given(st.lists(STEPS, min_size=2, max_size=9), st.sampled_from(LateAnswers))
def test_every_answer_ever_stored_stands_in_the_history_of_its_service(homes: Path, steps: list[Any], rule: LateAnswers) -> None:
    with new_world(homes, rule) as world:
        for name, *values in steps:
            getattr(world, name)(*values)
        world.send()
        with world.town.ctx().reading() as work:
            everything = whole_history(work, SERVICE)
            offices = {one.line.office for one in everything}
            by_office = [history(work, office, SERVICE) for office in sorted(offices)]
        assert stored(world) <= told(everything)
        assert stored(world) <= told(by_office)
        assert [f for f in world.town.findings() if "Zeile" in f or "Fall" in f] == []


def known(world: World) -> set[object]:
    """The figures that count for the service, or wait to be confirmed by the office that has it."""
    with world.town.ctx().reading() as work:
        lines = answer_lines(work, AnswerFilter(service=SERVICE, once=True))
    return {line.answers.get("case_volume") for line in lines}


@SLOW
@given(st.permutations(["first", "second", "gone", "change", "send"]), st.sampled_from(LateAnswers))
def test_returns_and_changes_give_the_same_answers_in_any_order(homes: Path, order: list[str], rule: LateAnswers) -> None:
    morning = datetime(2020, 4, 6, 5, tzinfo=UTC)
    with new_world(homes, rule) as world:
        world.town.clock.moment = morning + timedelta(hours=3)
        steps = {
            "first": lambda: world.back("50", CELLS | {"case_volume": 4711}, morning + timedelta(hours=1)),
            "second": lambda: world.back("50", CELLS | {"case_volume": 4712}, morning + timedelta(hours=2)),
            "gone": lambda: world.change(""),
            "change": lambda: world.change("20"),
            "send": world.send,
        }
        for name in order:
            steps[name]()
        world.change("20")
        world.send()
        assert known(world) == {4712}
