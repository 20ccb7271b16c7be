"""The form that releases mass mailings shows every recipient first."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from flows.release_mailing import release_mailing
from tests.flows.conftest import LINDNER
from tests.usecases.town import Town, town_data


@pytest.fixture
def careful(town: Town) -> Town:
    """A town that demands a release, with its lists waiting."""
    data = town_data()
    town.prepare(replace(data, config=replace(data.config, require_release=True)))
    town.day("2020-03-25", "send-lists")
    return town


def test_the_form_shows_every_recipient_and_changes_nothing(
    careful: Town, cockpit: Callable[..., Town], artifact: Callable[[str], Any]
) -> None:
    cockpit(careful)
    before = careful.dump()
    state = release_mailing(by=LINDNER, today=careful.clock.today, return_state=True)
    assert state.is_completed()
    shown = artifact("bielefeld-2020-probe-freigabe").data
    assert "**2 Mails an 2 Adressen.** Nichts wurde geändert." in shown
    for word in ("Versand der Amtslisten", "dez1@bielefeld.example", "dez2@bielefeld.example"):
        assert word in shown.replace("\\", "")
    assert careful.dump() == before
    assert careful.letters() == []


def test_without_the_preview_they_are_released_and_delivered(
    careful: Town, cockpit: Callable[..., Town], artifact: Callable[[str], Any]
) -> None:
    cockpit(careful)
    state = release_mailing(by=LINDNER, mails="2", preview=False, today=careful.clock.today, return_state=True)
    assert state.is_completed()
    assert "Freigegeben." in artifact("bielefeld-2020-probe-freigabe").data
    assert [letter.to for letter in careful.letters()] == [("dez2@bielefeld.example",)]
    state = release_mailing(by=LINDNER, mails="alle", preview=False, today=careful.clock.today, return_state=True)
    assert state.is_failed()
    assert state.message == "„alle“ ist keine Nummer einer Mail; erwartet wird z. B. „3, 5-9“."
