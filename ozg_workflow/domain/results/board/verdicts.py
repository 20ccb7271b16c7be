"""What the board decides about a service, and the measures that follow from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from ozg_workflow.domain import german
from ozg_workflow.domain.results.implementation import MeasurePlan, MeasureState, Target, state_on

if TYPE_CHECKING:
    from ozg_workflow.domain.results.prioritisation import Wave


class Verdict(StrEnum):
    """What the board decides about one service."""

    ACCEPT = "accept"
    DEFER = "defer"
    DROP = "drop"
    OTHER_WAVE = "other_wave"


VERDICT_TITLES = {
    Verdict.ACCEPT: "annehmen",
    Verdict.DEFER: "zurückstellen",
    Verdict.DROP: "streichen",
    Verdict.OTHER_WAVE: "andere Welle",
}
CARRIED_OUT = (Verdict.ACCEPT, Verdict.OTHER_WAVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What is proposed to the board for one ranked service; `wave` is a key, `office` a number, `field` its field in words."""

    service_id: int
    ref: str
    name: str
    office: str
    rank: int
    wave: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided about one service: `wave` is the key of the wave it is carried out in, empty where it is not; the reason in words."""

    service_id: int
    verdict: Verdict
    wave: str
    reason: str = ""


def as_proposed(proposal: Proposal) -> Decision:
    """Return the decision that follows the proposal."""
    return Decision(service_id=proposal.service_id, verdict=Verdict.ACCEPT, wave=proposal.wave)


def decided_measures(
    plans: Iterable[MeasurePlan], decisions: Mapping[int, Decision], waves: "Sequence[Wave]", target: Target, today: date
) -> tuple[MeasurePlan, ...]:
    """Return the measures the board wants, each in its wave: only what is accepted, or accepted in another wave.

    `decisions` maps service ids; a service without one gets no measure. A wave that is planned no more leaves the measure
    where the plan has it.
    """
    known = {wave.key: wave for wave in waves}
    found = []
    for plan in plans:
        decision = decisions.get(plan.service_id)
        if decision and decision.verdict in CARRIED_OUT:
            found.append(_in_wave(plan, known.get(decision.wave), target, today))
    return tuple(found)


def _in_wave(plan: MeasurePlan, wave: "Wave | None", target: Target, today: date) -> MeasurePlan:
    if wave is None or wave.key == plan.wave:
        return plan
    starts_on = date.fromisoformat(wave.starts_on)
    return replace(
        plan,
        wave=wave.key,
        starts_on=starts_on,
        target_on=min(date.fromisoformat(wave.ends_on), target.deadline),
        state=plan.state if plan.state is MeasureState.REACHED else state_on(starts_on, today),
    )


def counted(decisions: Iterable[Decision]) -> str:
    """Return how many services got which verdict, in words: `60 annehmen, 8 zurückstellen`."""
    found = [decision.verdict for decision in decisions]
    parts = [f"{number} {VERDICT_TITLES[verdict]}" for verdict in Verdict if (number := found.count(verdict))]
    return german.join(parts) or "keine"
