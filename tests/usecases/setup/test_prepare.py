"""Loading the configuration: once, again, and after it was changed."""

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import Event, Office
from ozg_workflow.workspace.rollouts import load_rollouts
from tests.usecases.town import Town, new_workspace

pytestmark = pytest.mark.both_databases


def test_a_second_run_changes_nothing_and_says_so(town: Town) -> None:
    before = town.dump()
    result = town.prepare()
    assert town.dump() == before
    assert not result.changed
    assert "nichts geändert" in result.lines[0]
    assert result.figures == {"milestones": 14, "departments": 2, "offices": 5, "services": 8}


def test_files_that_were_edited_are_loaded_with_what_changed(town: Town) -> None:
    path = new_workspace(town.home) / "config" / "bielefeld-2020" / "organisation.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Standesamt", "Amt für Personenstand"), encoding="utf-8")
    result = town.prepare(load_rollouts(town.home)[0])
    assert "Ämter: 0 neu, 1 geändert, 0 entfallen" in result.lines
    with town.session() as session:
        office = session.scalars(select(Office).where(Office.number == "34")).one()
        events = list(session.scalars(select(Event.text).where(Event.verb == "prepared").order_by(Event.id)))
    assert office.name == "Amt für Personenstand"
    assert events[-1] == "Ämter: 0 neu, 1 geändert, 0 entfallen"
