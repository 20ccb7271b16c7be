"""From the ranking to measures, and the mails that tell of them."""

from dataclasses import replace
from datetime import date
from io import BytesIO

from openpyxl import load_workbook
from sqlalchemy import select

from ozg_workflow.database.models import Measure, Message
from ozg_workflow.domain.results.routes import Route
from ozg_workflow.domain.results.solutions import Solution
from tests.usecases.town import Town, town_data


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
        "given_up": 0,
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
    mails = len(started.letters())
    started.do("start-implementation", "deliver")
    assert measures(started) == {**before, "L1": "started"}
    assert len(started.letters()) == mails + 1, "the Dezernat that has something new, and no other"
    letter = started.letters()[-1]
    assert (letter.to, "Hundesteuer" in letter.text) == (("dez1@bielefeld.example",), True)
    started.do("start-implementation", "deliver")
    assert len(started.letters()) == mails + 1


def test_a_dezernat_that_has_measures_is_told_of_those_that_are_added(started: Town) -> None:
    with started.session() as session, session.begin():
        later = session.scalars(select(Measure).where(Measure.service.has(ref="L4"))).one()
        session.delete(later)
    mails = len(started.letters())
    assert "1 Maßnahme geplant." in started.do("start-implementation").lines
    started.do("deliver")
    letter = started.letters()[-1]
    assert (len(started.letters()), letter.to) == (mails + 1, ("dez2@bielefeld.example",))
    assert letter.subject.startswith("Weitere Maßnahmen der OZG-Umsetzung für Dezernat 2")
    assert "eine weitere Maßnahme beschlossen" in " ".join(letter.text.split())
    started.do("start-implementation", "deliver")
    assert len(started.letters()) == mails + 1


def test_a_table_names_every_measure_of_the_dezernat_with_its_way_and_what_exists(answered: Town) -> None:
    data = town_data()
    known = (Solution(key="10260", name="Meldung online", provider="Land", route=Route.LAND),)
    answered.prepare(replace(data, config=replace(data.config, solutions=known)))
    answered.board_decides("2020-07-01")
    answered.day("2020-09-01", "start-implementation", "deliver")
    letter = answered.letters()[-1]
    book = load_workbook(BytesIO(letter.attachments["massnahmen.xlsx"]))
    rows = [[cell.value for cell in row] for row in book["Maßnahmen"].iter_rows(min_row=5)]
    with answered.session() as session:
        expected = [
            m.service.name for m in session.scalars(select(Measure).order_by(Measure.starts_on, Measure.rank, Measure.id))
        ]
    assert [row[1] for row in rows] == expected
    assert {row[1]: row[7] for row in rows if row[7]} == {"Wohnsitz anmelden": "Meldung online (Land, Lösung des Landes)"}
    assert "Tabelle" in letter.text


def test_a_wave_that_is_planned_no_more_does_not_hide_its_measures(answered: Town) -> None:
    answered.board_decides("2020-07-01")
    answered.clock.set(date(2020, 9, 1))
    answered.do("start-implementation")
    answered.change(Measure, Measure.id == 1, wave="alt")
    answered.change(Message, Message.kind == "implementation_start", object_key="früher", header_id="<früher@bielefeld.example>")
    answered.do("start-implementation", "deliver")
    with answered.session() as session:
        hidden = session.get_one(Measure, 1).service.name
    assert hidden in answered.letters()[-1].text
