"""Dezernate and Ämter change."""

from dataclasses import replace

import pytest

from tests.usecases.town import Town, town_data

pytestmark = pytest.mark.both_databases


def test_an_office_that_was_dissolved_does_not_stop_the_others(asked: Town) -> None:
    """Its lists stay visible with the Dezernat they belonged to."""
    data = town_data()
    organisation = replace(
        data.organisation,
        offices=tuple(o for o in data.organisation.offices if o.number != "10"),
        memberships=tuple(m for m in data.organisation.memberships if m.office != "10"),
    )
    result = asked.prepare(replace(data, organisation=organisation))
    assert "Ämter: 0 neu, 0 geändert, 1 entfallen" in result.lines
    lists = {item["office"]: item["department"] for item in asked.status()["lists"]}
    assert lists["10"] == "1"
    asked.day("2020-05-13", "remind")
    assert not asked.prepare(replace(data, organisation=organisation)).changed
