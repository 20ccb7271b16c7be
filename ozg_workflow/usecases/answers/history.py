"""What was said about one service of one office, all questions in order of time."""

from dataclasses import dataclass

from ozg_workflow.domain.survey.answer_history import answer_history
from ozg_workflow.domain.survey.answer_line import AnswerLine, HistoryEntry, Source, SourceKind
from ozg_workflow.domain.survey.service_list import RowState
from ozg_workflow.usecases.answers.find import find_row
from ozg_workflow.usecases.answers.read import lines_of, questions_of
from ozg_workflow.usecases.answers.said import corrected_of, given_of
from ozg_workflow.usecases.step.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A line as it counts now, and everything that was said about it."""

    line: AnswerLine
    entries: tuple[HistoryEntry, ...]


def history(work: Work, office: str, service: str, round_key: str = "") -> History:
    """Return what was said in a round (default: the newest survey). Raises InputError for what does not exist."""
    row = find_row(work, office, service, round_key)
    (line,) = lines_of(work, [row.id])
    given, corrected = given_of(work, [row.id]).get(row.id, []), corrected_of(work, [row.id]).get(row.id, [])
    headings = {key: question.heading for key, question in questions_of(work).items()}
    sent = row.service_list.sent_at or row.service_list.prepared_at
    source = Source(kind=SourceKind.PREFILL, at=sent)
    prefilled = tuple(
        HistoryEntry(
            question=key,
            heading=headings.get(key, key),
            value=value,
            replaced=None,
            source=line.sources.get(key, source) if line.state is RowState.OPEN else source,
            counts=line.state is RowState.OPEN,
        )
        for key, value in row.prefill.items()
    )
    return History(line=line, entries=(*prefilled, *answer_history(given, corrected, headings)))
