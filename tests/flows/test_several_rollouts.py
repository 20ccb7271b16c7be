"""The flows of the calendar run over all rollouts; one that cannot be opened or fails stops no other."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from flows.run_day import run_day
from flows.send_lists import send_lists
from ozg_workflow.usecases.cockpit.status import status
from ozg_workflow.usecases.setup.prepare import prepare
from tests.usecases.town import Town, town_data

OTHERS = ("gladbeck-2020", "herford-2020")


@pytest.fixture
def three(town: Town, cockpit: Callable[[Town], Town]) -> Town:
    """A town with two more rollouts in its database, with folders of their own."""
    cockpit(town)
    for key in OTHERS:
        data = town_data()
        prepare(replace(town.ctx(), rollout_key=key), replace(data, config=replace(data.config, key=key)))
        folder = town.home / "config" / key
        folder.mkdir()
        (folder / "rollout.yaml").write_text(f"key: {key}\n", encoding="utf-8")
    return town


def _sent(town: Town, key: str) -> int:
    return len(status(replace(town.ctx(), rollout_key=key)).lists)


def test_the_day_is_carried_out_for_all_and_the_forms_are_brought_up_to_date_once(
    three: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr("flows.engine.desk.refresh_dropdowns", lambda *about, **more: asked.append(about))
    state = run_day(today=date(2020, 3, 25), preview=False, return_state=True)
    assert state.is_completed(), state.message
    assert len({_sent(three, key) for key in ("bielefeld-2020", *OTHERS)}) == 1
    assert _sent(three, OTHERS[1]) > 0
    assert len(asked) == 1
    assert run_day(today=date(2020, 3, 25), preview=False, return_state=True).is_completed()
    assert len(asked) == 1, "a day on which nothing was due leaves them alone"


def test_a_rollout_whose_settings_are_wrong_is_named_and_the_others_are_done(three: Town) -> None:
    (three.home / "config" / OTHERS[0] / "settings.toml").write_text("sendre = 'x'\n", encoding="utf-8")
    state = run_day(today=date(2020, 3, 25), preview=False, return_state=True)
    assert state.is_failed()
    assert state.message.startswith(f"{OTHERS[0]}: config/{OTHERS[0]}/settings.toml:1: ")
    assert [bool(_sent(three, key)) for key in ("bielefeld-2020", *OTHERS)] == [True, False, True]


def test_a_person_chooses_one_of_several(three: Town) -> None:
    state = send_lists(today=date(2020, 3, 25), preview=False, return_state=True)
    assert state.is_failed()
    assert state.message.startswith("Es gibt mehrere Rollouts (bielefeld-2020, gladbeck-2020, herford-2020)")
