"""Whose a new service may be: the last round, the catalogue and the file say it, a person decides."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ozg_workflow.domain.catalogue_update.foreign import ForeignCatalogue, ForeignRow, Source
from ozg_workflow.domain.catalogue_update.offices import Proposal, Why
from ozg_workflow.domain.errors import ConfigurationError, InputError
from ozg_workflow.usecases.setup.propose_offices import (
    confirmed_offices,
    offer_proposals,
    office_knowledge,
    propose_offices,
    with_known_offices,
)
from tests.usecases.town import Town, new_workspace, not_ours

DAY = date(2020, 6, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return new_workspace(tmp_path / "dateien") / "config" / "bielefeld-2020"


def service(line: int, key: str = "", **cells: str) -> ForeignRow:
    return ForeignRow(line, {"leika_schluessel": key, "bezeichnung": f"Leistung {line}", **cells})


def test_an_office_that_confirmed_a_service_is_proposed_for_it(asked: Town, folder: Path) -> None:
    asked.send_back("33", {2: not_ours()})
    asked.do("collect")
    answered = confirmed_offices(asked.ctx())
    assert sorted(answered) == [("99115002012000", "10260", "33"), ("99115006012000", "10262", "33")]
    known = office_knowledge(folder, (), DAY, asked.ctx())
    assert propose_offices([service(2, ozg_id="10262"), service(3)], known, None) == (
        (service(2, ozg_id="10262"), Proposal(office="33", why=Why.LAST_ROUND)),
        (service(3), Proposal(office="", why=Why.UNKNOWN)),
    )


def test_a_column_of_offices_is_read_in_words(folder: Path) -> None:
    known = office_knowledge(folder, (), DAY, None)
    rows = (service(2, amt="20 Kämmerei"), service(3, amt="Standesamt"), service(4, amt="Landratsamt"), service(5, amt=""))
    foreign = ForeignCatalogue(source=Source.EXCEL, columns=("bezeichnung", "amt"), rows=rows)
    found, (cause,) = with_known_offices(foreign, known)
    assert [row["amt"] for row in found.rows] == ["20", "34", "", ""]
    assert [(place.line, place.text) for place in cause.places] == [(4, "Landratsamt")]


def test_a_person_decides_and_what_fits_nothing_is_refused(folder: Path, tmp_path: Path) -> None:
    known, decisions = office_knowledge(folder, (), DAY, None), tmp_path / "aemter.csv"
    decisions.write_text("amt;bezeichnung\n20;Leistung 2\n-;leistung 3\n;Leistung 4\n", encoding="utf-8")
    proposals = propose_offices([service(2), service(3), service(4)], known, decisions)
    assert [(p.office, p.why) for _, p in proposals] == [("20", Why.DECIDED), ("-", Why.DECIDED), ("", Why.UNKNOWN)]
    with pytest.raises(InputError, match=r"aemter\.csv:2: „Leistung 2“ ist keine neue Leistung"):
        propose_offices([service(3)], known, decisions)


def test_mistakes_of_the_organisation_come_first(folder: Path) -> None:
    path = folder / "organisation.csv"
    path.write_text(path.read_text("utf-8").replace("amt10@bielefeld.example", "kein Postfach"), encoding="utf-8")
    with pytest.raises(ConfigurationError, match="keine Mailadresse"):
        office_knowledge(folder, (), DAY, None)


def test_proposals_are_offered_in_a_file_of_their_own_each_time(tmp_path: Path) -> None:
    proposal = (service(2), Proposal(office="33", why=Why.THEME))
    paths = [offer_proposals(tmp_path, "stadt", (proposal,), datetime(2020, 6, 1, 8, 0, n, tzinfo=UTC)) for n in (0, 1)]
    assert [path.name for path in paths if path] == ["aemter-stadt-20200601-100000.csv", "aemter-stadt-20200601-100001.csv"]
    decided = (service(2), Proposal(office="33", why=Why.DECIDED))
    assert offer_proposals(tmp_path, "stadt", (decided,), datetime(2020, 6, 1, tzinfo=UTC)) is None
