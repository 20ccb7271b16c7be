"""The columns of the table: what a reader looks for first stands first, whatever the questionnaire asks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ozg_workflow.domain.survey.answer_line import AnswerLine
from ozg_workflow.domain.survey.bundles import Asked, online
from ozg_workflow.domain.survey.outside_view import finding_words, portal_words
from ozg_workflow.domain.survey.question import Kind, Question
from ozg_workflow.report.answers.words import (
    ONLINE_WORDS,
    Shown,
    department_words,
    in_words,
    office_words,
    shower,
    sources_in_words,
    state_words,
)
from ozg_workflow.report.workbook import Column

WIDTHS: Final = {
    Kind.CHOICE: 15.0,
    Kind.SCALE: 19.0,
    Kind.INTEGER: 11.0,
    Kind.DECIMAL: 11.0,
    Kind.DATE: 12.0,
    Kind.URL: 26.0,
    Kind.TEXT: 22.0,
}
LOOKS: Final = {Kind.INTEGER: "figure", Kind.DECIMAL: "decimal", Kind.DATE: "day"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LineColumn:
    """A column with what stands in it for a line; `question` is the key of the question it shows, empty for the others."""

    column: Column
    value: Callable[[AnswerLine], Shown]
    question: str = ""


def line_columns(asked: Asked, *, outside: bool = False) -> tuple[LineColumn, ...]:
    """Return the columns of `Angaben`: the service, online or not and the cases a year first, its codes, the other answers, the sources.

    With `outside` also what the portals show.
    """
    questions = asked.questionnaire.questions
    headings = {q.key: q.heading for q in questions}
    first = [q for q in questions if q.key == asked.level or q == asked.volume]
    return (
        _plain("Leistung", 42, lambda line: line.service.name, "strong"),
        _plain("Amt", 22, office_words),
        _plain("Dezernat", 20, department_words),
        _plain("Online?", 10, lambda line: ONLINE_WORDS[online(asked, line)], "centre"),
        *(_answer(asked, q) for q in first),
        _plain("OZG-ID", 9, lambda line: line.service.ozg_id, "key"),
        _plain("OZG-Leistung", 24, lambda line: line.service.ozg_name),
        _plain("Themenfeld", 16, lambda line: line.service.theme),
        _plain("LeiKa-Schlüssel", 17, lambda line: line.service.key, "key"),
        *(_answer(asked, q) for q in questions if q not in first),
        _plain("Stand", 18, state_words),
        _plain("Widerspruch", 26, lambda line: contradicted(asked, line)),
        *(_OUTSIDE if outside else ()),
        _plain("Quelle", 46, lambda line: sources_in_words(line, headings)),
    )


def _plain(heading: str, width: float, value: Callable[[AnswerLine], Shown], look: str = "text") -> LineColumn:
    return LineColumn(column=Column(heading=heading, width=width, look=look), value=value)


_OUTSIDE: Final = (
    _plain("Portal", 30, lambda line: portal_words(line.outside.entry) if line.outside else ""),
    _plain("Außensicht", 22, lambda line: finding_words(line.outside) if line.outside else ""),
)


def _answer(asked: Asked, question: Question) -> LineColumn:
    shown, key = shower(asked, question), question.key
    longest = max((len(word) for word in question.heading.split()), default=0)
    width = max(WIDTHS[question.kind], longest + 3.0)
    column = Column(heading=question.heading, width=width, look=LOOKS.get(question.kind, "text"))
    return LineColumn(column=column, value=lambda line: shown(line.answers.get(key)), question=key)


def contradicted(asked: Asked, line: AnswerLine) -> str:
    """Return what is contradicted in a line: the question, the value that counts and the other one."""
    return "\n".join(
        f"{question.heading}: {in_words(show(found.counts.value))} ↔ {in_words(show(found.other.value))}"
        for found in line.contradictions
        if (question := asked.questionnaire.get(found.question))
        for show in (shower(asked, question),)
    )
