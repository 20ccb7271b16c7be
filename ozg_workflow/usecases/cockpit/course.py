"""What the journal tells about the way until today: the last picture, the returns of each round, the measures."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from sqlalchemy import bindparam, select

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import Round, ServiceList
from ozg_workflow.domain.cockpit.overview import MeasuresOn, ReturnsOn
from ozg_workflow.domain.journal import Picture, evenings
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.domain.survey.service_list import BACK, ListState
from ozg_workflow.usecases.results.measures import given_up
from ozg_workflow.usecases.step.journal import entries, list_entries
from ozg_workflow.usecases.step.work import Work

Evening = TypeVar("Evening", ReturnsOn, MeasuresOn)
_ROUND_OF: Final = (
    select(ServiceList.id, Round.key)
    .join(Round, Round.id == ServiceList.round_id)
    .where(Round.rollout_id == bindparam("rollout"))
)


@dataclass(slots=True, kw_only=True)
class Course:
    """The figures of the evenings on which they were new, oldest first: the returns by the key of their round, the measures."""

    picture: Picture = field(default_factory=Picture)
    returns: dict[str, list[ReturnsOn]] = field(default_factory=dict)
    measures: list[MeasuresOn] = field(default_factory=list)


def course(work: Work, *, whole: bool = True) -> Course:
    """Return the course up to the evening of `work.today`; without `whole` only the returns: of the journal nothing but the lists is read."""
    round_of = {list_id: key for list_id, key in columns(work.session, _ROUND_OF, {"rollout": work.rollout.id})}
    found, nobodys = Course(), given_up(work) if whole else ()
    read = entries if whole else list_entries
    for day, picture in evenings(read(work.session, work.rollout, work.today)):
        found.picture = picture
        for key, back in _by_round(picture, round_of).items():
            _append(found.returns.setdefault(key, []), ReturnsOn(day=day, lists=back.total(), returned=back[True]))
        states = Counter(state for measure, state in picture.measures.items() if measure not in nobodys)
        reached = states[MeasureState.REACHED]
        if states:
            started = states[MeasureState.STARTED] + reached
            _append(found.measures, MeasuresOn(day=day, measures=states.total(), started=started, reached=reached))
    return found


def _by_round(picture: Picture, round_of: Mapping[int, str]) -> dict[str, Counter[bool]]:
    found: dict[str, Counter[bool]] = {}
    for list_id, figures in picture.lists.items():
        if list_id in round_of and figures.state is not ListState.SUPERSEDED:
            found.setdefault(round_of[list_id], Counter())[figures.state in BACK] += 1
    return found


def _append(evenings: list[Evening], new: Evening) -> None:
    """Add the figures of an evening, unless they are those of the evening before."""
    if not evenings or replace(evenings[-1], day=new.day) != new:
        evenings.append(new)
