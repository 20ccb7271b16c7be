"""The way until today, evening by evening."""

from datetime import date

import pytest

from ozg_workflow.domain.cockpit.overview import MeasuresOn
from ozg_workflow.usecases.cockpit.course import course
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


def test_the_measures_are_told_on_the_evenings_on_which_they_were_new(started: Town) -> None:
    started.day("2021-03-01", "track", "deliver")
    started.send_back("33", {1: {"Stufe heute": 4}}, good={"Stufe heute": "3 – Online-Leistung"})
    started.day("2021-03-03", "collect")
    with started.ctx().reading() as work:
        way = course(work)
    assert way.measures == [
        MeasuresOn(day=date(2020, 9, 1), measures=6, started=6, reached=1),
        MeasuresOn(day=date(2021, 3, 3), measures=6, started=6, reached=2),
    ]
    assert [(on.day, on.lists, on.returned) for on in way.returns["stand-2021-03-01"]] == [
        (date(2021, 3, 1), 3, 0),
        (date(2021, 3, 3), 3, 1),
    ]


def test_before_anything_is_sent_there_is_no_way(town: Town) -> None:
    with town.ctx().reading() as work:
        way = course(work)
    assert (way.returns, way.measures) == ({}, [])
    assert way.picture.milestones["versand"].state == "planned"
