"""From the ranking to measures, and the mails that tell of them."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from ozg_workflow.database.models import Measure
from ozg_workflow.usecases.results import start_implementation
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
        "late": 0,
        "threatened": 0,
        "target_level": 4,
        "target_on": "2022-12-31",
    }


def test_services_that_are_decided_later_are_added_and_agreed_measures_stay(started: Town) -> None:
    before = measures(started)
    started.send_back("20")
    started.do("collect", "evaluate")
    assert "Hinweis: 1 gereihte Leistung ist noch nicht beschlossen; eine neue Vorlage holt es nach." in (
        started.do("start-implementation").lines
    )
    assert measures(started) == before
    started.board_decides("2020-09-02")
    started.do("start-implementation")
    assert measures(started) == {**before, "L1": "started"}


def test_what_the_mail_does_not_name_stands_in_a_table(answered: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start_implementation, "MOST_NAMED", 1)
    answered.board_decides("2020-07-01")
    answered.day("2020-09-01", "start-implementation", "deliver")
    letter = answered.letters()[-1]
    book = load_workbook(BytesIO(letter.attachments["massnahmen.xlsx"]))
    names = [str(row[1].value) for row in book["Maßnahmen"].iter_rows(min_row=5)]
    with answered.session() as session:
        expected = [m.service.name for m in session.scalars(select(Measure).order_by(Measure.rank, Measure.id))]
    assert names == expected


def test_a_short_mail_needs_no_table(started: Town) -> None:
    assert started.letters()[-1].attachments == {}
