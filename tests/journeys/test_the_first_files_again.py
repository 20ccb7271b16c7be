"""Whatever is loaded in between: with the first files again everything is as it was, and nobody is asked twice."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ozg_workflow.domain.catalogue import Service, references
from ozg_workflow.domain.errors import ConfigurationError
from ozg_workflow.domain.rollout import RolloutData
from ozg_workflow.usecases.setup.prepare import prepare
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.survey.send_lists import send_supplements
from tests.usecases.setup.changed import everything_said, standing_in, with_deadline
from tests.usecases.town import Town, town_data

pytestmark = pytest.mark.both_databases
FEW = settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),  # to shrink takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors],
)

OFFICES = ("10", "20", "33", "34", "50")
EDITS = ("gone", "renamed", "rekeyed", "keyless", "moved")
edits = st.dictionaries(st.integers(0, 7), st.tuples(st.sampled_from(EDITS), st.sampled_from(OFFICES)), max_size=6)
catalogues = st.tuples(edits, st.sampled_from(("ids", "no ids", "other ids")), st.integers(0, 2), st.booleans())


def edited(number: int, edit: tuple[Any, ...]) -> RolloutData:
    """The configuration after somebody worked on it: services changed, ids dropped or dealt anew, some new, the deadline moved."""
    changes, ids, new, later = edit
    data = with_deadline(date(2020, 5, 29)) if later else town_data()
    rows = [found for n, s in enumerate(data.services) if (found := _edited(s, number, *changes.get(n, ("", ""))))]
    rows += [replace(rows[0] if rows else data.services[0], ref=f"N{n}", key="", name=f"Neu {number}.{n}") for n in range(new)]
    refs = {
        "ids": [s.ref for s in rows],
        "no ids": references([("", s.key, s.name) for s in rows]),
        "other ids": [s.ref if s.ref.startswith("N") else f"L{9 - n}" for n, s in enumerate(rows, 1)],
    }[ids]
    return replace(data, services=tuple(replace(s, ref=ref) for s, ref in zip(rows, refs, strict=True)))


def _edited(service: Service, number: int, edit: str, office: str) -> Service | None:
    """Names of some services change and keys of the others: where id, key, name and office all change nobody knows it is the same."""
    named = service.ref in ("L1", "L3", "L5", "L7")
    if (edit == "renamed" and not named) or (edit in ("rekeyed", "keyless") and named):
        return service
    match edit:
        case "gone":
            return None
        case "renamed":
            return replace(service, name=f"{service.name} (Fassung {number})")
        case "rekeyed":
            return replace(service, key=f"99{number:03}{service.ref[1:]:>03}000000")
        case "keyless":
            return replace(service, key="")
        case "moved":
            return replace(service, office=office)
    return service


def load(ctx: Context, data: RolloutData) -> None:
    with suppress(ConfigurationError):  # what is ambiguous is asked, and nothing is loaded
        prepare(ctx, data, confirmed=True)


def seen(ctx: Context) -> dict[str, Any]:
    with ctx.sessions() as session:
        return standing_in(session)


@pytest.fixture
def answered(asked: Town) -> Town:
    everything_said(asked)
    return asked


@FEW
@given(st.lists(catalogues, min_size=1, max_size=3))
def test_any_sequence_that_ends_with_the_first_files_gives_the_first_state(answered: Town, sequence: Sequence[Any]) -> None:
    with answered.ctx(preview=True).as_one() as one:  # undone at the end
        before = seen(one)
        for number, edit in enumerate(sequence, 1):
            load(one, edited(number, edit))
        load(one, town_data())
        assert seen(one) == before
        assert send_supplements(one).mails == []


@FEW
@given(st.lists(catalogues, min_size=1, max_size=2))
def test_what_was_sent_in_between_leaves_the_first_lists_alone(answered: Town, sequence: Sequence[Any]) -> None:
    with answered.ctx(preview=True).as_one() as one:
        before = seen(one)
        for number, edit in enumerate(sequence, 1):
            load(one, edited(number, edit))
            send_supplements(one)
        load(one, town_data())
        after = seen(one)
        assert {key: after["rows"][key] for key in before["rows"]} == before["rows"]
        assert {key: after["lists"][key] for key in before["lists"]} == before["lists"]
        assert {name: after[name] for name in ("services", "assignments", "cases")} == {
            name: before[name] for name in ("services", "assignments", "cases")
        }
        assert {state for key, (state, *_) in after["rows"].items() if key not in before["rows"]} <= {"withdrawn"}
        assert send_supplements(one).mails == []
