"""The answers that count, as people ask for them: a service with its answers and where each of them comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from ozg_workflow.domain import german
from ozg_workflow.domain.survey.cells import Answer
from ozg_workflow.domain.survey.outside_view import OutsideView
from ozg_workflow.domain.survey.service_list import ListState, RowState


class SourceKind(StrEnum):
    """Who said it."""

    MAIL = "mail"  # a list that came back
    PERSON = "person"  # a correction, told by phone or on paper
    PREFILL = "prefill"  # stands in the list of the office, which has not confirmed it yet


SOURCE_TITLES = {SourceKind.MAIL: "Rücksendung", SourceKind.PERSON: "Berichtigung", SourceKind.PREFILL: "Vorjahr, unbestätigt"}
PORTAL_TITLE = "laut Portal, unbestätigt"


class Source(NamedTuple):
    """Where an answer comes from; `at` is when it was said. A tuple, because every answer has one.

    A mail has `incoming` (its number), `file`, `cell` (as in `C7`, empty where it is not known) and its sender as `by`; a person has
    `by` (who wrote the answer down) and `note` (how it was told). What another office said about the service has that office and
    its list in `office` (`Amt 66, Fassung 1`), and where it was said; as PREFILL while it waits to be confirmed.
    `portal`: nobody said it, the portals show it.
    """

    kind: SourceKind
    at: datetime
    incoming: int | None = None
    file: str = ""
    cell: str = ""
    by: str = ""
    note: str = ""
    office: str = ""
    portal: bool = False

    @property
    def handed_on(self) -> bool:
        """Another office said it, and it waits to be confirmed."""
        return self.kind is SourceKind.PREFILL and bool(self.office)

    @property
    def title(self) -> str:
        """Who said it, in words."""
        if self.portal:
            return PORTAL_TITLE
        return f"von {self.office}, unbestätigt" if self.handed_on else SOURCE_TITLES[self.kind]


def source_words(source: Source) -> str:
    """Say where an answer comes from: `Mail Nr. 7, OZG-Amtsliste_34_Standesamt_v1.xlsx, Zelle H5`, `Telefonat mit Frau K., notiert von Frau L. am 06.04.2020`."""
    day = german.short_date(german.local_day(source.at))
    if source.kind is SourceKind.PERSON:
        return f"{source.note}, notiert von {source.by} am {day}"
    if source.portal:
        return source.title
    if source.kind is SourceKind.PREFILL and not source.handed_on:
        return SOURCE_TITLES[SourceKind.PREFILL] + (f" ({source.note})" if source.note else "")
    if source.kind is SourceKind.PREFILL:
        return f"{source.title}: {_place(source) or f'{source.by}, {day}'}"
    return (f"übernommen von {source.office}: " if source.office else "") + _place(source)


def _place(source: Source) -> str:
    mail = f"Mail Nr. {source.incoming}" if source.incoming else ""
    return ", ".join(filter(None, (mail, source.file, source.cell and f"Zelle {source.cell}")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One value with its source; the value is None where the cell was left or made empty."""

    value: Answer | None
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two values of one question that exclude each other; `counts` is the newer one, until a person decides."""

    question: str
    counts: Said
    other: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredService:
    """The service a line is about; `key` is the LeiKa key or empty, `theme` the Themenfeld, `kind` the LeiKa type."""

    service_id: int
    ref: str
    key: str
    name: str
    ozg_id: str
    ozg_name: str
    theme: str
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    """One service on the list of one office in one round: the answers that count (question → value) and their sources.

    `places` are the sources that differ in more than their cells, each once.
    `list_state` and `state` tell how far the list and the line are; `number` is the line's number in column A. `outside` is what the
    portals show of the service beside it, None where nothing is known. `gone_to` says where the service has gone by a case, empty for nowhere.
    """

    row_id: int
    round: str
    round_title: str
    office: str
    office_name: str
    department: str
    department_name: str
    service: AnsweredService
    list_version: int
    list_state: ListState
    number: int
    state: RowState
    answers: dict[str, Answer]
    sources: Mapping[str, Source]
    places: tuple[Source, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    outside: OutsideView | None = None
    gone_to: str = ""

    @property
    def state_words(self) -> str:
        """How far the line is: `beantwortet`, `keine Stelle dieser Stadt: Kreis Herford`."""
        return self.gone_to or ROW_STATE_TITLES[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One thing that was said about one question of one line, in the order in which it was said; `counts`: this is what counts now.

    `replaced` is the value that counted before; `issue` tells why a returned cell was not accepted (German), with `value` as it stood there.
    """

    question: str
    heading: str
    value: Answer | None
    replaced: Answer | None
    source: Source
    counts: bool
    issue: str = ""


ROW_STATE_TITLES = {
    RowState.OPEN: "offen",
    RowState.ANSWERED: "beantwortet",
    RowState.INVALID: "nachzubessern",
    RowState.DISPUTED: "nicht zuständig, offen",
    RowState.MOVED: "an anderes Amt gegeben",
    RowState.WITHDRAWN: "hier entfallen",
}
