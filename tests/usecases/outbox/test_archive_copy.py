"""A blind copy in our own mailbox proves what the line could not."""

from dataclasses import replace

import pytest

from ozg_workflow.database.models import Message
from ozg_workflow.demo.bounce import bounce_for
from ozg_workflow.domain.needs import RESEND, NeedKind
from ozg_workflow.usecases.cockpit.needs import needs
from ozg_workflow.usecases.outbox.mail_admin import list_messages
from ozg_workflow.usecases.timeline.announce import announce
from tests.usecases.relay import Relay
from tests.usecases.town import SENDER, Town, town_data

pytestmark = pytest.mark.both_databases

COUNCIL, EDITORS = (f"{name}@bielefeld.example" for name in ("personalrat", "intranet"))
MISSING = "Kopie nicht eingetroffen; vermutlich nicht versandt."


@pytest.fixture
def archiving(town: Town, relay: Relay) -> Town:
    """A town that keeps copies, with a mail to the staff council and one to the intranet's editors in its outbox."""
    data = town_data()
    town.prepare(replace(data, config=replace(data.config, archive_copy=True)))
    town.settings(smtp_url=relay.url)
    for key in ("info-personalrat", "info-beschaeftigte"):
        announce(town.ctx(), key)
    return town


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


def test_the_copy_settles_a_mail_whose_line_was_lost(archiving: Town, relay: Relay) -> None:
    relay.silent = {COUNCIL}
    archiving.do("deliver")
    assert states(archiving) == ["unknown", "accepted"]
    archiving.drop(b"Received: from relay.example\r\n" + archiving.content(1))
    result = archiving.do("collect")
    assert states(archiving) == ["accepted", "accepted"]
    assert any("Die Kopie ist eingegangen" in line for line in result.lines)


def test_a_missing_copy_proposes_to_send_again_after_a_day_and_does_nothing_by_itself(archiving: Town, relay: Relay) -> None:
    relay.silent = {COUNCIL}
    archiving.do("deliver")
    archiving.clock.wait(hours=23)
    archiving.do("collect")
    assert MISSING not in archiving.messages()[0].state_reason
    archiving.clock.wait(hours=2)
    result = archiving.do("collect")
    assert list_messages(archiving.ctx())[0].reason == MISSING
    assert any("vermutlich nicht versandt" in line and "ozg mail settle 1 --resend" in line for line in result.lines)
    assert not archiving.do("collect").changed, "it is proposed once"
    relay.silent = set()
    archiving.clock.wait(days=3)
    archiving.do("deliver")
    assert states(archiving) == ["unknown", "accepted"]


def test_a_copy_that_comes_very_late_still_settles(archiving: Town, relay: Relay) -> None:
    relay.silent = {COUNCIL}
    archiving.do("deliver")
    archiving.clock.wait(days=2)
    archiving.do("collect")
    archiving.drop(b"Received: from relay.example\r\n" + archiving.content(1))
    archiving.do("collect")
    assert (states(archiving)[0], archiving.messages()[0].state_reason) == ("accepted", "")


def test_a_refused_copy_is_not_missed(archiving: Town, relay: Relay) -> None:
    relay.answers[SENDER] = ["550 5.7.1 not to yourself"]
    relay.silent = {COUNCIL}
    archiving.do("deliver")
    archiving.clock.wait(days=2)
    archiving.do("collect")
    assert archiving.messages()[0].state_reason != MISSING


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


def test_a_missing_copy_is_proposed_once_and_stays_proposed_however_it_is_worded(
    archiving: Town, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    relay.silent = {COUNCIL}
    archiving.do("deliver")
    archiving.clock.wait(hours=25)
    archiving.do("collect")
    monkeypatch.setattr("ozg_workflow.usecases.outbox.missing_copies.MISSING", "Die Kopie fehlt.")
    assert not archiving.do("collect").changed
    with archiving.ctx().reading() as work:
        (wanted,) = (found for found in needs(work) if found.kind is NeedKind.UNKNOWN)
    assert wanted.how == RESEND.format(id=1)
    assert wanted.detail.endswith(MISSING), "what was said stays said"
