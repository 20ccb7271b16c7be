"""One mail after the other for one worker."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ozg_workflow.database.models import Message, MessageRecipient
from ozg_workflow.usecases.outbox.delivery.claims import archive_copy_to
from tests.usecases.outbox.sleeper import Sleeper
from tests.usecases.relay import Relay
from tests.usecases.town import SENDER, Town, town_data

pytestmark = pytest.mark.both_databases


EDITORS = "intranet@bielefeld.example"


def states(town: Town) -> list[str]:
    return [str(message.state) for message in town.messages()]


def test_a_mail_that_another_worker_has_claimed_is_left_alone(waiting: Town, relay: Relay) -> None:
    lease = waiting.clock() + timedelta(minutes=5)
    waiting.change(Message, Message.id == 1, state="claimed", claimed_by="anderer", lease_until=lease)
    waiting.do("deliver")
    assert relay.reached == [EDITORS]
    assert states(waiting) == ["claimed", "accepted"]


def test_the_mail_with_the_fewest_attempts_comes_first_and_each_comes_once(waiting: Town) -> None:
    waiting.change(Message, Message.id == 1, attempts=3)
    worker = Sleeper(waiting)
    assert [worker.claim().message_id for _ in range(2)] == [2, 1]
    assert worker.nothing_left()


def test_a_claim_names_its_worker_and_lasts_longer_than_connecting_can_take(waiting: Town) -> None:
    """Fourteen answers of thirty seconds, twice, and two minutes each for DATA and the content."""
    worker = Sleeper(waiting)
    envelope = worker.claim()
    assert (envelope.recipients, envelope.copy_to) == (("personalrat@bielefeld.example",), "")
    assert envelope.content == waiting.content(1)
    message = waiting.messages()[0]
    assert (str(message.state), message.claimed_by, message.attempts) == ("claimed", worker.ctx.worker, 1)
    assert message.lease_until is not None
    assert timedelta(seconds=1070) < message.lease_until - waiting.clock.moment <= timedelta(seconds=1081)


def test_only_open_recipients_are_in_the_envelope(waiting: Town) -> None:
    with waiting.session() as session:
        session.add(MessageRecipient(message_id=1, address="hat@bielefeld.example", role="cc", state="accepted"))
        session.commit()
    assert Sleeper(waiting).claim().recipients == ("personalrat@bielefeld.example",)


def test_a_copy_goes_to_our_own_mailbox_only_where_it_is_wanted_and_allowed(waiting: Town) -> None:
    assert archive_copy_to(waiting.ctx()) == ("", "")
    data = town_data()
    waiting.prepare(replace(data, config=replace(data.config, archive_copy=True)))
    assert archive_copy_to(waiting.ctx()) == (SENDER, "")
    why_not = f"Ohne Archivkopie: {SENDER} ist nicht als Empfänger erlaubt (OZG_RECIPIENTS)."
    assert archive_copy_to(waiting.ctx(allow_list=(EDITORS,))) == ("", why_not)
