"""Each of the five answers is checked, and all mistakes are told at once."""

from dataclasses import replace

import pytest

from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.new_city.answers import Answers, new_city
from ozg_workflow.domain.new_city.city import NewDepartment

RIGHT = Answers(
    city=" Stadt  Musterhausen ", land="nw", year="2027", domain="@Musterhausen.example", departments="1=Finanzen ; OB = Rat;"
)


def test_right_answers_make_a_city_however_they_are_spaced() -> None:
    city = new_city(RIGHT, 2026)
    assert (city.name, city.land, city.year, city.domain) == ("Stadt Musterhausen", "NW", 2027, "musterhausen.example")
    assert city.key == "musterhausen-2027"
    assert city.departments == (NewDepartment(number="1", name="Finanzen"), NewDepartment(number="OB", name="Rat"))


def test_this_year_is_not_past() -> None:
    assert new_city(replace(RIGHT, year="2026"), 2026).year == 2026


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        ("city", "  ", "ist kein Name einer Stadt"),
        ("city", "x" * 101, "höchstens 100 Zeichen"),
        ("city", "Muster\ahausen", "keine Steuerzeichen"),
        ("land", "XX", "„XX“ ist kein Kürzel eines Landes. Möglich sind: Augsburg, BB, BE,"),
        ("year", "2025", "Das Jahr 2025 ist vorbei; der Plan braucht 2026 oder ein späteres."),
        ("year", "bald", "„bald“ ist kein Jahr (wie 2027)."),
        ("year", "20270", "ist kein Jahr"),
        ("year", "9999", "höchstens 2099"),
        ("domain", "musterhausen", "„musterhausen“ ist keine Mail-Domäne (wie stadt.example)."),
        ("domain", "ozg@musterhausen.example", "ist keine Mail-Domäne"),
        ("domain", "mühlhausen.example", "ist keine Mail-Domäne"),
        ("departments", "1=Finanzen; 1=Bürger", "Das Dezernat 1 steht zweimal da."),
        ("departments", "ob=Rat; OB=Rat", "Das Dezernat OB steht zweimal da."),
        ("departments", "Finanzen", "„Finanzen“ ist kein Dezernat; gemeint ist NUMMER=NAME"),
        ("departments", "1=", "„1=“ ist kein Dezernat"),
    ],
)
def test_a_wrong_answer_is_told_in_german(field: str, text: str, message: str) -> None:
    with pytest.raises(InputError) as told:
        new_city(replace(RIGHT, **{field: text}), 2026)
    assert message in str(told.value)
    assert len(str(told.value).splitlines()) == 1


def test_all_wrong_answers_are_told_at_once() -> None:
    with pytest.raises(InputError) as told:
        new_city(Answers(city="", land="", year="", domain="", departments="x"), 2026)
    assert len(str(told.value).splitlines()) == 5
