"""Lines made by hand, about the questionnaire of the sample rollout."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from ozg_workflow.domain.rollout import RolloutConfig
from ozg_workflow.domain.survey.answer_line import AnsweredService, AnswerLine, Contradiction, Said, Source, SourceKind
from ozg_workflow.domain.survey.bundles import Asked
from ozg_workflow.domain.survey.outside_view import Finding, OutsideView, PortalEntry
from ozg_workflow.domain.survey.service_list import ListState, RowState
from ozg_workflow.report.answers.table import AnswerTable, Corrected
from ozg_workflow.workspace.rollouts import load_rollouts

REPOSITORY = Path(__file__).parents[3]
RETURNED_AT = datetime(2020, 4, 22, 7, 14, tzinfo=UTC)
TOLD_AT = datetime(2020, 5, 6, 9, 0, tzinfo=UTC)
FILE = "OZG-Amtsliste_33_Einwohner- und Meldeamt_v1.xlsx"
GOOD: Mapping[str, Any] = {
    "responsible": "ja",
    "maturity_level": 2,
    "planned_offer": "nein",
    "case_volume": 1200,
    "staff_effort": 1.5,
    "user_orientation": "3",
    "technical_support": "2",
    "complexity": "1",
    "legal_barrier": "none",
}


@cache
def config() -> RolloutConfig:
    return load_rollouts(REPOSITORY)[0].config


@cache
def asked() -> Asked:
    return Asked(questionnaire=config().questionnaire, scale=config().scale, level=config().maturity_question)


def mail(cell: str = "", *, incoming: int = 12, file: str = FILE, at: datetime = RETURNED_AT) -> Source:
    return Source(kind=SourceKind.MAIL, at=at, incoming=incoming, file=file, cell=cell, by="amt33@bielefeld.example")


def person(note: str = "Telefon, Frau Krüger") -> Source:
    return Source(kind=SourceKind.PERSON, at=TOLD_AT, by="Frau Lindner", note=note)


def line(number: int = 1, *, office: str = "33", **changes: Any) -> AnswerLine:
    """A line about service number `number` of an office; `answers`, `service` (fields) and all fields of a line can be changed."""
    answers = dict(changes.pop("answers", GOOD))
    columns = {q.key: chr(ord("H") + i) for i, q in enumerate(asked().questionnaire.questions)}
    service = AnsweredService(
        service_id=number,
        ref=f"L{number}",
        key=f"99115{number:03}012000",
        name=f"Leistung {number}",
        ozg_id="10260",
        ozg_name="Meldebestätigung",
        theme="Familie & Kind",
    )
    plain = AnswerLine(
        row_id=100 * int(office) + number,
        round="erhebung-1",
        round_title="Erhebung",
        office=office,
        office_name={"33": "Einwohner- und Meldeamt", "20": "Kämmerei"}.get(office, "Amt"),
        department="2" if office == "33" else "1",
        department_name="Bürger und Soziales" if office == "33" else "Zentrale Dienste",
        service=replace(service, **changes.pop("service", {})),
        list_version=1,
        list_state=ListState.RETURNED,
        number=number,
        state=RowState.ANSWERED,
        answers=answers,
        sources={key: mail(f"{columns.get(key, 'Z')}{number + 4}") for key in answers},
    )
    return replace(plain, **changes)


def contradicted(number: int = 1) -> AnswerLine:
    other = Said(value=900, source=mail("N5", incoming=9))
    found = Contradiction(question="case_volume", counts=Said(value=1200, source=mail("N5")), other=other)
    return line(number, contradictions=(found,))


def open_line(number: int = 1, **changes: Any) -> AnswerLine:
    return line(number, **{"answers": {}, "state": RowState.OPEN, "list_state": ListState.SENT} | changes)


def corrected(of: AnswerLine, question: str = "case_volume", value: Any = 1500, replaced: Any = 1200) -> Corrected:
    told = person()
    return Corrected(row_id=of.row_id, question=question, value=value, replaced=replaced, by=told.by, at=told.at, note=told.note)


def table(*lines: AnswerLine, **changes: Any) -> AnswerTable:
    plain = AnswerTable(
        city="Stadt Bielefeld",
        title="OZG-Umsetzung 2020",
        round_key="erhebung-1",
        round_title="Erhebung",
        made_at=datetime(2020, 6, 2, 8, 30, tzinfo=UTC),
        opened_on=date(2020, 3, 25),
        due_on=date(2020, 5, 15),
        lists=25,
        returned=24,
        asked=asked(),
        lines=lines,
    )
    return replace(plain, **changes)


OUTSIDE = OutsideView(
    entry=PortalEntry(key="99115001012000", shown=True, online=True, urls=("https://portal.example",), as_of=date(2020, 5, 1)),
    sdg=None,
    findings=(Finding.CONTRADICTION,),
)
