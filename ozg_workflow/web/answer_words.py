"""How answers read on a page."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import escape

from ozg_workflow.domain.survey.answers import label_of
from ozg_workflow.domain.survey.cells import Answer
from ozg_workflow.domain.survey.kinds.registry import asked
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.question import Kind, Question

NUMBERS = frozenset({Kind.INTEGER, Kind.DECIMAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerWords:
    """The questions of a rollout with their scale; each value is put into words once."""

    questions: Mapping[str, Question]
    scale: MaturityScale
    _known: dict[tuple[str, Answer], str] = field(default_factory=dict)

    def heading(self, question: str) -> str:
        """Return the heading of a question; its key where it is not asked any more."""
        return self.questions[question].heading if question in self.questions else question

    def label(self, question: str, value: Answer | None) -> str:
        """Return an answer as people read it in the list; empty for none."""
        if value is None or question not in self.questions:
            return "" if value is None else str(value)
        if (question, value) not in self._known:
            self._known[question, value] = label_of(self.questions[question], self.scale, value)
        return self._known[question, value]

    def choices(self, question: str) -> dict[str, str]:
        """Return stored value → label of what can be picked; nothing where any value may stand."""
        found = self.questions.get(question)
        return {choice.value: choice.label for choice in asked(found, self.scale).choices} if found else {}

    def is_number(self, question: str) -> bool:
        """Tell whether the answers are numbers, which stand to the right."""
        return question in self.questions and self.questions[question].kind in NUMBERS


class Cells(dict[Answer | None, str]):
    """The cells of a table with the answers to one question, as HTML: each is made once, because a page has hundreds of them."""

    def __init__(self, words: AnswerWords, question: str) -> None:
        super().__init__()
        self._words, self._question = words, question
        self._opened = '<td class="right">' if words.is_number(question) else "<td>"

    def __missing__(self, value: Answer | None) -> str:
        """Make the cell of an answer; everything in it is escaped."""
        text = escape(self._words.label(self._question, value))
        made = self[value] = f"{self._opened}{text and f'<bdi>{text}</bdi>'}</td>"
        return made
