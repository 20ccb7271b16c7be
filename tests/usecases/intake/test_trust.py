"""Who may answer for an office."""

import pytest

from ozg_workflow.usecases.intake.trust import is_trusted
from tests.usecases.town import Town


@pytest.mark.parametrize(
    ("address", "trusted"),
    [
        ("dez2@bielefeld.example", True),
        ("krueger@bielefeld.example", True),
        ("irgendwer@bielefeld.example", True),
        ("amt33@bielefeld.example.evil.example", False),
        ("bielefeld.example@privat.example", False),
        ("", False),
    ],
)
def test_an_address_of_the_city_is_trusted(asked: Town, address: str, trusted: bool) -> None:
    with asked.ctx().reading() as work:
        assert is_trusted(work, address) is trusted
