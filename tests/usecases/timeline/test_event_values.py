"""The events and the plan as the mails show them."""

from datetime import date

import pytest

from ozg_workflow.usecases.timeline.event_values import event_values, milestone_values
from tests.usecases.town import town_data

FIRST, SECOND = date(2020, 3, 31), date(2020, 4, 7)


@pytest.mark.parametrize(
    ("after", "days"),
    [
        (date(2020, 3, 16), [FIRST, SECOND]),
        (FIRST, [FIRST, SECOND]),
        (date(2020, 4, 1), [SECOND]),
        (date(2020, 4, 8), []),
    ],
)
def test_only_events_that_still_lie_ahead_are_named_that_of_today_too(after: date, days: list[date]) -> None:
    assert [line.date for line in event_values(town_data().config, after)] == days


def test_an_event_has_its_hours_and_its_place() -> None:
    line = event_values(town_data().config, SECOND)[0]
    assert (line.starts_at, line.ends_at) == ("14:00", "15:30")
    assert line.place == "Neues Rathaus, Raum Rochdale, 1. Etage"


def test_the_plan_is_shown_whole_in_its_own_words() -> None:
    lines = milestone_values(town_data().config)
    labels = [line.date_label for line in lines]
    assert len(lines) == 14
    assert (labels[0], labels[6], labels[9], labels[11]) == ("17.03.2020", "ab 01.04.2020", "bis 15.05.2020", "Juli 2020")
    assert lines[-1].title == "Abschluss der Umsetzung gem. § 1 OZG"
