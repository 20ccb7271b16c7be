"""What an office has said about a service that another office has by now, or nobody any more."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from ozg_workflow.domain.survey.answers import still_valid
from ozg_workflow.domain.survey.cells import Answer
from ozg_workflow.domain.survey.counting import Corrected, Counting, Given, counting
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.returns import REFUSED, SHARED


class LateAnswers(StrEnum):
    """What becomes of such answers (`late_answers` in rollout.yaml)."""

    OFFER = "offer"  # they stand in the list of the office that has the service now, and count once it sends them back
    ADOPT = "adopt"  # they count there at once, until that office says something itself


class Fate(StrEnum):
    """What has become of what an office says about a service it has no more."""

    OFFERED = "offered"  # handed on, to be confirmed by the office that has the service
    ADOPTED = "adopted"  # they count for that office
    ANSWERED = "answered"  # that office has said something itself
    REFUSED = "refused"  # "nein": there is nothing to hand on
    UNREADABLE = "unreadable"  # no cell of the line could be accepted
    KEPT = "kept"  # nothing new in them for the office that has the service
    UNOWNED = "unowned"  # nobody has the service for now
    GONE = "gone"  # it is no longer in the catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class LateLine:
    """One line of a return about such a service: `office` has it now since a day; both are empty where nobody has it."""

    number: int
    name: str
    fate: Fate
    office: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What may be handed on of all that an office has said about a service: `answers` in the words of the questionnaire asked now.

    `base` is the return they stand in, `at` when the newest of them was said. `whole`: nothing beside that return was said, so that it
    may be adopted as it stands.
    """

    answers: Mapping[str, Answer]
    at: datetime
    base: Given | None
    whole: bool


def offer(asked: tuple[Questionnaire, MaturityScale], given: Iterable[Given], corrected: Sequence[Corrected]) -> Offer | None:
    """Return what an office has said but for its refusals; None where that is nothing.

    Who is responsible is left out: every office says that for itself.
    """
    questionnaire, scale = asked
    key = questionnaire.responsibility or ""
    state = counting([item for item in given if item.answers.get(key) != REFUSED], corrected)
    if state.answers.get(key) == REFUSED:
        return None
    own = (questionnaire.responsibility, questionnaire.proposed_office)
    answers = still_valid(questionnaire, scale, {k: answer for k, answer in state.answers.items() if k not in own})
    said = [item.at for item in (state.base, *state.over.values()) if item]
    return Offer(answers=answers, at=max(said), base=state.base, whole=_is_whole(state, key)) if answers else None


def _is_whole(state: Counting, responsibility: str) -> bool:
    return state.base is not None and not state.over and state.base.answers.get(responsibility) != SHARED
