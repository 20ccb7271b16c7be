"""How answers read on a page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from markupsafe import escape

from ozg_workflow.domain.survey.answers import label_of
from ozg_workflow.domain.survey.cells import Answer
from ozg_workflow.domain.survey.kinds.registry import asked
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.question import Kind, Question
from ozg_workflow.usecases.answers.read import questions_of
from ozg_workflow.usecases.step.rollout_access import scales_of
from ozg_workflow.usecases.step.work import Work

NUMBERS = frozenset({Kind.INTEGER, Kind.DECIMAL})
MOST_WORDS: Final = 2_000  # values of a question that are kept in words
MOST_KEPT: Final = 16  # rollouts
_words: "dict[tuple[str, ...], AnswerWords]" = {}


def words_of(work: Work) -> "AnswerWords":
    """Return the words for the answers of a rollout, kept as long as its questionnaires and its configuration, of which the scale is part, are the same."""
    edition = (work.rollout.config_hash, *(part for round_ in work.rounds for part in (round_.key, round_.questionnaire)))
    if edition not in _words:
        if len(_words) >= MOST_KEPT:
            _words.clear()
        return _words.setdefault(
            edition, AnswerWords(questions=questions_of(work), scales=scales_of(work), scale=work.prepared.scale)
        )
    return _words[edition]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerWords:
    """The questions of a rollout with the scale of each round, by its key, and the one that counts now; each value is put into words once."""

    questions: Mapping[str, Question]
    scales: Mapping[str, MaturityScale]
    scale: MaturityScale
    _cells: "dict[tuple[str, str], Cells]" = field(default_factory=dict)
    _known: dict[tuple[str, str, Answer], str] = field(default_factory=dict)

    def cells(self, round_key: str, question: str) -> "Cells":
        """Return the cells of a table with the answers to a question in a round."""
        place = round_key, question
        if place not in self._cells:
            return self._cells.setdefault(place, Cells(self, round_key, question))
        return self._cells[place]

    def heading(self, question: str) -> str:
        """Return the heading of a question; its key where it is not asked any more."""
        return self.questions[question].heading if question in self.questions else question

    def label(self, round_key: str, question: str, value: Answer | None) -> str:
        """Return an answer as people read it in the list of its round; empty for none."""
        if value is None or question not in self.questions:
            return "" if value is None else str(value)
        place = round_key, question, value
        known = self._known.get(place)
        if known is None:
            if len(self._known) >= MOST_WORDS:
                self._known.clear()
            known = self._known[place] = label_of(self.questions[question], self.scales[round_key], value)
        return known

    def choices(self, question: str, round_key: str = "") -> dict[str, str]:
        """Return stored value → label of what can be picked, on the scale of a round where one is named; nothing where any value may stand."""
        found, scale = self.questions.get(question), self.scales.get(round_key, self.scale)
        return {choice.value: choice.label for choice in asked(found, scale).choices} if found else {}

    def is_number(self, question: str) -> bool:
        """Tell whether the answers are numbers, which stand to the right."""
        return question in self.questions and self.questions[question].kind in NUMBERS

    def is_address(self, question: str) -> bool:
        """Tell whether the answers are addresses in the net: one long word each, for which a column has to be wide."""
        return question in self.questions and self.questions[question].kind is Kind.URL


class Cells(dict[Answer | None, str]):
    """The cells of a table with the answers to one question in one round, as HTML: each is made once, because a page has hundreds of them."""

    def __init__(self, words: AnswerWords, round_key: str, question: str) -> None:
        super().__init__()
        self._words, self._round, self._question = words, round_key, question
        look = "right" if words.is_number(question) else "long" if words.is_address(question) else ""
        self._opened = f'<td class="{look}">' if look else "<td>"

    def __missing__(self, value: Answer | None) -> str:
        """Make the cell of an answer; everything in it is escaped."""
        if len(self) >= MOST_WORDS:
            self.clear()
        text = escape(self._words.label(self._round, self._question, value))
        made = self[value] = f"{self._opened}{text and f'<bdi>{text}</bdi>'}</td>"
        return made
