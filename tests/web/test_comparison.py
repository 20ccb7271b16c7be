"""The page of the comparison: the means, the own city beside them, and nothing of any other one."""

from dataclasses import replace

import pytest

from ozg_workflow.domain.cities.users import User
from ozg_workflow.domain.rollout import Comparison
from ozg_workflow.usecases.setup.prepare import prepare
from ozg_workflow.workspace.users import write_users
from tests.usecases.town import Town, town_data
from tests.web.conftest import Open
from tests.web.test_pages import page
from tests.web.walls.conftest import HASH, login

CITIES = ("Ahlen", "Beckum", "Celle", "Düren")


@pytest.fixture
def agreed(answered: Town) -> Town:
    """Bielefeld and four others agreed; none of the others has begun."""
    for key, city in (("bielefeld-2020", "Stadt Bielefeld"), *((f"stadt-{n}", name) for n, name in enumerate(CITIES))):
        config = replace(town_data().config, key=key, city=city, comparison=Comparison(agreed=True, population=30_000))
        prepare(replace(answered.ctx(), rollout_key=key), replace(town_data(), config=config), confirmed=True)
    return answered


def test_the_own_city_stands_beside_the_class_and_no_other_one_does(agreed: Town, read: Open) -> None:
    user = User(name="anna", password=HASH, rollouts=("bielefeld-2020",))
    write_users(agreed.home, (user, replace(user, name="bert", rollouts=("nicht-dabei",))))
    room = read(agreed)
    room.headers.update(login("anna"))
    found = page(room, "/vergleich")
    assert "Mittel aus 5 Städten" in found.words
    assert "Stadt Bielefeld 80 %" in found.words
    assert "zu wenige Städte" in found.words, "only one of them has figures"
    assert not [name for name in CITIES if name in found.words]
    room.headers.update(login("bert"))
    other = page(room, "/vergleich")
    assert "Keine Ihrer Städte nimmt am Vergleich teil." in other.words
    assert "Bielefeld" not in other.words


def test_nobody_agreed(answered: Town, read: Open) -> None:
    found = page(read(answered), "/vergleich")
    assert "Keine Ihrer Städte nimmt am Vergleich teil." in found.words
    assert page(read(answered), "/").link("Vergleich") == "/vergleich"


def test_before_anything_is_prepared_that_is_told(town: Town, read: Open, tmp_path) -> None:  # type: ignore[no-untyped-def]
    empty = Town(tmp_path, town.clock.today, templates=None)  # type: ignore[arg-type]
    assert read(empty).get("/vergleich").status_code == 503
    empty.close()
