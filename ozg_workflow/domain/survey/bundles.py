"""What the answers of a round come to: how many services are online, how many cases a year, what is planned, who owes what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from ozg_workflow.domain.survey.answer_line import AnswerLine
from ozg_workflow.domain.survey.cells import UNKNOWN, Answer
from ozg_workflow.domain.survey.criteria.check import level_in
from ozg_workflow.domain.survey.kinds.registry import kind_of
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.question import Kind, Question
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.returns import combine_shared
from ozg_workflow.domain.survey.service_list import UNFINISHED_ROWS, WITH_ANSWERS, ListState, RowState

GIVEN_AWAY: Final = frozenset({RowState.MOVED, RowState.WITHDRAWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The questionnaire of a round with its scale; `level` is the key of the question for the level, `volume` of that for the cases a year."""

    questionnaire: Questionnaire
    scale: MaturityScale
    level: str

    def level_in(self, answers: Mapping[str, Answer]) -> Answer | None:
        """Return the level that answers state."""
        return level_in(self.questionnaire, self.scale, answers, self.level)

    @property
    def volume(self) -> Question | None:
        """The first question for a whole number: the cases a year."""
        return next((q for q in self.questionnaire.questions if q.kind is Kind.INTEGER), None)

    @property
    def dates(self) -> tuple[Question, ...]:
        """The questions for a day: when something goes online."""
        return tuple(q for q in self.questionnaire.questions if q.kind is Kind.DATE)

    @property
    def additive(self) -> frozenset[str]:
        """The questions whose answers add up where offices share a service."""
        return frozenset(q.key for q in self.questionnaire.questions if kind_of(q).adds_up)


class Online(StrEnum):
    """Whether a service is online: it has at least the level that counts as OZG-compliant."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"  # the office said that it does not know
    OPEN = "open"  # nobody has said


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """An offer that is firmly planned; without a day where the office has not named one."""

    line: AnswerLine
    question: Question
    on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """The services of one OZG bundle. `cases` is the sum of the known numbers; every service is online, offline, unknown or open."""

    ozg_id: str
    ozg_name: str
    themes: tuple[str, ...]
    offices: tuple[str, ...]
    services: int
    online: int
    on_target: int
    offline: int
    level_unknown: int
    level_open: int
    cases: int | float
    cases_known: int
    cases_unknown: int
    planned: int
    next_on: date | None


def counts(line: AnswerLine) -> bool:
    """Tell whether a line stands for a service of its office: it was neither given to another one nor has it left the catalogue."""
    return line.state not in GIVEN_AWAY


def online(asked: Asked, line: AnswerLine) -> Online:
    """Tell whether the service of a line is online, by what its office has answered; an unconfirmed answer is none."""
    return _online(asked, line.answers if line.state in WITH_ANSWERS else {})


def _online(asked: Asked, answers: dict[str, Answer]) -> Online:
    level = asked.level_in(answers)
    if isinstance(level, int):
        return Online.YES if level >= asked.scale.compliant_level else Online.NO
    return Online.UNKNOWN if level == UNKNOWN else Online.OPEN


def bundles(asked: Asked, lines: Iterable[AnswerLine]) -> tuple[Bundle, ...]:
    """Return the bundles by their names; services without one stand together at the end."""
    found: dict[tuple[str, str], list[AnswerLine]] = {}
    for line in lines:
        found.setdefault((line.service.ozg_id, line.service.ozg_name), []).append(line)
    in_order = sorted(found, key=lambda ozg: (not any(ozg), ozg[1].casefold(), ozg[0]))
    return tuple(bundle(asked, found[key], *key) for key in in_order)


def bundle(asked: Asked, lines: Sequence[AnswerLine], ozg_id: str = "", ozg_name: str = "") -> Bundle:
    """Return what some lines come to. A service that offices share counts once, as in the ranking: their numbers add up."""
    services = _services(asked, lines)
    states = [_online(asked, answers) for answers in services.values()]
    volumes = [answers.get(asked.volume.key) for answers in services.values()] if asked.volume else []
    known = [volume for volume in volumes if isinstance(volume, int | float)]
    offers = planned(asked, lines)
    return Bundle(
        ozg_id=ozg_id,
        ozg_name=ozg_name,
        themes=tuple(sorted({line.service.theme for line in lines} - {""})),
        offices=tuple(sorted({line.office for line in lines})),
        services=len(services),
        online=states.count(Online.YES),
        on_target=sum(_level(asked, answers) >= asked.scale.target_level for answers in services.values()),
        offline=states.count(Online.NO),
        level_unknown=states.count(Online.UNKNOWN),
        level_open=states.count(Online.OPEN),
        cases=sum(known),
        cases_known=len(known),
        cases_unknown=volumes.count(UNKNOWN),
        planned=len({offer.line.service.service_id for offer in offers}),
        next_on=min((offer.on for offer in offers if offer.on), default=None),
    )


def _services(asked: Asked, lines: Iterable[AnswerLine]) -> dict[int, dict[str, Answer]]:
    parts: dict[int, list[dict[str, Answer]]] = {}
    for line in lines:
        answered = parts.setdefault(line.service.service_id, [])
        if line.state in WITH_ANSWERS:
            answered.append(line.answers)
    additive = asked.additive
    return {service: combine_shared(found, additive) if found else {} for service, found in parts.items()}


def _level(asked: Asked, answers: dict[str, Answer]) -> int:
    level = asked.level_in(answers)
    return level if isinstance(level, int) else -1


def planned(asked: Asked, lines: Iterable[AnswerLine]) -> tuple[Planned, ...]:
    """Return the offers that are planned, the earliest first, those without a day last.

    One is planned where a day is named, or where the answers to other questions ask for one (`required_when`).
    """
    found = [
        Planned(line=line, question=question, on=_day(line.answers.get(question.key)))
        for line in lines
        if line.state in WITH_ANSWERS
        for question in asked.dates
        if question.key in line.answers or (question.required_when and _due(asked, question, line))
    ]
    return tuple(sorted(found, key=lambda offer: (offer.on is None, offer.on or date.max, offer.line.service.name)))


def _day(answer: Answer | None) -> date | None:
    return date.fromisoformat(answer) if isinstance(answer, str) and answer != UNKNOWN else None


def _due(asked: Asked, question: Question, line: AnswerLine) -> bool:
    return asked.questionnaire.is_required(question, dict(line.answers))


def owes(line: AnswerLine) -> bool:
    """Tell whether somebody still has to say something about a line: its office, or the coordination who is responsible."""
    if line.list_state in (ListState.NIL_RETURN, ListState.SUPERSEDED):
        return False
    return line.state in UNFINISHED_ROWS or line.state is RowState.DISPUTED


def missing(asked: Asked, line: AnswerLine) -> tuple[str, ...]:
    """Return the headings of the questions that a line leaves open although they must be answered."""
    given: dict[str, object] = dict(line.answers) if line.state in WITH_ANSWERS else {}
    questions = asked.questionnaire.questions
    return tuple(q.heading for q in questions if q.key not in given and asked.questionnaire.is_required(q, given))
