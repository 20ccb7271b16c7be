"""Write the table of the answers into a file, or mail it to the coordinator who asks for it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.report.answers.as_csv import BOM, FIRST, answers_csv
from ozg_workflow.report.answers.as_json import answers_json
from ozg_workflow.report.answers.table import AnswerTable
from ozg_workflow.report.answers.workbook import answers_xlsx
from ozg_workflow.usecases.answers.table import answer_table
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.files import write_as_told
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.questions.rounds import find_round

TITLE: Final = "Angaben ausgeben"


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of file: how it is written, and how a file of this kind begins."""

    write: Callable[[AnswerTable], bytes]
    begins: bytes
    media_type: str


FORMATS: Final[dict[str, Format]] = {
    ".xlsx": Format(
        write=answers_xlsx, begins=b"PK", media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ),
    ".csv": Format(write=answers_csv, begins=(BOM + FIRST).encode(), media_type="text/csv; charset=utf-8"),
    ".json": Format(write=lambda table: answers_json(table.counting), begins=b"[", media_type="application/json"),
}


def export_answers(ctx: Context, path: Path, round_key: str | None = None) -> StepResult:
    """Write the answers of a round (the newest survey without a key) into a file, whole or not at all; the ending says as what.

    Raises InputError for another ending, for a file there that is of another kind, and for a place that cannot be written to.
    """
    kind = format_of(path)
    may_replace(path, kind)
    with ctx.reading(TITLE) as work:
        table = answer_table(work, find_round(work, round_key))
    content = kind.write(table)
    with ctx.work(TITLE, lock=False) as work:
        tell(work, table, path.name)
        if not ctx.preview:
            write_as_told(work, path, content)
    return work.result


def format_of(path: Path) -> Format:
    """Return what a file becomes by its ending. Raises InputError naming the endings that are possible."""
    found = FORMATS.get(path.suffix.lower())
    if found is None:
        raise InputError(
            f"„{path}“: Die Angaben gibt es als {german.join(tuple(FORMATS))}; bitte eine dieser Endungen verwenden."
        )
    return found


def tell(work: Work, table: AnswerTable, name: str) -> None:
    """Say how many lines of which round there are, and keep in the audit log that somebody took them out."""
    lines = german.count(len(table.counting), "Zeile", "Zeilen")
    text = f"{lines} der Runde „{table.round_title}“ ({table.round_key})"
    work.count("lines", len(table.counting))
    work.did(f"{text}.")
    work.record("answers_exported", ("round", table.round_key), f"{text}: {name}")


def may_replace(path: Path, kind: Format) -> None:
    """Raise InputError where something stands that is no earlier file of this kind."""
    if path.is_dir():
        raise InputError(f"„{path}“ ist ein Ordner; es wurde nichts geschrieben.")
    if path.exists():
        with path.open("rb") as file:
            if file.read(len(kind.begins)) != kind.begins:
                raise InputError(
                    f"„{path}“ gibt es schon, und es ist keine solche Datei; sie bleibt, wie sie ist. Bitte einen anderen Namen wählen."
                )
