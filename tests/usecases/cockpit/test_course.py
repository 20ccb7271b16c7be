"""The way until today, evening by evening."""

from datetime import date

import pytest

from ozg_workflow.usecases.cockpit.overview import overview
from ozg_workflow.usecases.cockpit.status import status
from tests.usecases.town import Town


@pytest.mark.both_databases
def test_the_course_of_the_returns_is_that_of_the_evenings(asked: Town) -> None:
    for day, office in (("2020-04-06", "33"), ("2020-04-08", "20"), ("2020-04-09", "10")):
        asked.clock.set(date.fromisoformat(day))
        asked.send_back(office, nil="ja" if office == "10" else None)
        asked.do("collect", "deliver")
    asked.clock.set(date(2020, 4, 14))
    current = overview(asked.ctx()).round
    assert current
    assert [(p.day, p.returned) for p in current.over_time] == [
        (date(2020, 3, 25), 0),
        (date(2020, 4, 6), 1),
        (date(2020, 4, 8), 2),
        (date(2020, 4, 9), 3),
    ]
    for point in current.over_time:
        then = status(asked.ctx(), as_of=point.day)
        assert sum(d.returned for d in then.departments) == point.returned
