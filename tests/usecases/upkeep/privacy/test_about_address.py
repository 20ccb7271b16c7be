"""Everything about an address is found wherever it stands, and the log does not say whom the answer was about."""

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import Event
from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.upkeep.privacy.about_address import about_address
from ozg_workflow.usecases.upkeep.privacy.places import Found
from tests.usecases.town import Town

pytestmark = pytest.mark.both_databases


def tables(found: tuple[Found, ...]) -> set[str]:
    return {row.table for row in found}


def test_an_office_is_found_in_its_entry_in_its_mails_and_in_what_it_sent(answered: Town) -> None:
    found = about_address(answered.ctx(), "Amt33@Bielefeld.example")
    assert {"office", "incoming", "return"} <= tables(found)
    mails = [row for row in found if row.mail is not None]
    assert mails
    assert all(b"amt33@bielefeld.example" in (row.mail or b"").lower() for row in mails)
    assert all("amt33@bielefeld.example" in text.lower() for row in found for text in row.columns.values())


def test_another_address_with_the_same_end_is_not_meant(answered: Town) -> None:
    assert about_address(answered.ctx(), "t_33@bielefeld.example") == ()
    assert about_address(answered.ctx(), "%33@bielefeld.example") == ()


def test_the_log_says_that_somebody_was_informed_and_not_who(answered: Town) -> None:
    found = about_address(answered.ctx(), "amt33@bielefeld.example")
    with answered.session() as session:
        line = session.scalars(select(Event).where(Event.verb == "person_informed")).one()
        assert line.text == f"Auskunft zu einer Adresse: {len(found)} Fundstellen"
        assert "amt33" not in line.text + str(line.data)


@pytest.mark.parametrize("text", ["", "   ", "Frau Krüger", "@", "a@b"])
def test_what_is_no_address_is_refused(asked: Town, text: str) -> None:
    with pytest.raises(InputError, match="ist keine Mailadresse"):
        about_address(asked.ctx(), text)
