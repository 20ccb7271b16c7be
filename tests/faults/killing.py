"""Kill a command at one of its step boundaries, run it again, and compare what there is with an undisturbed run."""

import json
import random
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from ozg_workflow.database.models import Message
from tests.faults.scenarios import Scenario, load
from tests.faults.snapshot import NUMBERS, Snapshot, differences, snapshot, without_count
from tests.faults.world import World
from tests.usecases.town import read_letter

KILLED = -9
MOST_TRIES = 5
AGAIN, RECOVERED, SETTLED, LAST = 30, 31, 32, 60  # minutes after the first run, when every lease is over

Copies = Counter[tuple[tuple[str, ...], str]]


@dataclass(frozen=True, kw_only=True)
class Undisturbed:
    """How a command ends when nobody disturbs it: the boundaries it passes, what the relay has, what there is, its second exit status."""

    steps: list[str]
    copies: Copies
    state: Snapshot
    unknown: frozenset[str]
    second_status: int


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What came of one kill; `wrong` says what differs from the undisturbed run in the end, or what must not have happened."""

    scenario: str
    step: str
    lost: int
    doubled: int
    unknown: int
    wrong: tuple[str, ...]


def undisturbed(world: World, scenario: Scenario) -> Undisturbed:
    """Run a command twice, and a delivery."""
    load(world, scenario.world)
    arguments = scenario.arguments(world)
    status = world.run(*arguments, at=scenario.at)
    assert status == 0, f"{scenario.name} ended with {status}: {world.said()}"
    steps = world.passed()
    second = world.run(*arguments, at=scenario.at, minutes=AGAIN)
    unknown = frozenset(m.header_id for m in _in_state(world, "unknown"))
    _deliver(world, scenario, RECOVERED)
    _deliver(world, scenario, LAST)
    return Undisturbed(steps=steps, copies=_copies(world), state=_state(world, scenario), unknown=unknown, second_status=second)


def kill(world: World, scenario: Scenario, number: int, reference: Undisturbed) -> Verdict:
    """Kill the command at its boundary `number` (from 1), run it again, settle what is unknown by the relay's log, compare."""
    arguments, status, passed = _killed(world, scenario, number)
    step = passed[-1]
    wrong = [] if status == KILLED else [f"ended with {status} instead of being killed"]
    again = world.run(*arguments, at=scenario.at, minutes=AGAIN)
    if again not in (0, reference.second_status):
        wrong.append(f"the second run ended with {again}: {world.said()}")
    _deliver(world, scenario, RECOVERED)
    unknown = [m for m in _in_state(world, "unknown") if m.header_id not in reference.unknown]
    if unknown and not may_be_unknown(passed):
        wrong.append("unknown, although nothing was under way")
    _settle(world, scenario, unknown)
    _deliver(world, scenario, LAST)
    lost, doubled = (reference.copies - _copies(world)).total(), (_copies(world) - reference.copies).total()
    twice = sum(count - 1 for count in world.smtp.copies().values())
    return Verdict(
        scenario=scenario.name,
        step=step,
        lost=lost,
        doubled=max(doubled, twice),
        unknown=len(unknown),
        wrong=tuple(wrong + differences(reference.state, _state(world, scenario))),
    )


def _killed(world: World, scenario: Scenario, number: int) -> tuple[tuple[str, ...], int, list[str]]:
    """Kill the command at its boundary `number`, at its last one where it has fewer this time: lines that meet share their commits.

    Returns its arguments, its exit status and the boundaries it passed.
    """
    for _ in range(MOST_TRIES):
        load(world, scenario.world)
        arguments = scenario.arguments(world)
        status = world.run(*arguments, at=scenario.at, kill_at=number)
        passed = world.passed()
        if status == KILLED or len(passed) >= number:
            break
        number = len(passed)
    return arguments, status, passed


def may_be_unknown(passed: list[str]) -> bool:
    """Tell whether a process with one line, which has died at the last of these boundaries, had announced a dot and not stored its answer."""

    def last(*names: str) -> int:
        return max((n for n, name in enumerate(passed) if name in names), default=-1)

    def committed_since(number: int) -> bool:
        return number >= 0 and any(name.endswith("/after-commit") for name in passed[number:])

    content, answer = last("smtp:content/sent"), last("smtp:dot/answer-read")
    if committed_since(content) and answer < content:
        return True
    return answer >= 0 and not committed_since(answer)


def chosen(steps: list[str], most: int) -> list[int]:
    """Boundaries to kill at: of every name `most`, the same ones every time."""
    by_name: dict[str, list[int]] = {}
    for number, name in enumerate(steps, 1):
        by_name.setdefault(name, []).append(number)
    picked = [random.Random(name).sample(numbers, min(most, len(numbers))) for name, numbers in by_name.items()]
    return sorted(number for numbers in picked for number in numbers)


def own_steps(steps: list[str]) -> list[str]:
    """The boundaries of a use case without those of the delivery that ends it."""
    end = next((n for n, name in enumerate(steps) if name.startswith("deliver:")), len(steps))
    return steps[:end]


def sample(steps: list[str], count: int, seed: str) -> list[int]:
    """A few boundaries, the same ones every time."""
    return sorted(random.Random(seed).sample(range(1, len(steps) + 1), min(count, len(steps))))


def _copies(world: World) -> Copies:
    """What the relay has, by recipients and subject: the numbers in a Message-ID may differ between two runs."""
    return Counter((m.recipients, NUMBERS.sub("#", without_count(read_letter(m.content).subject))) for m in world.smtp.taken)


def _state(world: World, scenario: Scenario) -> Snapshot:
    with world.session() as session:
        found = snapshot(session, world.home)
    lines = found["event"]
    return found | {"event": Counter({line: n for line, n in lines.items() if json.loads(line)["verb"] not in scenario.repeated})}


def _in_state(world: World, *states: str) -> list[Message]:
    try:
        with world.session() as session:
            return list(session.scalars(select(Message).where(Message.state.in_(states))))
    except DBAPIError:  # there are no tables yet
        return []


def _settle(world: World, scenario: Scenario, messages: list[Message]) -> None:
    """A person looks into the relay's log and says whether the mail arrived."""
    copies = world.smtp.copies()
    for message in messages:
        verdict = "--sent" if copies[message.header_id] else "--resend"
        world.run("mail", "settle", str(message.id), verdict, at=scenario.at, minutes=SETTLED)


def _deliver(world: World, scenario: Scenario, minutes: float) -> None:
    """Deliver what is left in the outbox, as the next scheduled run does."""
    if _in_state(world, "queued", "claimed", "data_started"):
        world.run("deliver", at=scenario.at, minutes=minutes)
