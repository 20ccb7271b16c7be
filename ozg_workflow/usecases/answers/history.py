"""What was said about one service, by one office or by all, all questions in order of time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from ozg_workflow.database.models import Office, Round, ServiceList, ServiceListRow
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.survey.answer_history import answer_history
from ozg_workflow.domain.survey.answer_line import AnswerLine, HistoryEntry, Source, SourceKind
from ozg_workflow.domain.survey.counting import Corrected, Given
from ozg_workflow.domain.survey.portal_prefill import PORTAL_NOTE
from ozg_workflow.domain.survey.service_list import GONE, ListState, RowState
from ozg_workflow.usecases.answers.find import find_service
from ozg_workflow.usecases.answers.read import lines_of, questions_of
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.named_offices import office_number
from ozg_workflow.usecases.survey.questions.rounds import find_round
from ozg_workflow.usecases.survey.said.lines import corrected_of, given_of
from ozg_workflow.usecases.survey.said.origins import origins

EVERYBODY = "-"  # instead of an office


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A line as it counts now, and everything that was said about it."""

    line: AnswerLine
    entries: tuple[HistoryEntry, ...]


def history(work: Work, office: str, service: str, round_key: str = "") -> History:
    """Return what an office said in a round (default: the newest survey), on whichever of its lists.

    The line is the one that counts; of several that is the newest the office still has. Raises InputError for what does not exist.
    """
    number = office_number(work.directory, office, past=True)
    found, round_ = find_service(work, service), find_round(work, round_key or None)
    rows = _rows(work, found.id, number, round_.id)
    if not rows:
        raise InputError(
            f"Die Leistung „{found.name}“ ({found.ref}) steht in der Runde „{round_.key}“ auf keiner Liste von Amt {number}."
        )
    first, *others = (_history(work, row) for row in rows)
    told = [replace(entry, counts=False) for one in others for entry in one.entries]
    entries = sorted((*told, *first.entries), key=lambda entry: entry.source.at) if told else first.entries
    return History(line=first.line, entries=tuple(entries))


def whole_history(work: Work, service: str, round_key: str = "") -> tuple[History, ...]:
    """Return what all offices said about a service, list by list, the newest round first (default: all rounds). Raises InputError."""
    found = find_service(work, service)
    round_ = find_round(work, round_key) if round_key else None
    return tuple(_history(work, row) for row in _rows(work, found.id, "", round_.id if round_ else None))


def _rows(work: Work, service_id: int, office: str, round_id: int | None) -> list[ServiceListRow]:
    """Return the rows about a service, the newest round first; of a round those that count first, then the newest."""
    query = (
        select(ServiceListRow)
        .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
        .join(Round, Round.id == ServiceList.round_id)
        .join(Office, Office.id == ServiceList.office_id)
        .where(Round.rollout_id == work.rollout.id, ServiceListRow.service_id == service_id)
        .order_by(Round.id.desc(), ServiceListRow.state.in_(GONE), ServiceList.state == ListState.SUPERSEDED)
        .order_by(ServiceList.version.desc(), ServiceListRow.id)
    )
    if office:
        query = query.where(Office.number == office)
    if round_id:
        query = query.where(Round.id == round_id)
    return list(work.session.scalars(query))


def _history(work: Work, row: ServiceListRow) -> History:
    (line,) = lines_of(work, [row.id])
    given, corrected = given_of(work.session, [row.id]).get(row.id, []), corrected_of(work.session, [row.id]).get(row.id, [])
    headings = {key: question.heading for key, question in questions_of(work).items()}
    told = history_of(line, given, corrected, headings)
    return History(line=line, entries=(*_prefilled(work, row, line, headings), *told))


def history_of(
    line: AnswerLine, given: Sequence[Given], corrected: Sequence[Corrected], headings: Mapping[str, str]
) -> tuple[HistoryEntry, ...]:
    """Return what was said about a line; nothing of it counts where its office has the service no more."""
    told = answer_history(given, corrected, headings)
    return tuple(replace(entry, counts=False) for entry in told) if line.state in GONE else told


def _prefilled(work: Work, row: ServiceListRow, line: AnswerLine, headings: Mapping[str, str]) -> Iterator[HistoryEntry]:
    """Return what the row holds for its office to confirm; what another office said has that office as its source."""
    sent = Source(kind=SourceKind.PREFILL, at=row.service_list.sent_at or row.service_list.prepared_at)
    if not row.prefill:
        sent = sent._replace(note=PORTAL_NOTE, portal=True)
    origin = origins(work, {row.prefill_row_id: row.prefill}).get(row.prefill_row_id, {}) if row.prefill_row_id else {}
    for key, value in row.filled_in.items():
        yield HistoryEntry(
            question=key,
            heading=headings.get(key, key),
            value=value,
            replaced=None,
            source=origin.get(key) or (line.sources.get(key, sent) if line.state is RowState.OPEN else sent),
            counts=line.state is RowState.OPEN,
        )
