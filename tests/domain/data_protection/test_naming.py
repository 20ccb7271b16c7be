"""An address is found as a whole: who asks about one must not be shown, or lose, what belongs to another."""

import pytest

from ozg_workflow.domain.data_protection.naming import INSTEAD, names, whole_address, without
from ozg_workflow.domain.errors import InputError

ADDRESS = "krueger@bielefeld.example"


@pytest.mark.parametrize(
    "text",
    [
        ADDRESS,
        "Krueger@Bielefeld.Example",
        f"Frau Krüger <{ADDRESS}>",
        f"mailto:{ADDRESS}",
        f"rfc822;{ADDRESS}",
        f"Bitte an {ADDRESS}.",
        f"({ADDRESS}), danke",
        f"to={ADDRESS}, relay=…",
    ],
)
def test_an_address_is_found_however_it_is_written(text: str) -> None:
    assert names(text, ADDRESS)
    assert INSTEAD in without(text, ADDRESS)
    assert not names(without(text, ADDRESS), ADDRESS)


@pytest.mark.parametrize(
    "text",
    [
        f"m.{ADDRESS}",
        f"anna-{ADDRESS}",
        f"x{ADDRESS}",
        f"liste+{ADDRESS}",
        f"{ADDRESS}.org",
        f"{ADDRESS}-neu",
        "krueger@bielefeld",
        "",
    ],
)
def test_another_address_that_holds_it_is_another_address(text: str) -> None:
    assert not names(text, ADDRESS)
    assert without(text, ADDRESS) == text


def test_values_keep_their_form() -> None:
    value = {"contact": f"Frau Krüger, {ADDRESS}", "volume": 12, "rows": [None, {"by": ADDRESS}], ADDRESS: "head"}
    assert without(value, ADDRESS) == {
        "contact": f"Frau Krüger, {INSTEAD}",
        "volume": 12,
        "rows": [None, {"by": INSTEAD}],
        INSTEAD: "head",
    }


@pytest.mark.parametrize(
    "text", ["", "   ", "Frau Krüger", "@", "a@b", "@stadt.example", "a@", "a b@stadt.example", "a@b@c.example"]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="ist keine Mailadresse"):
        whole_address(text)


def test_an_address_is_taken_in_any_case_and_with_blanks_around_it() -> None:
    assert whole_address(" Krueger@Bielefeld.example ") == ADDRESS
