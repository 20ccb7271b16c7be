"""How an answer, its state and its source read in the table."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.domain.survey.answer_line import PORTAL_TITLE, ROW_STATE_TITLES, SOURCE_TITLES, AnswerLine, Source, SourceKind
from ozg_workflow.domain.survey.bundles import Asked, Online
from ozg_workflow.domain.survey.cells import UNKNOWN, UNKNOWN_WORD, Answer
from ozg_workflow.domain.survey.kinds.registry import asked as asked_of
from ozg_workflow.domain.survey.question import Kind, Question
from ozg_workflow.domain.survey.service_list import LIST_STATE_TITLES, ListState, RowState

Shown = str | int | float | date | None
LARGEST: Final = 1e15  # a spreadsheet keeps fifteen digits of a number
NUMBERS: Final = frozenset({Kind.INTEGER, Kind.DECIMAL})
ONLINE_WORDS: Final = {Online.YES: "ja", Online.NO: "nein", Online.UNKNOWN: UNKNOWN_WORD, Online.OPEN: "offen"}


def shower(asked: Asked, question: Question) -> Callable[[Answer | None], Shown]:
    """Return what shows the answers to one question: numbers and days as such, the rest by its label."""
    column = asked_of(question, asked.scale)
    if question.kind in NUMBERS:
        return partial(_number, column.label)
    if question.kind is Kind.DATE:
        return partial(_day, column.label)
    labels: dict[Answer, str] = {}

    def label(answer: Answer | None) -> Shown:
        if answer is None:
            return None
        if answer not in labels:
            labels[answer] = UNKNOWN_WORD if answer == UNKNOWN and column.may_be_unknown else column.label(answer)
        return labels[answer]

    return label


def _number(label: Callable[[Answer], str], answer: Answer | None) -> Shown:
    if answer is None or (isinstance(answer, int | float) and abs(answer) < LARGEST):
        return answer
    return UNKNOWN_WORD if answer == UNKNOWN else label(answer)


def _day(_: Callable[[Answer], str], answer: Answer | None) -> Shown:
    if answer is None:
        return None
    return UNKNOWN_WORD if answer == UNKNOWN else date.fromisoformat(str(answer))


def in_words(shown: Shown) -> str:
    """Return a shown answer as text, for cells that hold several things; nothing is an en dash."""
    if isinstance(shown, date):
        return german.short_date(shown)
    if isinstance(shown, int | float):
        return german.number(shown) if float(shown).is_integer() else str(shown).replace(".", ",")
    return shown or "–"


def state_words(line: AnswerLine) -> str:
    """Return how far a line is; an open one tells where its list is."""
    if line.state is not RowState.OPEN:
        return line.state_words
    if line.list_state is ListState.NIL_RETURN:
        return "Fehlanzeige des Amtes"
    if any(source.handed_on for source in line.sources.values()):
        return "offen, Angaben eines anderen Amtes unbestätigt"
    if any(source.portal for source in line.sources.values()):
        return f"offen, {PORTAL_TITLE}"
    if any(source.kind is SourceKind.PREFILL for source in line.sources.values()):
        return "offen, Vorjahr unbestätigt"
    return f"{ROW_STATE_TITLES[line.state]} (Liste {LIST_STATE_TITLES[line.list_state]})"


def office_words(line: AnswerLine) -> str:
    """Return `33 Einwohner- und Meldeamt`."""
    return f"{line.office} {line.office_name}"


def department_words(line: AnswerLine) -> str:
    """Return `2 Bürger und Soziales`; an office without a Dezernat says so."""
    return f"{line.department} {line.department_name}".strip() or "ohne Dezernat"


def sources_in_words(line: AnswerLine, headings: Mapping[str, str]) -> str:
    """Return where the answers of a line come from: the source of most of them first, every other one with its questions."""
    groups: dict[tuple[object, ...], list[str]] = {}
    for question, s in line.sources.items():
        groups.setdefault((s.kind, s.incoming, s.file, s.by, s.note, s.office, s.at), []).append(question)
    in_order = sorted(groups.values(), key=len, reverse=True)
    told = [_source(line, questions) for questions in in_order]
    named = [", ".join(headings.get(q, q) for q in questions) for questions in in_order]
    return "\n".join(told[:1] + [f"{name}: {source}" for name, source in zip(named[1:], told[1:], strict=True)])


def _source(line: AnswerLine, questions: Sequence[str]) -> str:
    return source_in_words(line.sources[questions[0]], span(line.sources[question].cell for question in questions))


def source_in_words(source: Source, cells: str | None = None) -> str:
    """Return where one answer comes from; `cells` are those of several answers of the same source."""
    day = german.short_date(german.local_day(source.at))
    if source.kind is SourceKind.PERSON:
        return f"{source.by}, {day}: {source.note}"
    if source.portal:
        return source.title
    if source.kind is SourceKind.PREFILL and not source.handed_on:
        return SOURCE_TITLES[source.kind] + (f" ({source.note})" if source.note else "")
    where = f"Mail {source.incoming} vom {day}" if source.incoming else f"{SOURCE_TITLES[source.kind]} vom {day}"
    of = source.title if source.handed_on else f"übernommen von {source.office}" if source.office else ""
    return ", ".join(filter(None, (of, where, source.file, source.cell if cells is None else cells)))


def span(cells: Iterable[str]) -> str:
    """Return `C7–P7` for the cells of one line, and all of them where they stand in several."""
    known = sorted({cell for cell in cells if cell}, key=lambda cell: (len(cell), cell))
    lines = {cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for cell in known}
    return f"{known[0]}–{known[-1]}" if len(known) > 2 and len(lines) == 1 else ", ".join(known)
