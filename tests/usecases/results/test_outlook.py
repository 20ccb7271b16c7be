"""How many measures will be at the target: foretold from the first report until the last day of the plan."""

from datetime import date

from ozg_workflow.domain.results.forecast import Forecast
from ozg_workflow.usecases.cockpit.overview import overview
from ozg_workflow.usecases.results.outlook import measures_forecast
from tests.usecases.town import Town

REACHED = {"Stufe heute": "Online-Transaktion (4)", "Ziel voraussichtlich erreicht am": None}
WAITS = {"Stufe heute": "Formular-Assistent (2)", "Ziel voraussichtlich erreicht am": date(2022, 6, 30)}


def foretold(town: Town, day: date | None = None) -> Forecast | None:
    with town.ctx().reading() as work:
        return measures_forecast(work.on(day) if day else work)


def reported(town: Town) -> None:
    town.day("2021-03-01", "track", "deliver")
    town.send_back("33", good=REACHED)
    town.send_back("50", good=WAITS)
    town.day("2021-03-02", "collect", "deliver")


def test_before_the_first_report_nothing_is_foretold(started: Town) -> None:
    assert foretold(started) is None


def test_after_a_report_the_forecast_lies_between_what_is_reached_and_all(started: Town) -> None:
    reported(started)
    found, figures = foretold(started), started.status()["implementation"]
    assert found is not None
    assert figures["reached_target"] <= found.low <= found.middle <= found.high <= found.total == figures["measures"]
    assert overview(started.ctx(), brief=True).forecast == found


def test_on_a_past_day_only_what_was_known_then_counts(started: Town) -> None:
    reported(started)
    assert foretold(started, date(2021, 2, 1)) is None


def test_after_the_last_day_of_the_plan_nothing_is_foretold(started: Town) -> None:
    reported(started)
    assert foretold(started, date(2023, 1, 2)) is None
