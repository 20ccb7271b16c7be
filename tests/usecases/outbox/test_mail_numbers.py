"""Numbers of mails as people type them into a form."""

import pytest

from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.outbox.mail_numbers import read_numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("", ()), ("  ", ()), ("3", (3,)), ("3, 5-7", (3, 5, 6, 7)), ("5 – 6;3 3", (5, 6, 3)), ("7-7", (7,))],
)
def test_numbers_and_ranges_are_read_once_each(text: str, numbers: tuple[int, ...]) -> None:
    assert read_numbers(text) == numbers


@pytest.mark.parametrize("text", ["alle", "3,x", "9-5", "-3", "1-99999999", "3.5"])
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InputError, match=r"erwartet wird z\. B\."):
        read_numbers(text)
