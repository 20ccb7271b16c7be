"""What a person at the command line sees of the answers: lines or the history of one, with the words of the questionnaire."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from ozg_workflow.domain.survey.answer_line import AnswerLine
from ozg_workflow.domain.survey.answers import label_of
from ozg_workflow.usecases.answers.chosen import AnswerFilter, question_named, questions_of
from ozg_workflow.usecases.answers.history import EVERYBODY, History, history, whole_history
from ozg_workflow.usecases.answers.read import answer_lines
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.rollout_access import scales_of
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.named_offices import any_office
from ozg_workflow.usecases.survey.questions.rounds import find_round


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The words of the questionnaires: question → heading, and (round, question, stored answer) → the answer as people read it."""

    headings: dict[str, str]
    words: Callable[[str, str, Any], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Vocabulary):
    """Lines; `question` is the key of the one that was asked for, empty for all."""

    lines: list[AnswerLine]
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownHistory(Vocabulary):
    """The history of a service of one office, or of one line after the other."""

    histories: tuple[History, ...]


def list_answers(ctx: Context, chosen: AnswerFilter) -> Found:
    """Return the lines that are wanted; `question` may be a heading, `office` a name. Raises InputError for what does not exist."""
    with ctx.reading() as work:
        if chosen.round:
            find_round(work, chosen.round)
        if chosen.office:
            chosen = replace(chosen, office=any_office(work.directory, chosen.office))
        key = question_named(work, chosen.question).key if chosen.question else ""
        lines = answer_lines(work, replace(chosen, question=key))
        return Found(lines=lines, question=key, headings=_headings(work), words=_words(work))


def show_history(ctx: Context, office: str, service: str, round_key: str = "") -> ShownHistory:
    """Return the history of a service of an office, of all offices for `-`. Raises InputError for what does not exist."""
    with ctx.reading() as work:
        if office.strip() == EVERYBODY:
            found = whole_history(work, service, round_key)
        else:
            found = (history(work, office, service, round_key),)
        return ShownHistory(histories=found, headings=_headings(work), words=_words(work))


def _headings(work: Work) -> dict[str, str]:
    return {key: question.heading for key, question in questions_of(work).items()}


def _words(work: Work) -> Callable[[str, str, Any], str]:
    questions, scales = questions_of(work), scales_of(work)

    def words(round_key: str, key: str, answer: Any) -> str:
        question = questions.get(key)
        return label_of(question, scales[round_key], answer) if question else "" if answer is None else str(answer)

    return words
