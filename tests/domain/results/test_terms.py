"""A person's words become what is agreed about a measure, or are refused by name."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.results.prioritisation import Wave
from ozg_workflow.domain.results.routes import Route
from ozg_workflow.domain.results.terms import Field, Frame, Terms, changed, changes, circle, words


def office(text: str) -> str:
    if text in ("33", "34"):
        return text
    raise InputError(f"Das Amt „{text}“ ist nicht bekannt.")


FRAME = Frame(
    waves=(
        Wave(key="1", title="Erste Verfahren 2020", starts_on="2020-09-01", ends_on="2020-12-30", capacity=12),
        Wave(key="2", title="Zweite Welle 2021", starts_on="2021-01-04", ends_on="2023-12-30"),
    ),
    levels=(0, 1, 2, 3, 4, 5),
    deadline=date(2022, 12, 31),
    measures=frozenset({1, 2}),
    offices={"33": "Meldeamt", "34": "Standesamt"},
    office=office,
)
TERMS = Terms(wave="1", route=None, office="33", target_on=date(2020, 12, 30), target_level=4)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (Field.WAVE, "1", "1"),
        (Field.WAVE, " zweite  welle 2021", "2"),
        (Field.ROUTE, "efa", Route.EFA),
        (Field.ROUTE, "Einer für Alle", Route.EFA),
        (Field.ROUTE, "-", None),
        (Field.OFFICE, "34", "34"),
        (Field.OFFICE, "34 – Standesamt", "34"),
        (Field.TARGET_ON, "30.11.2020", date(2020, 11, 30)),
        (Field.TARGET_ON, "2020-11-30", date(2020, 11, 30)),
        (Field.TARGET_LEVEL, "3", 3),
        (Field.CONTACT, "Frau Krüger", "Frau Krüger"),
        (Field.CONTACT, "–", ""),
        (Field.EFFORT_DAYS, "0", 0),
        (Field.EFFORT_DAYS, "", None),
        (Field.DEPENDS_ON, "2", 2),
        (Field.NOTE, "a\n b", "a b"),
    ],
)
def test_words_are_read(field: Field, text: str, value: object) -> None:
    after = changed(TERMS, {field: text}, FRAME)
    assert getattr(after, field) == value


@pytest.mark.parametrize(
    ("field", "text", "part"),
    [
        (Field.WAVE, "3", "Welle „3“: Die gibt es nicht oder mehrfach. Vorhanden: 1 (Erste Verfahren 2020), 2"),
        (Field.WAVE, "", "Welle „“"),
        (Field.ROUTE, "EfA-Land", "Vorhanden: efa (Einer für Alle), land"),
        (Field.OFFICE, "99", "Amt „99“"),
        (Field.OFFICE, "34 – Meldeamt", "Amt „34 – Meldeamt“"),
        (Field.TARGET_ON, "31.02.2021", "kein Datum"),
        (Field.TARGET_ON, "bald", "kein Datum"),
        (Field.TARGET_ON, "01.01.2023", "nach dem Ende der Umsetzung (31.12.2022)"),
        (Field.TARGET_ON, "31.08.2020", "vor dem Beginn der Welle „Erste Verfahren 2020“ (01.09.2020)"),
        (Field.TARGET_LEVEL, "6", "Vorhanden: 0, 1, 2, 3, 4, 5"),
        (Field.TARGET_LEVEL, "", "Zielstufe „“"),
        (Field.EFFORT_DAYS, "1,5", "keine ganze Zahl"),
        (Field.EFFORT_DAYS, "-3", "keine ganze Zahl"),
        (Field.EFFORT_DAYS, "10001", "keine ganze Zahl"),
        (Field.DEPENDS_ON, "7", "„7“: Eine Maßnahme mit dieser Nummer gibt es nicht"),
        (Field.CONTACT, "x" * 201, "201 Zeichen"),
    ],
)
def test_what_cannot_be_is_refused_by_name(field: Field, text: str, part: str) -> None:
    with pytest.raises(InputError) as refused:
        changed(TERMS, {field: text}, FRAME)
    assert part in str(refused.value)


def test_another_wave_brings_its_last_day_which_is_never_after_the_end_of_the_plan() -> None:
    assert changed(TERMS, {Field.WAVE: "2"}, FRAME).target_on == date(2022, 12, 31)
    own = changed(TERMS, {Field.WAVE: "2", Field.TARGET_ON: "2021-06-30"}, FRAME)
    assert own.target_on == date(2021, 6, 30)
    kept = replace(TERMS, target_on=date(2020, 10, 1))
    assert changed(kept, {Field.WAVE: "1", Field.NOTE: "x"}, FRAME).target_on == date(2020, 10, 1), "the wave is the same"


def test_every_field_can_be_written_and_read_back() -> None:
    full = replace(
        TERMS, route=Route.SHARED, contact="Frau Ö", effort_days=12, depends_on=2, note="mit Amt 34", target_on=date(2020, 11, 2)
    )
    for terms in (TERMS, full):
        assert changed(terms, {field: words(field, terms, FRAME) for field in Field}, FRAME) == terms
    assert changes(TERMS, full) == (
        Field.ROUTE,
        Field.TARGET_ON,
        Field.CONTACT,
        Field.EFFORT_DAYS,
        Field.DEPENDS_ON,
        Field.NOTE,
    )


def test_measures_that_wait_for_each_other_are_found() -> None:
    assert circle({1: 2, 2: 3, 3: None}) == ()
    assert circle({1: 1}) == (1,)
    assert circle({5: 1, 1: 3, 3: 2, 2: 1}) == (1, 3, 2)


@given(st.dictionaries(st.integers(1, 8), st.none() | st.integers(1, 8)))
def test_a_circle_is_found_exactly_where_following_never_ends(depends: dict[int, int | None]) -> None:
    def ends(start: int) -> bool:
        at: int | None = start
        for _ in range(10):
            if at is None:
                return True
            at = depends.get(at)
        return at is None

    found = circle(depends)
    assert bool(found) == (not all(map(ends, depends)))
    assert all(depends[a] == b for a, b in zip(found, (*found[1:], *found[:1]), strict=True))
