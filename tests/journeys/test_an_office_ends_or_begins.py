"""The dates of an office hold for lists and mails: what has ended or not begun is left alone, and told."""

from datetime import date

import pytest

from tests.usecases.changed_offices import dated
from tests.usecases.town import Letter, Town

SENT = date(2020, 3, 25)


def offices(letters: list[Letter]) -> set[str]:
    """Whose lists were mailed."""
    return {name.split("_")[1] for letter in letters for name in letter.attachments if name.endswith(".xlsx")}


@pytest.mark.parametrize(
    ("first", "last", "gets"),
    [
        (date.min, date(2020, 3, 24), False),
        (date.min, SENT, True),
        (SENT, None, True),
        (date(2020, 3, 26), None, False),
    ],
)
def test_only_offices_that_are_in_force_on_the_day_get_a_list(town: Town, first: date, last: date | None, gets: bool) -> None:
    town.prepare(dated("34", first, last))
    result = town.day("2020-03-25", "send-lists")
    assert result is not None
    town.do("deliver")
    assert ("34" in offices(town.letters())) is gets
    hints = [line for line in result.lines if line.startswith("Hinweis: Amt 34")]
    assert bool(hints) is not gets
    assert all("2 Leistungen stehen deshalb auf keiner Liste" in hint for hint in hints)


def test_an_office_gets_its_list_when_it_begins(town: Town) -> None:
    town.prepare(dated("34", date(2020, 4, 1)))
    town.day("2020-03-25", "send-lists", "deliver")
    town.new_letters()
    town.day("2020-03-31", "send-lists", "deliver")
    assert town.new_letters() == []
    town.run_day("2020-04-01")
    assert offices(town.new_letters()) == {"34"}


def test_an_office_without_services_that_is_not_there_yet_is_not_worth_a_word(town: Town) -> None:
    town.prepare(dated("10", date(2020, 4, 1)))
    result = town.day("2020-03-25", "send-lists")
    assert result is not None
    assert not any("Amt 10" in line for line in result.lines)


def test_nobody_is_reminded_of_an_office_that_has_ended(asked: Town) -> None:
    asked.prepare(dated("34", last=date(2020, 5, 12)))
    asked.new_letters()
    result = asked.day("2020-05-13", "remind", "deliver")
    assert result is not None
    letters = asked.new_letters()
    assert "Meldeamt" in letters[1].text
    assert all("Standesamt" not in letter.text for letter in letters)
    again = asked.do("remind")
    assert (
        "Hinweis: Amt 34 – Standesamt bestand nur bis zum 12.05.2020 (organisation.csv); an seine offene Liste wird nicht erinnert."
        in again.lines
    )


def test_on_its_last_day_it_is_still_reminded(asked: Town) -> None:
    asked.prepare(dated("34", last=date(2020, 5, 13)))
    asked.new_letters()
    asked.day("2020-05-13", "remind", "deliver")
    assert "Standesamt" in asked.new_letters()[1].text


def test_no_escalation_names_it(asked: Town) -> None:
    asked.prepare(dated("34", last=date(2020, 5, 15)))
    asked.run_day("2020-05-19")
    asked.new_letters()
    asked.run_day("2020-05-25")
    escalations = [letter for letter in asked.new_letters() if "brandes@bielefeld.example" in letter.to]
    assert escalations
    assert all("Standesamt" not in letter.text for letter in escalations)


def test_its_head_is_told_only_while_there_is_one(town: Town) -> None:
    town.prepare(dated("34", date(2020, 4, 1)))
    town.day("2020-03-18", "announce", "deliver")
    heads = {address for letter in town.letters() for address in letter.to}
    assert "krueger@bielefeld.example" in heads
    assert "sandmann@bielefeld.example" not in heads


def test_the_implementation_begins_and_is_followed_without_it(answered: Town) -> None:
    answered.board_decides("2020-07-01")
    answered.prepare(dated("34", last=date(2020, 8, 31)))
    answered.new_letters()
    result = answered.day("2020-09-01", "start-implementation", "deliver")
    assert result is not None
    (letter,) = answered.new_letters()
    assert "Geburtsurkunde" not in letter.text
    answered.day("2021-03-01", "track", "deliver")
    assert "34" not in offices(answered.new_letters())
    answered.prepare()
    answered.day("2021-03-02", "track", "deliver")
    assert offices(answered.new_letters()) == {"34"}, "it is asked when it is in force again"
