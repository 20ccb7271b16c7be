"""Whose a new service may be, and how sure that is."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from ozg_workflow.domain.catalogue_update.foreign import ForeignRow
from ozg_workflow.domain.catalogue_update.offices import (
    KGST_OF_GROUP,
    UNKNOWN,
    Decision,
    OfficeKnowledge,
    Proposal,
    Why,
    decided,
    propose,
)
from ozg_workflow.domain.survey.offices.directory import KnownOffice, OfficeDirectory

REAL = Path(__file__).parents[4] / "shared" / "data" / "services.csv"
CITY = OfficeDirectory(
    offices=(
        KnownOffice(number="20", name="Kämmerei"),
        KnownOffice(number="32", name="Ordnungsamt"),
        KnownOffice(number="33", name="Einwohner- und Meldeamt", aliases=("Bürgeramt",)),
        KnownOffice(number="34", name="Standesamt", in_force=False),
    )
)


def row(key: str = "", **cells: str) -> ForeignRow:
    return ForeignRow(2, {"leika_schluessel": key, **cells})


def listed(office: str, key: str = "", ozg_id: str = "", theme: str = "") -> dict[str, str]:
    return {"leika_schluessel": key, "ozg_id": ozg_id, "themenfeld": theme, "amt": office}


def test_the_office_the_file_names_comes_first() -> None:
    known = OfficeKnowledge(directory=CITY, answered=(("99115002012000", "", "32"),))
    assert propose(row("99115002012000", amt="Bürgeramt"), known) == Proposal(office="33", why=Why.NAMED)
    assert propose(row("99115002012000", amt="Amt 4711"), known) == Proposal(office="32", why=Why.LAST_ROUND)


def test_who_answered_last_comes_before_what_the_catalogue_has() -> None:
    known = OfficeKnowledge(directory=CITY, rows=(listed("20", ozg_id="10260"),), answered=(("", "10260", "33"),))
    assert propose(row(ozg_id="10260"), known) == Proposal(office="33", why=Why.LAST_ROUND)


@pytest.mark.parametrize(
    ("service", "office", "why"),
    [
        (row("99115002999000"), "33", Why.SAME_OBJECT),
        (row("99999999012000", ozg_id="10201"), "20", Why.OZG_ID),
        (row("99115777012000"), "33", Why.GROUP),
        (row(themenfeld="Steuern & Zoll"), "20", Why.THEME),
        (row("99050001012000"), "32", Why.KGST),
        (row("77050001012000"), "", Why.UNKNOWN),
        (row(), "", Why.UNKNOWN),
    ],
)
def test_the_catalogue_proposes_by_what_is_nearest(service: ForeignRow, office: str, why: Why) -> None:
    rows = (
        listed("33", "99115002012000"),
        listed("33", "99115002013000"),
        listed("20", "99102010012000", "10201", "Steuern & Zoll"),
    )
    assert propose(service, OfficeKnowledge(directory=CITY, rows=rows)) == Proposal(office=office, why=why)


def test_an_even_split_is_no_proposal() -> None:
    rows = tuple(listed(office, theme="Umwelt") for office in ("20", "32", "33"))
    assert propose(row(themenfeld="Umwelt"), OfficeKnowledge(directory=CITY, rows=rows)) == UNKNOWN


def test_an_office_that_is_no_more_is_not_proposed() -> None:
    known = OfficeKnowledge(directory=CITY, rows=(listed("34", "99059001012000"),), answered=(("99059001012000", "", "34"),))
    assert propose(row("99059001012000"), known) == UNKNOWN


def test_decisions_are_found_by_key_or_else_by_name() -> None:
    new = [
        ForeignRow(2, {"leika_schluessel": "99115002012000", "bezeichnung": "A"}),
        ForeignRow(3, {"leika_schluessel": "99115002013000", "bezeichnung": "B"}),
        ForeignRow(4, {"bezeichnung": "C"}),
    ]
    decisions = [
        Decision(line=2, key="99115002012000", name="anders geschrieben", office="33"),
        Decision(line=3, key="9,9115E+13", name="b", office="-"),  # Excel opened the file
        Decision(line=4, key="", name="gibt es nicht", office="20"),
    ]
    found, unused = decided(new, decisions)
    assert (found, [d.line for d in unused]) == ({2: "33", 3: "-"}, [4])


@pytest.mark.skipif(not REAL.exists(), reason=f"the real catalogue is not there: {REAL}")
def test_on_a_real_catalogue_nine_of_ten_proposals_are_right() -> None:
    """Each tenth service is taken out and proposed anew from the others."""
    with REAL.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    directory = OfficeDirectory(offices=tuple(KnownOffice(number=n, name=f"Amt {n}") for n in {r["amt"] for r in rows}))
    out = rows[::10]
    known = OfficeKnowledge(directory=directory, rows=tuple(r for n, r in enumerate(rows) if n % 10))
    cells = [{k: v for k, v in r.items() if k != "amt"} for r in out]
    proposals = [propose(ForeignRow(n, c), known) for n, c in enumerate(cells)]
    given = [(r["amt"], p.office) for r, p in zip(out, proposals, strict=True) if p.office]
    assert len(given) > 0.95 * len(out)
    assert sum(right == office for right, office in given) > 0.9 * len(given)


@pytest.mark.skipif(not REAL.exists(), reason=f"the real catalogue is not there: {REAL}")
def test_the_groups_of_the_plan_are_one_offices_in_a_real_catalogue() -> None:
    with REAL.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    for group, office in KGST_OF_GROUP.items():
        counted = Counter(r["amt"] for r in rows if r["leika_schluessel"].startswith(f"99{group}"))
        assert counted[office] >= 0.9 * counted.total() > 0, group
