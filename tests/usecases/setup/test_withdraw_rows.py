"""What becomes of rows whose service is gone, and when it comes back."""

from datetime import date

import pytest

from tests.usecases.setup.changed import assignments, with_new_service, without_service
from tests.usecases.town import Town

pytestmark = pytest.mark.both_databases


def test_a_withdrawn_service_takes_its_row_out_and_keeps_what_was_answered(asked: Town) -> None:
    asked.send_back("33")
    asked.do("collect")
    asked.prepare(without_service("L3"))
    rows = asked.rows("33")
    assert [str(row.state) for row in rows.values()] == ["answered", "withdrawn", "answered"]
    assert rows[2].answers["case_volume"] == 1200
    figures = next(item for item in asked.status()["lists"] if item["office"] == "33")
    assert (figures["rows"], figures["answered"]) == (2, 2)
    assert assignments(asked, "L3") == {"33": "withdrawn"}


def test_a_list_is_complete_when_its_last_open_row_is_withdrawn(asked: Town) -> None:
    """Nobody is reminded of a service that is no longer asked about."""
    asked.send_back("34", rows=[1])
    asked.do("collect")
    assert asked.list_state("34") == "partly_returned"
    asked.prepare(without_service("L6"))
    assert asked.list_state("34") == "returned"


def test_a_new_service_goes_out_as_a_supplement_with_its_own_deadline(asked: Town) -> None:
    asked.clock.set(date(2020, 5, 13))
    assert "Leistungen: 1 neu, 0 geändert, 0 entfallen" in asked.prepare(with_new_service("33")).lines
    asked.new_letters()
    asked.do("send-lists", "deliver")
    (letter,) = asked.new_letters()
    assert letter.to == ("dez2@bielefeld.example",)
    assert list(letter.attachments) == ["OZG-Amtsliste_33_Einwohner- und Meldeamt_v2.xlsx"]
    assert "Parkausweis beantragen" in letter.text
    supplement = next(item for item in asked.status()["lists"] if item["version"] == 2)
    # ten working days after 13.05.2020: Ascension Day (21.05.) does not count
    assert (supplement["office"], supplement["rows"], supplement["due_on"]) == ("33", 1, "2020-05-28")


def test_a_service_that_comes_back_into_the_catalogue_is_asked_about_again(asked: Town) -> None:
    asked.prepare(without_service("L6"))
    asked.prepare()
    assert assignments(asked, "L6") == {"34": "proposed"}
    asked.do("send-lists")
    assert asked.states("34") == ["open", "withdrawn"]
    assert [row.service.name for row in asked.rows("34", version=2).values()] == ["Geburtsurkunde ausstellen"]
