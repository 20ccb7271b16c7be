"""Which offices are to take over another one today."""

from datetime import date

from ozg_workflow.usecases.step.successions import offices_wait, stored_organisation, waiting_successions
from tests.usecases.changed_offices import followed, from_day, heir
from tests.usecases.town import Town, town_data


def test_nobody_waits_where_nobody_follows(asked: Town) -> None:
    assert not offices_wait(asked.ctx())


def test_an_heir_waits_from_its_first_day_until_it_has_taken_over(asked: Town) -> None:
    data = followed(("34",), heir("36", "Standesamt", "34"), places={"L5": "36", "L6": "36"}, stays=True)
    asked.prepare(from_day(data, date(2020, 5, 4), ("34",), "36"))
    asked.clock.set(date(2020, 5, 3))
    assert not offices_wait(asked.ctx())
    asked.clock.set(date(2020, 5, 4))
    with asked.ctx().reading() as work:
        assert [(found.old, found.heirs) for found in waiting_successions(work)] == [("34", ("36",))]
    asked.do("follow-offices")
    assert not offices_wait(asked.ctx())


def test_the_organisation_comes_back_as_it_was_loaded(asked: Town) -> None:
    with asked.ctx().reading() as work:
        found = stored_organisation(work.directory)
    loaded = town_data().organisation
    assert found.offices == loaded.offices
    assert set(found.memberships) == set(loaded.memberships)
