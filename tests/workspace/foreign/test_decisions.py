"""The file with the proposed offices goes out, is edited in Excel, and comes back."""

import pytest

from ozg_workflow.domain.catalogue_update.foreign import ForeignRow
from ozg_workflow.domain.catalogue_update.offices import Proposal, Why
from ozg_workflow.domain.errors import InputError
from ozg_workflow.workspace.foreign.decisions import proposals_file, read_decisions
from ozg_workflow.workspace.foreign.table import csv_table

ROWS = (
    (
        ForeignRow(2, {"leika_schluessel": "99115002012000", "bezeichnung": "Wohnsitz; anmelden"}),
        Proposal(office="33", why=Why.THEME),
    ),
    (ForeignRow(3, {"bezeichnung": "Ölspur melden"}), Proposal(office="", why=Why.UNKNOWN)),
)


def test_what_has_no_office_stands_first() -> None:
    lines = proposals_file(ROWS).decode("utf-8-sig").splitlines()
    assert lines == [
        "amt;bezeichnung;leika_schluessel;ozg_id;themenfeld;grund",
        ";Ölspur melden;;;;kein Vorschlag",
        '33;"Wohnsitz; anmelden";99115002012000;;;hat die meisten Leistungen des Themenfeldes',
    ]


def test_it_is_read_back_and_an_empty_office_decides_nothing() -> None:
    (decision,) = read_decisions(csv_table(proposals_file(ROWS), "aemter.csv"), frozenset({"33"}))
    assert (decision.line, decision.name, decision.office) == (3, "Wohnsitz; anmelden", "33")


def test_an_office_there_is_not_is_named_with_its_line() -> None:
    table = csv_table(b"bezeichnung;amt\nA;33\nB;99\nC;-\n", "aemter.csv")
    with pytest.raises(InputError, match=r"aemter\.csv:3: Amt „99“ gibt es nicht"):
        read_decisions(table, frozenset({"33"}))


def test_a_file_without_the_columns_is_refused() -> None:
    with pytest.raises(InputError, match="nötig sind „amt“ und „bezeichnung“"):
        read_decisions(csv_table(b"Amt Nr;Name\n33;A\n", "aemter.csv"), frozenset({"33"}))
