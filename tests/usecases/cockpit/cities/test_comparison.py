"""The cities that agreed, each with the figures of its own pages."""

from dataclasses import replace

import pytest

from ozg_workflow.domain.cities.comparison import CityFigures
from ozg_workflow.domain.rollout import Comparison
from ozg_workflow.usecases.cockpit.cities.comparison import KnownFigures, cities_compared
from ozg_workflow.usecases.results.maturity import maturity_of
from ozg_workflow.usecases.setup.prepare import prepare
from tests.usecases.town import Town, town_data

KEY = "bielefeld-2020"


def load(town: Town, key: str = KEY, city: str = "Stadt Bielefeld", *, agreed: bool = True, population: int = 50_000) -> None:
    config = replace(town_data().config, key=key, city=city, comparison=Comparison(agreed=agreed, population=population))
    prepare(replace(town.ctx(), rollout_key=key), replace(town_data(), config=config), confirmed=True)


def cities(town: Town, known: KnownFigures | None = None, *seen: str) -> list[CityFigures]:
    def context(key: str):  # type: ignore[no-untyped-def]
        return replace(town.ctx(), rollout_key=key)

    with town.app.readers() as session:
        return cities_compared(session, known or KnownFigures(), context, lambda key: key in seen, town.clock.today)


@pytest.mark.both_databases
def test_the_figures_are_those_of_the_citys_own_pages(answered: Town) -> None:
    assert cities(answered) == [], "nobody is asked who has not agreed"
    load(answered)
    (found,) = cities(answered, None, KEY)
    with answered.ctx().reading() as work:
        view = maturity_of(work)
    assert view
    assert (found.own, found.population, found.returned) == (True, 50_000, 4 / 5)
    assert found.mean_level == view.total.mean
    assert found.online == view.total.compliant / view.total.known
    assert found.days == 54.0, "from 25.03. to 18.05."
    assert found.scale == view.scale.title


@pytest.mark.both_databases
def test_a_city_counts_once_however_often_it_asks(answered: Town) -> None:
    load(answered)
    load(answered, "bielefeld-2021", "stadt  Bielefeld")
    load(answered, "bonn-2020", "Stadt Bonn", agreed=False)
    (found,) = cities(answered, None, KEY)
    assert (found.key, found.own, found.returned) == ("bielefeld-2021", True, None)


def test_what_is_known_is_kept_until_something_happens_there(answered: Town) -> None:
    load(answered)
    known = KnownFigures()
    first = cities(answered, known)
    assert cities(answered, known)[0].returned == first[0].returned == 4 / 5
    kept = known._known[KEY][1]
    cities(answered, known)
    assert known._known[KEY][1] is kept
    answered.send_back("20")
    answered.do("collect", "deliver")
    assert cities(answered, known)[0].returned == 1.0
