"""What people are told of a stored mail."""

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import Message
from ozg_workflow.usecases.outbox.shown import shown
from ozg_workflow.usecases.step.result import QueuedMail
from tests.usecases.town import Town

LIST = "OZG-Amtsliste_34_Standesamt_v1.xlsx"


def first(town: Town, *, preview: bool) -> QueuedMail:
    with town.ctx(preview=preview).reading() as work:
        return shown(work, work.session.scalars(select(Message).order_by(Message.id)).first(), (LIST,))  # type: ignore[arg-type]


@pytest.mark.both_databases
def test_a_mail_is_told_with_its_recipients_its_state_and_its_files(asked: Town) -> None:
    stored, told = asked.messages()[0], first(asked, preview=False)
    assert (told.subject, told.state, told.header_id) == (stored.subject, "accepted", stored.header_id)
    assert "dez1@bielefeld.example" in told.recipients
    assert told.attachments == (LIST,)


def test_its_bytes_are_shown_in_a_preview_only(asked: Town) -> None:
    assert first(asked, preview=False).content == b""
    assert first(asked, preview=True).content == asked.content(asked.messages()[0].id)
