"""What is to be read is offered in the form until somebody clears it with their name."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import select

from flows.clear_to_read import clear_to_read
from ozg_workflow.database.models import Event
from ozg_workflow.usecases.cockpit.choices import Choice, read_choices
from tests.flows.conftest import LINDNER
from tests.usecases.intake.test_cover_note import BOTHERED, send_back
from tests.usecases.town import Town

DAY = date(2020, 4, 6)


def options(town: Town) -> tuple[str, ...]:
    with town.session() as session:
        return read_choices(session)[Choice.TO_READ]


def test_a_text_beside_a_list_is_offered_and_cleared(asked: Town, cockpit: Callable[..., Town]) -> None:
    send_back(cockpit(asked), "33", BOTHERED)
    (option,) = options(asked)
    assert option.startswith("1 – ")
    done = clear_to_read(mail=option, by=LINDNER, note="Frau Wessling eingetragen", today=DAY, return_state=True)
    assert done.is_completed(), done.message
    assert options(asked) == ()
    with asked.session() as session:
        assert session.scalars(select(Event.actor).where(Event.verb == "mail_read")).one() == LINDNER


def test_what_holds_nothing_to_read_is_said(asked: Town, cockpit: Callable[..., Town]) -> None:
    cockpit(asked)
    state = clear_to_read(mail=7, by=LINDNER, today=DAY, return_state=True)
    assert state.is_failed()
    assert state.message == "Die eingegangene Mail Nr. 7 gibt es nicht."
