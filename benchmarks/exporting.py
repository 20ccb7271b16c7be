"""The table of a city's answers as a workbook, beside bare XlsxWriter writing the same cells: `python -m benchmarks exporting`."""

import io
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import xlsxwriter

from benchmarks.builds import this_build
from benchmarks.city import RETURNED_ON, collect, make_city
from benchmarks.rows import Row, ratio
from ozg_workflow.bootstrap import App
from ozg_workflow.report.answers.sheet import Listing
from ozg_workflow.report.answers.workbook import answers_xlsx, listings
from ozg_workflow.usecases.answers.table import answer_table
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.questions.rounds import find_round
from ozg_workflow.workspace.settings import Settings

TIMES = 5


def rows() -> Iterable[Row]:
    """Measure the writing alone, and all of the export: reading the answers from the database, too. CPU of this process, both in turns."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "stadt"
        build = this_build()
        make_city(build, home)
        collect(build, home)
        app = App(home, Settings())
        with app.context(today=date.fromisoformat(RETURNED_ON)).reading() as work:
            round_ = find_round(work, None)
            table = answer_table(work, round_)
            sheets = listings(table)
            cells = sum(value not in (None, "") for s in sheets for row in s.rows for value in row)
            bare, ours, whole = _in_turns(
                lambda: _bare(sheets), lambda: answers_xlsx(table), lambda: _export(work, str(round_.key))
            )
        app.engine.dispose()
    name, size = "Angaben als Arbeitsmappe", {"lines": len(table.counting), "cells": cells}
    yield ratio(f"{name}, nur schreiben", ours=ours, bare=bare, limit=2, **size)
    yield ratio(f"{name}, mit Lesen", ours=whole, bare=bare, limit=2, **size)


def _export(work: Work, key: str) -> bytes:
    work.session.expunge_all()
    return answers_xlsx(answer_table(work, find_round(work, key)))


def _bare(sheets: list[Listing]) -> bytes:
    """Write the same cells row by row, as a script of ten lines would."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    for listing in sheets:
        sheet = book.add_worksheet(listing.name)
        sheet.write_row(0, 0, [column.heading for column in listing.columns])
        for number, row in enumerate(listing.rows, 1):
            sheet.write_row(number, 0, row)
    book.close()
    return stream.getvalue()


def _in_turns(*actions: Callable[[], object]) -> list[float]:
    """Return the fewest CPU seconds each action took, all of them in turns."""
    best = [float("inf")] * len(actions)
    for _ in range(TIMES):
        for index, action in enumerate(actions):
            started = time.process_time()
            action()
            best[index] = min(best[index], time.process_time() - started)
    return best
