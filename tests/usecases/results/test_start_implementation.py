"""From the ranking to measures, and the mails that tell of them."""

from sqlalchemy import select

from ozg_workflow.database.models import Measure
from tests.usecases.town import Town


def measures(town: Town) -> dict[str, str]:
    with town.session() as session:
        return {m.service.ref: str(m.state) for m in session.scalars(select(Measure))}


def test_every_ranked_service_becomes_a_measure_and_every_dezernat_hears_of_its_own(started: Town) -> None:
    assert measures(started) == {
        "L2": "started",
        "L3": "reached",
        "L4": "started",
        "L6": "started",
        "L7": "started",
        "L8": "started",
    }
    letter = started.letters()[-1]
    assert letter.to == ("dez2@bielefeld.example",)
    assert "Wohnsitz anmelden" in letter.text
    assert "Hundesteuer" not in letter.text
    assert started.status()["implementation"] == {
        "measures": 6,
        "started": 6,
        "reached_target": 1,
        "target_level": 4,
        "target_on": "2022-12-31",
    }


def test_services_that_are_ranked_later_are_added_and_agreed_measures_stay(started: Town) -> None:
    before = measures(started)
    started.send_back("20")
    started.do("collect", "evaluate", "start-implementation")
    assert measures(started) == {**before, "L1": "started"}
