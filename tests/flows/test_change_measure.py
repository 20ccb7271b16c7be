"""The form „Maßnahme ändern“: what is left empty stays, at first it only shows."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import select

from flows.change_measure import RouteTitle, change_measure
from ozg_workflow.database.models import Measure
from ozg_workflow.domain.results.routes import ROUTE_TITLES
from ozg_workflow.usecases.cockpit.choices import Choice, read_choices
from tests.flows.conftest import LINDNER
from tests.usecases.town import Town


def test_the_form_shows_first_and_changes_when_it_is_asked_to(started: Town, cockpit: Callable[..., Town]) -> None:
    cockpit(started)
    day = started.clock.today

    def found() -> Measure:
        with started.session() as session:
            return next(m for m in session.scalars(select(Measure)) if m.service.ref == "L2")

    with started.session() as session:
        assert "2 – Zweite Welle 2021" in read_choices(session)[Choice.WAVE]
    wish = {
        "service": "L2 – Wohnsitz anmelden",
        "wave": "2 – Zweite Welle 2021",
        "route": "Einer für Alle",
        "note": "mit dem Land",
    }
    shown = change_measure(**wish, by=LINDNER, today=day, return_state=True)
    assert shown.is_completed(), shown.message
    assert found().wave == "1"
    done = change_measure(**wish, by=LINDNER, today=day, preview=False, return_state=True)
    assert done.is_completed(), done.message
    assert (found().wave, str(found().route), found().note, found().target_on) == (
        "2",
        "efa",
        "mit dem Land",
        date(2021, 12, 30),
    )
    refused = change_measure(service="L2", target_on="bald", by=LINDNER, today=day, preview=False, return_state=True)
    assert refused.is_failed()
    assert "„bald“: Das ist kein Datum" in str(refused.message)


def test_the_form_offers_every_route() -> None:
    assert RouteTitle.__args__ == ("bleibt", *ROUTE_TITLES.values())
