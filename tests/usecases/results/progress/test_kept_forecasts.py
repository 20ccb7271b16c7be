"""What was foretold when is kept, once for each progress query, and stands beside what came."""

import pytest

from ozg_workflow.domain.results.forecast import Forecast
from ozg_workflow.usecases.cockpit.measures import MeasureFilter, Measures, measures
from ozg_workflow.usecases.results.outlook import measures_forecast
from ozg_workflow.usecases.results.progress.kept_forecasts import FORETOLD, kept_forecasts
from ozg_workflow.usecases.results.tracking import tracking_due
from tests.usecases.town import Town


def kept(town: Town) -> list[Forecast]:
    with town.ctx().reading() as work:
        return [item.forecast for item in kept_forecasts(work)]


def due(town: Town) -> bool:
    with town.ctx().reading() as work:
        return tracking_due(work)


def page(town: Town) -> Measures:
    return measures(town.ctx(), MeasureFilter(), page=1, size=50)


def answered_query(town: Town) -> None:
    town.day("2021-03-01", "track", "deliver")
    for office in ("33", "34", "50"):
        town.send_back(office, good={"Stufe heute": "Formular-Assistent (2)"})


@pytest.mark.both_databases
def test_when_the_query_is_answered_the_forecast_of_that_day_is_kept_once(started: Town) -> None:
    answered_query(started)
    assert not due(started), "nothing is back yet"
    started.day("2021-03-02", "collect")
    assert due(started)
    started.do("track")
    with started.ctx().reading() as work:
        assert kept(started) == [measures_forecast(work)]
    assert not due(started)
    started.day("2021-04-06", "track")
    assert len(kept(started)) == 1


def test_lists_that_stay_away_keep_nothing_from_being_foretold_after_the_deadline(started: Town) -> None:
    started.day("2021-03-01", "track", "deliver")
    started.send_back("50", good={"Stufe heute": "Formular-Assistent (2)"})
    started.day("2021-03-29", "collect", "track")
    assert kept(started) == []
    started.day("2021-03-30", "track")
    assert len(kept(started)) == 1


def test_a_query_nobody_answered_is_noted_without_a_forecast(started: Town) -> None:
    started.day("2021-03-01", "track", "deliver")
    started.day("2021-03-30", "track")
    assert kept(started) == []
    assert not due(started)
    with started.session() as session:
        from ozg_workflow.database.models import Event

        assert session.query(Event).filter_by(verb=FORETOLD).one().text == "Noch keine Vorausschau möglich"


def test_a_forecast_stays_as_it_was_told_whatever_comes_later(started: Town) -> None:
    answered_query(started)
    started.day("2021-03-02", "collect", "track")
    told = kept(started)
    started.day("2021-09-01", "track", "deliver")
    for office in ("33", "34", "50"):
        started.send_back(office, good={"Stufe heute": "Online-Transaktion (4)"})
    started.day("2021-09-02", "collect", "track")
    first, second = kept(started)
    assert [first] == told
    assert second != first


def test_the_page_of_the_measures_says_what_came_when_the_last_day_is_over(started: Town) -> None:
    answered_query(started)
    started.day("2021-03-02", "collect", "track")
    view = page(started)
    assert (len(view.foretold), view.arrived) == (1, None)
    started.day("2022-12-31")
    view = page(started)
    assert view.arrived == sum(wave.reached for wave in view.waves)


def test_after_the_last_query_nothing_is_foretold_for_nothing_more_is_reported(started: Town) -> None:
    started.day("2022-10-04", "track", "deliver")
    for office in ("33", "34", "50"):
        started.send_back(office, good={"Stufe heute": "Formular-Assistent (2)"})
    started.day("2022-10-05", "collect", "track")
    assert kept(started) == []
    assert not due(started)
