"""What a transaction changes is noticed, whatever the way."""

from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ozg_workflow.database.changes import note_change, watch
from ozg_workflow.database.models import Message, Milestone, ServiceList, ServiceListRow
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.domain.survey.service_list import RowState
from tests.database import rows


@pytest.fixture
def filled(session: Session) -> Session:
    rows.fill(session)
    return session


def test_a_new_row_is_a_change(filled: Session) -> None:
    changes = watch(filled)
    filled.add(rows.message(occasion="zweite", header_id="<ozg.2@stadt.example>"))
    filled.flush()
    assert changes.ids == {Message: {2}}


def test_reading_and_what_is_not_a_state_are_no_changes(filled: Session) -> None:
    changes = watch(filled)
    message = filled.get_one(Message, 1)
    message.attempts = 3
    filled.get_one(ServiceListRow, 1).answers = {"stufe": 2}
    filled.scalars(select(Milestone)).all()
    filled.flush()
    assert not changes


def test_a_row_that_changes_its_state_changes_its_list(filled: Session) -> None:
    changes = watch(filled)
    filled.get_one(ServiceListRow, 1).state = RowState.ANSWERED
    filled.flush()
    assert changes.ids == {ServiceList: {1}}


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (update(Message).where(Message.state == MessageState.QUEUED).values(state=MessageState.CLAIMED), {Message: {1}}),
        (update(Message).where(Message.id == 99).values(state=MessageState.CLAIMED), {Message: set()}),
        (update(ServiceListRow).values(state=RowState.WITHDRAWN), {ServiceList: {1}}),
    ],
)
def test_an_update_statement_changes_the_rows_it_meets(filled: Session, statement: Any, expected: dict[type, set[int]]) -> None:
    changes = watch(filled)
    filled.execute(statement)
    assert changes.ids == expected


def test_a_state_that_was_told_is_known_until_it_changes_again(filled: Session) -> None:
    changes = watch(filled)
    note_change(filled, Message, {1: MessageState.CLAIMED, 2: MessageState.QUEUED})
    assert changes.states == {Message: {1: "claimed", 2: "queued"}}
    filled.get_one(Message, 1).state = MessageState.CANCELLED
    filled.flush()
    assert changes.ids == {Message: {1, 2}}
    assert changes.states == {Message: {2: "queued"}}
    changes.clear()
    assert not changes


def test_other_sessions_are_not_watched(filled: Session) -> None:
    with Session(filled.get_bind()) as other:
        changes = watch(other)
        filled.get_one(Message, 1).state = MessageState.CANCELLED
        filled.flush()
        assert not changes
