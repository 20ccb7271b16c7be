"""The sheet for the board's decision, and the decision as a document: one line per ranked service."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from ozg_workflow.domain import german
from ozg_workflow.domain.results.board.sheet import (
    FIELD,
    NAME,
    OFFICE,
    PROPOSED,
    RANK,
    REASON,
    REF,
    SHEET,
    TOP,
    VERDICT,
    WAVE,
    stamp_of,
    wave_label,
)
from ozg_workflow.domain.results.board.verdicts import VERDICT_TITLES, Decision, Proposal, as_proposed, counted
from ozg_workflow.domain.results.prioritisation import Wave
from ozg_workflow.report.labels import office_label
from ozg_workflow.report.workbook import Book, Column

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

COLUMNS: Final = (
    Column(heading=RANK, width=7, look="rank"),
    Column(heading=REF, width=13, look="key"),
    Column(heading=NAME, width=46, look="strong"),
    Column(heading=OFFICE, width=30),
    Column(heading=FIELD, width=20),
    Column(heading=PROPOSED, width=26),
    Column(heading=VERDICT, width=17),
    Column(heading=WAVE, width=26),
    Column(heading=REASON, width=46),
)
LISTS: Final = "Auswahl"  # sheet with what the drop-downs offer
HOW: Final = (
    "„annehmen“ folgt dem Vorschlag; „andere Welle“ nennt die Welle daneben; „zurückstellen“ und „streichen“ ergeben keine Maßnahme. "
    "Wer vom Vorschlag abweicht, begründet es."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionSheet:
    """What the sheet shows; `decisions` maps service ids, what is not among them stands as proposed.

    `decided_on` and `decided_by` are given once it is decided; `evaluated_at` is the creation date of the file.
    """

    city: str
    title: str
    evaluated_at: datetime
    input_hash: str
    version: str
    proposals: tuple[Proposal, ...]
    waves: tuple[Wave, ...]
    office_names: Mapping[str, str]
    decisions: Mapping[int, Decision]
    decided_on: date | None = None
    decided_by: str = ""


def decision_xlsx(found: DecisionSheet) -> bytes:
    """Return the sheet with drop-downs; same input, same bytes. It is read back by `domain.results.board.sheet`."""
    stream = io.BytesIO()
    book = Book(stream, title=found.title, city=found.city, evaluated_at=found.evaluated_at, subject="Entscheidung")
    sheet = book.sheet(SHEET, f"Entscheidung über die Umsetzung – {found.title}", f"{_state(found)} · {HOW}", COLUMNS)
    book.table(sheet, TOP, COLUMNS, _rows(found), name="Entscheidung")
    sheet.freeze_panes(TOP + 1, 3)
    _choices(book, sheet, found)
    book.file.close()
    return stream.getvalue()


def resolution_xlsx(found: DecisionSheet) -> bytes:
    """Return the decision as a document „Beschluss“ with its date and the name of who recorded it; same input, same bytes."""
    stream = io.BytesIO()
    book = Book(stream, title=found.title, city=found.city, evaluated_at=found.evaluated_at, subject="Beschluss")
    day = german.short_date(found.decided_on)
    heading = f"Beschluss des Verwaltungsvorstands vom {day}"
    decisions = [found.decisions[p.service_id] for p in found.proposals if p.service_id in found.decisions]
    subtitle = f"{found.title} · {counted(decisions)} · festgehalten von {found.decided_by} · {_state(found)}"
    sheet = book.sheet("Beschluss", heading, subtitle, COLUMNS)
    book.table(sheet, TOP, COLUMNS, _rows(found), name="Beschluss")
    sheet.freeze_panes(TOP + 1, 3)
    book.file.close()
    return stream.getvalue()


def _state(found: DecisionSheet) -> str:
    moment = german.local_time(found.evaluated_at)
    return f"Auswertung vom {moment} Uhr, Gewichte Version {found.version} · {stamp_of(found.input_hash)}"


def _rows(found: DecisionSheet) -> list[tuple[str | int, ...]]:
    labels = {wave.key: wave_label(wave) for wave in found.waves}
    return [_row(p, found.decisions.get(p.service_id) or as_proposed(p), labels, found.office_names) for p in found.proposals]


def _row(proposal: Proposal, decision: Decision, labels: Mapping[str, str], offices: Mapping[str, str]) -> tuple[str | int, ...]:
    return (
        proposal.rank,
        proposal.ref,
        proposal.name,
        office_label(proposal.office, offices),
        proposal.field,
        labels.get(proposal.wave, proposal.wave),
        VERDICT_TITLES[decision.verdict],
        labels.get(decision.wave, decision.wave),
        decision.reason,
    )


def _choices(book: Book, sheet: "Worksheet", found: DecisionSheet) -> None:
    """Offer the verdicts and waves as drop-downs from a hidden sheet: a list in the rule itself ends after 255 characters."""
    if not found.proposals:
        return
    hidden = book.file.add_worksheet(LISTS)
    hidden.hide()
    columns = [column.heading for column in COLUMNS]
    offered: tuple[tuple[str, Sequence[str]], ...] = (
        (VERDICT, tuple(VERDICT_TITLES.values())),
        (WAVE, tuple(wave_label(wave) for wave in found.waves)),
    )
    for place, (heading, options) in enumerate(offered):
        for row, option in enumerate(options):
            book.put(hidden, row, place, option)
        letter, column = "AB"[place], columns.index(heading)
        rule = {"validate": "list", "source": f"={LISTS}!${letter}$1:${letter}${len(options)}", "error_title": heading}
        if code := sheet.data_validation(TOP + 1, column, TOP + len(found.proposals), column, rule):
            raise ValueError(f"Auswahlliste „{heading}“ ließ sich nicht anlegen: {code}")
