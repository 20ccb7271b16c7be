"""The form shows as an artifact what other weights would change."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flows.compare_weights import compare_weights
from tests.usecases.town import Town

DAY = date(2020, 4, 6)


def test_the_form_shows_the_comparison_and_refuses_unknown_words(
    asked: Town, cockpit: Callable[..., Town], artifact: Callable[[str], Any]
) -> None:
    cockpit(asked)
    state = compare_weights(weights="Personaleinsatz: 40", today=DAY, return_state=True)
    assert state.is_completed(), state.message
    assert str(state.message).endswith("gewichte).")
    shown = artifact("bielefeld-2020-probe-gewichte")
    assert "Personaleinsatz" not in shown.data
    assert "personaleinsatz“, weight: 40 statt 15." in shown.data
    refused = compare_weights(weights="Personal: 40", today=DAY, return_state=True)
    assert refused.is_failed()
    assert str(refused.message).startswith("Das Kriterium „Personal“ gibt es nicht.")
