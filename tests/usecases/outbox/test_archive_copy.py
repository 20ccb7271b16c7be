"""A blind copy in our own mailbox proves what the line could not."""

import pytest

from ozg_workflow.database.models import Message
from ozg_workflow.demo.bounce import bounce_for
from ozg_workflow.usecases.timeline.announce import announce
from tests.usecases.relay import Relay
from tests.usecases.town import SENDER, Town

pytestmark = pytest.mark.both_databases

COUNCIL, EDITORS = (f"{name}@bielefeld.example" for name in ("personalrat", "intranet"))


def states(town: Town) -> list[str]:
    return [str(m.state) for m in town.messages()]


def post(town: Town, relay: Relay) -> None:
    """The post brings what the relay took over for our own mailbox."""
    for addresses, content in relay.received:
        if SENDER in addresses:
            town.drop(b"Received: from relay.example\r\n" + content)


def test_the_copy_is_a_recipient_of_the_envelope_and_never_a_header(archiving: Town, relay: Relay) -> None:
    archiving.do("deliver")
    assert [addresses for addresses, _ in relay.received] == [(COUNCIL, SENDER), (EDITORS, SENDER)]
    for _, content in relay.received:
        head = content.partition(b"\r\n\r\n")[0].lower()
        assert b"bcc" not in head
        assert b"to: ozg@" not in head
    assert [[r.address for r in m.recipients] for m in archiving.messages()] == [[COUNCIL], [EDITORS]]


def test_without_the_setting_there_is_no_copy(town: Town, relay: Relay) -> None:
    town.settings(smtp_url=relay.url)
    announce(town.ctx(), "info-personalrat")
    town.do("deliver")
    assert relay.reached == [COUNCIL]


def test_the_copy_of_a_normal_mail_is_noted_and_never_answered(archiving: Town, relay: Relay) -> None:
    archiving.do("deliver")
    post(archiving, relay)
    archiving.do("collect", "deliver")
    assert archiving.status()["inbox"]["automatic"] == 2
    assert len(archiving.messages()) == 2, "nobody answers it"
    assert states(archiving) == ["accepted", "accepted"]


def test_a_relay_that_refuses_the_copy_still_gets_the_mail(archiving: Town, relay: Relay) -> None:
    relay.answers[SENDER] = ["550 5.7.1 not to yourself", "451 4.7.1 later"]
    result = archiving.do("deliver")
    assert relay.reached == [COUNCIL, EDITORS]
    assert states(archiving) == ["accepted", "accepted"]
    assert any(SENDER in line and "not to yourself" in line for line in result.lines)


def test_nobody_but_us_is_no_reason_to_send(archiving: Town, relay: Relay) -> None:
    relay.answers[COUNCIL] = ["550 5.1.1 unknown user"]
    archiving.do("deliver")
    assert relay.reached == [EDITORS, SENDER]
    assert states(archiving) == ["refused", "accepted"]


def test_the_copy_keeps_to_the_allow_list_and_that_is_said(archiving: Town, relay: Relay) -> None:
    result = archiving.do("deliver", allow_list=(COUNCIL, EDITORS))
    assert relay.reached == [COUNCIL, EDITORS]
    assert f"Ohne Archivkopie: {SENDER} ist nicht als Empfänger erlaubt (OZG_RECIPIENTS)." in result.lines


def test_a_folder_gets_no_copies(archiving: Town) -> None:
    archiving.settings(smtp_url=f"dir:{archiving.out}")
    archiving.do("deliver")
    assert len(archiving.letters()) == 2
    with archiving.session() as session:
        assert all(m.copied_at is None for m in session.query(Message))


def test_a_copy_that_comes_back_says_nothing_about_the_mail(archiving: Town) -> None:
    archiving.do("deliver")
    archiving.drop(bounce_for(archiving.content(1), SENDER, reporter="post.bielefeld.example"))
    archiving.do("collect")
    assert states(archiving) == ["accepted", "accepted"]
    assert [r.state for r in archiving.messages()[0].recipients] == ["accepted"]
