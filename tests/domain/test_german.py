"""Dates, numbers and lists of words read as Germans write them."""

from datetime import UTC, date, datetime

import pytest

from ozg_workflow.domain import german

DAY = date(2020, 3, 25)


def test_dates_are_written_the_german_way() -> None:
    assert german.short_date(DAY) == "25.03.2020"
    assert german.short_date(None) == "–"
    assert german.long_date(DAY) == "Mittwoch, 25. März 2020"
    assert german.month(DAY) == "März 2020"


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2020, 3, 25, 6, 0, tzinfo=UTC), "25.03.2020 07:00"),
        (datetime(2020, 6, 30, 22, 30, tzinfo=UTC), "01.07.2020 00:30"),
    ],
)
def test_moments_are_shown_in_berlin_in_winter_and_in_summer(moment: datetime, text: str) -> None:
    assert german.local_time(moment) == text


@pytest.mark.parametrize(
    ("value", "digits", "text"), [(1234.5, 1, "1.234,5"), (10_000_000, 0, "10.000.000"), (0.256, 2, "0,26"), (-1200, 0, "-1.200")]
)
def test_numbers_have_german_separators(value: float, digits: int, text: str) -> None:
    assert german.number(value, digits) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0 Listen"), (1, "1 Liste"), (3, "3 Listen"), (2378, "2.378 Listen"), (1_234_567, "1.234.567 Listen")],
)
def test_only_one_is_singular(number: int, text: str) -> None:
    assert german.count(number, "Liste", "Listen") == text


@pytest.mark.parametrize(("words", "text"), [((), ""), (("a",), "a"), (("a", "b"), "a und b"), (["a", "b", "c"], "a, b und c")])
def test_words_are_joined_with_und(words: list[str], text: str) -> None:
    assert german.join(words) == text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Fach\u00adverfahren", "fachverfahren"),  # where a web page lets a word be parted
        ("Online\u2011Leistung", "online-leistung"),  # Word's hyphen that parts no line
        ("Online\u2010Leistung", "online-leistung"),
        ("Stan\u200bdes\u200damt\ufeff", "standesamt"),
        ("gering\u00a0—\u00a01", "gering – 1"),
    ],
)
def test_what_word_processors_and_web_pages_put_between_letters_makes_no_other_word(text: str, plain: str) -> None:
    assert german.normalise(text) == plain
