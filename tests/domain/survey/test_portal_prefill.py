"""What a row is sent with because the portals show it, and what of it an office has made its own."""

from dataclasses import replace
from typing import Any

import pytest

from ozg_workflow.domain.survey.outside_view import PortalEntry
from ozg_workflow.domain.survey.portal_prefill import own_words, portal_prefill
from ozg_workflow.domain.survey.returns import ReturnedRow
from tests.usecases.town import town_data

CONFIG = town_data().config
ASKED = CONFIG.questionnaire, CONFIG.scale
ONLINE = PortalEntry(key="99102010012000", shown=True, online=True)
LEVEL = "maturity_level"
OURS = {LEVEL: 3}


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (ONLINE, OURS),
        (replace(ONLINE, shown=False), {}),
        (replace(ONLINE, online=False), {}),
        (replace(ONLINE, online=None), {}),
        (None, {}),
    ],
)
def test_only_what_is_online_is_filled_in_with_the_lowest_level_that_counts(
    entry: PortalEntry | None, expected: dict[str, Any]
) -> None:
    assert CONFIG.scale.compliant_level == 3
    assert portal_prefill(entry, *ASKED, LEVEL) == expected


def test_nothing_is_filled_in_where_the_level_is_not_asked_or_nothing_else_is() -> None:
    questions = CONFIG.questionnaire.questions
    without = replace(CONFIG.questionnaire, questions=tuple(q for q in questions if q.key != LEVEL))
    alone = replace(
        CONFIG.questionnaire, responsibility=None, proposed_office=None, questions=tuple(q for q in questions if q.key == LEVEL)
    )
    assert portal_prefill(ONLINE, without, CONFIG.scale, LEVEL) == {}
    assert portal_prefill(ONLINE, alone, CONFIG.scale, LEVEL) == {}


def row(**cells: Any) -> ReturnedRow:
    return ReturnedRow(row_id=1, number=1, cells=cells, addresses={})


@pytest.mark.parametrize(
    ("cells", "left"),
    [
        ({LEVEL: "Online-Leistung (3)", "responsible": None}, {LEVEL: None, "responsible": None}),
        ({LEVEL: 3, "online_url": " "}, {LEVEL: None, "online_url": " "}),
        ({LEVEL: "Online-Leistung (3)", "responsible": "ja"}, None),
        ({LEVEL: "Offline (0)"}, None),
        ({LEVEL: "Online-Leistung (3)", "case_volume": "viele"}, None),
        (
            {LEVEL: "3", "responsible": "nein", "responsible_office": "Amt 32"},
            {LEVEL: None, "responsible": "nein", "responsible_office": "Amt 32"},
        ),
        ({LEVEL: "Offline (0)", "responsible": "nein"}, None),
        ({LEVEL: None, "responsible": None}, None),
    ],
)
def test_what_an_office_left_alone_or_refused_is_none_of_its_words(cells: dict[str, Any], left: dict[str, Any] | None) -> None:
    assert own_words(*ASKED, row(**cells), OURS).cells == (cells if left is None else left)


def test_a_row_that_was_sent_blank_stays_as_it_came() -> None:
    came = row(maturity_level="Online-Leistung (3)")
    assert own_words(*ASKED, came, {}) is came
