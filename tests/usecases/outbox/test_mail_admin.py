"""What a person does to the outbox."""

from collections.abc import Callable
from typing import Any

import pytest

from ozg_workflow.database.models import Message, MessageRecipient, ServiceList
from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.outbox import mail_admin, release_mail
from tests.usecases.relay import Relay
from tests.usecases.town import Town


def state(town: Town, number: int = 1) -> str:
    return str(town.messages()[number - 1].state)


def test_the_outbox_is_listed_whole_or_by_state(asked: Town) -> None:
    asked.change(Message, Message.id == 2, state="unknown")
    views = mail_admin.list_messages(asked.ctx())
    assert [(v.id, v.kind, v.state_title, v.recipients) for v in views] == [
        (1, "Versand der Amtslisten", "angenommen", ("dez1@bielefeld.example",)),
        (2, "Versand der Amtslisten", "ungeklärt", ("dez2@bielefeld.example",)),
    ]
    assert [v.id for v in mail_admin.list_messages(asked.ctx(), "unknown")] == [2]
    with pytest.raises(InputError, match="Den Zustand „weg“ gibt es nicht"):
        mail_admin.list_messages(asked.ctx(), "weg")


def test_a_mail_is_shown_with_its_bytes_and_its_attempts(asked: Town) -> None:
    view, content, attempts = mail_admin.show_message(asked.ctx(), 1)
    assert view.accepted_at is not None
    assert content == asked.content(1)
    assert len(attempts) == 1
    assert "accepted" in attempts[0]


def test_a_held_mail_is_released_only_for_allowed_recipients(town: Town) -> None:
    town.settings(recipients=())
    town.day("2020-03-19", "announce")
    with pytest.raises(InputError, match=r"kann nicht freigegeben werden. Die Liste der erlaubten Empfänger"):
        release_mail.release(town.ctx(), 1)
    town.settings(recipients=("*@bielefeld.example",))
    release_mail.release(town.ctx(), 1)
    assert state(town) == "queued"
    assert release_mail.release(town.ctx(), 1).lines == ["Mail Nr. 1 ist nicht angehalten, sondern im Postausgang."]


def test_a_bounced_mail_is_sent_again_only_to_those_who_do_not_have_it(asked: Town, relay: Relay) -> None:
    asked.settings(smtp_url=relay.url)
    with asked.session() as session:
        session.add(MessageRecipient(message_id=1, address="anders@bielefeld.example", role="cc", state="bounced"))
        session.commit()
    asked.change(Message, Message.id == 1, state="bounced")
    mail_admin.retry(asked.ctx(), 1)
    asked.do("deliver")
    assert relay.reached == ["anders@bielefeld.example"]
    assert state(asked) == "accepted"


def test_a_waiting_mail_can_be_sent_now(town: Town, relay: Relay) -> None:
    town.settings(smtp_url=relay.url)
    town.day("2020-03-19")
    town.do("announce")
    relay.answers["petersen@bielefeld.example"] = ["451 4.7.1 later"]
    town.do("deliver")
    assert state(town) == "queued"
    assert mail_admin.retry(town.ctx(), 1).changed
    town.do("deliver")
    assert state(town) == "accepted"


def test_an_unknown_mail_is_settled_by_a_person_never_by_a_retry(asked: Town, relay: Relay) -> None:
    asked.settings(smtp_url=relay.url)
    asked.change(Message, Message.id == 1, state="unknown", accepted_at=None)
    asked.change(ServiceList, ServiceList.office_id <= 2, state="queued", sent_at=None)
    with pytest.raises(InputError, match="wird mit „ozg mail settle 1“ entschieden"):
        mail_admin.retry(asked.ctx(), 1)
    mail_admin.settle(asked.ctx(), 1, sent=True)
    assert state(asked) == "accepted"
    assert asked.list_state("10") == "sent"
    with pytest.raises(InputError, match="ist nicht ungeklärt, sondern angenommen"):
        mail_admin.settle(asked.ctx(), 1, sent=True)
    assert relay.received == []


def test_an_unknown_mail_that_did_not_arrive_is_sent_again(asked: Town, relay: Relay) -> None:
    asked.settings(smtp_url=relay.url)
    asked.change(Message, Message.id == 1, state="unknown", accepted_at=None)
    asked.change(MessageRecipient, MessageRecipient.message_id == 1, state="unknown")
    mail_admin.settle(asked.ctx(), 1, sent=False)
    asked.do("deliver")
    assert relay.reached == ["dez1@bielefeld.example"]


def test_a_mail_is_cancelled_unless_it_has_left(town: Town) -> None:
    town.day("2020-03-19", "announce")
    mail_admin.cancel(town.ctx(), 1)
    assert mail_admin.cancel(town.ctx(), 1).lines == ["Mail Nr. 1 war bereits storniert."]
    town.do("deliver")
    assert state(town) == "cancelled"
    with pytest.raises(InputError, match=r"Mail Nr. 2 ist angenommen und kann nicht storniert werden"):
        mail_admin.cancel(town.ctx(), 2)


@pytest.mark.parametrize("action", [release_mail.release, mail_admin.retry, mail_admin.cancel, mail_admin.show_message])
def test_an_unknown_number_is_named(town: Town, action: Callable[..., Any]) -> None:
    with pytest.raises(InputError, match=r"Die Mail Nr. 99 gibt es nicht"):
        action(town.ctx(), 99)
