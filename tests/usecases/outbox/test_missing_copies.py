"""A copy that stays away: a person is asked once, and nothing is sent by itself."""

import pytest

from ozg_workflow.domain.needs import RESEND, NeedKind
from ozg_workflow.usecases.cockpit.needs import needs
from ozg_workflow.usecases.outbox.mail_admin import list_messages
from tests.usecases.relay import Relay
from tests.usecases.town import SENDER, Town

pytestmark = pytest.mark.both_databases


COUNCIL = "personalrat@bielefeld.example"


MISSING = "Kopie nicht eingetroffen; vermutlich nicht versandt."


def states(town: Town) -> list[str]:
    return [str(m.state) for m in town.messages()]


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


def test_a_refused_copy_is_not_missed(archiving: Town, relay: Relay) -> None:
    relay.answers[SENDER] = ["550 5.7.1 not to yourself"]
    relay.silent = {COUNCIL}
    archiving.do("deliver")
    archiving.clock.wait(days=2)
    archiving.do("collect")
    assert archiving.messages()[0].state_reason != MISSING


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
    assert wanted.how == RESEND
    assert wanted.detail.endswith(MISSING), "what was said stays said"
