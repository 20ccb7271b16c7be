"""Lists written per second, beside bare XlsxWriter writing the same visible cells."""

import io
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial

import xlsxwriter

from benchmarks.rows import Row, ratio
from benchmarks.world import SENT_ON, prepared, seconds_each
from ozg_workflow.domain.survey.service_list import ListDocument, ListRow
from ozg_workflow.workbook.write.edition import Edition
from ozg_workflow.workbook.write.writer import write_list
from ozg_workflow.workspace.rollouts import load_rollouts

ROWS = 100


def document() -> ListDocument:
    """Return a list of 100 services."""
    rows = tuple(
        ListRow(
            row_id=n,
            number=n,
            key=f"99{n:012d}",
            name=f"Leistung Nummer {n} mit einem Namen üblicher Länge",
            service_type="2/3",
            ozg_id="10116",
            ozg_name="Datenauskunft und Akteneinsicht",
            topic="Querschnitt",
        )
        for n in range(1, ROWS + 1)
    )
    return ListDocument(
        list_id=1,
        version=1,
        token="0" * 40,
        city="Stadt Bielefeld",
        rollout="bielefeld-2020",
        office_number="33",
        office_name="Einwohner- und Meldeamt",
        department_title="Dezernat 2",
        due_on=SENT_ON,
        return_to="ozg@bielefeld.example",
        contact="Frau Lindner",
        rows=rows,
    )


def _bare(listed: ListDocument) -> int:
    book = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True})
    sheet = book.add_worksheet("Amtsliste")
    for n, row in enumerate(listed.rows):
        for column, value in enumerate((row.number, row.key, row.name, row.ozg_id, row.ozg_name, row.service_type, row.topic)):
            sheet.write(n + 4, column, value)
    book.close()
    return 1


def _ours(listed: ListDocument, config: object) -> int:
    write_list(listed, config.questionnaire, config.scale, Edition(created=datetime(2020, 3, 25, tzinfo=UTC)))  # type: ignore[attr-defined]
    return 1


def rows() -> Iterable[Row]:
    """Measure lists of a hundred rows."""
    with prepared() as app:
        config = load_rollouts(app.home)[0].config
    listed = document()
    ours, bare = seconds_each(partial(_ours, listed, config)), seconds_each(partial(_bare, listed))
    yield ratio(f"Listen schreiben ({ROWS} Zeilen), nackt: XlsxWriter", ours=ours, bare=bare)
