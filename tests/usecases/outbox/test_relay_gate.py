"""What all workers share about a mail server: it rests after failures, its rate, its lines."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from ozg_workflow.database.models import Event, Message
from ozg_workflow.database.models import Relay as RelayRow
from ozg_workflow.domain.errors import UnavailableError
from ozg_workflow.usecases.outbox.relay_gate import RelayGate, resume
from ozg_workflow.usecases.timeline.announce import announce
from tests.usecases.relay import Relay
from tests.usecases.town import Town

pytestmark = pytest.mark.both_databases


@pytest.fixture
def waiting(town: Town, relay: Relay) -> Town:
    """A town with nine mails to heads and bodies in its outbox."""
    town.settings(smtp_url=relay.url)
    for key in ("info-leitungen", "info-personalrat", "info-beschaeftigte"):
        announce(town.ctx(), key)
    assert len(town.messages()) >= 6
    return town


def row(town: Town) -> RelayRow:
    with town.session() as session:
        return session.scalars(select(RelayRow).where(RelayRow.name.not_like("dir:%"))).one()


def accepted(town: Town) -> int:
    with town.session() as session:
        return session.scalar(select(func.count()).where(Message.state == "accepted")) or 0


def ill(town: Town, relay: Relay, answer: str = "451 4.3.0 queue full") -> str:
    """The relay refuses everything; returns what the delivery said."""
    relay.data_answers = [answer] * 100
    with pytest.raises(UnavailableError) as caught:
        town.do("deliver")
    return str(caught.value)


def test_after_five_failures_in_a_row_the_delivery_rests_and_says_so(waiting: Town, relay: Relay) -> None:
    said = ill(waiting, relay)
    name = relay.url.removeprefix("smtp://")
    assert said.startswith(
        f"Der Mailserver {name} hat 5 Zustellungen nacheinander nicht angenommen; die Zustellung pausiert bis 16.03.2020"
    )
    assert "Zuletzt: 451 4.3.0 queue full" in said
    assert "ozg mail resume" in said
    assert sum(m.attempts for m in waiting.messages()) == 5, "the others were not touched"
    with waiting.session() as session:
        assert session.scalar(select(func.count()).where(Event.verb == "relay_paused")) == 1


def test_other_workers_keep_to_the_rest_although_they_saw_no_failure(waiting: Town, relay: Relay) -> None:
    ill(waiting, relay)
    relay.data_answers = []
    with pytest.raises(UnavailableError, match="pausiert bis"):
        waiting.do("deliver")
    assert relay.received == []


def test_the_rest_ends_by_itself_and_a_success_ends_the_row(waiting: Town, relay: Relay) -> None:
    ill(waiting, relay)
    relay.data_answers = []
    waiting.clock.wait(minutes=6)
    waiting.do("deliver")
    assert accepted(waiting) == len(waiting.messages())
    assert (row(waiting).failures_in_a_row, row(waiting).paused_until, row(waiting).reason) == (0, None, "")


def test_one_failure_after_the_rest_begins_a_longer_one(waiting: Town, relay: Relay) -> None:
    ill(waiting, relay)
    waiting.clock.wait(minutes=6)
    before = sum(m.attempts for m in waiting.messages())
    assert "6 Zustellungen" in ill(waiting, relay)
    assert sum(m.attempts for m in waiting.messages()) == before + 1, "one mail is enough to find out"
    assert row(waiting).paused_until - waiting.clock.moment > timedelta(minutes=9)


def test_a_person_ends_the_rest(waiting: Town, relay: Relay) -> None:
    ill(waiting, relay)
    relay.data_answers = []
    assert resume(waiting.ctx()).changed
    waiting.do("deliver")
    assert accepted(waiting) > 0
    assert resume(waiting.ctx()).lines == ["Die Zustellung pausiert nicht."]


def test_who_names_a_rollout_ends_the_rest_of_its_relay_only(waiting: Town, relay: Relay) -> None:
    ill(waiting, relay)
    until = row(waiting).paused_until
    with waiting.session() as session:
        session.add(RelayRow(name="mail.gladbeck.example:587", failures_in_a_row=5, paused_until=until, reason="421"))
        session.commit()
    (line,) = resume(waiting.ctx(), only_own=True).lines
    assert line == f"Die Zustellung über {waiting.ctx().relay} geht weiter."
    with waiting.session() as session:
        other = session.get_one(RelayRow, "mail.gladbeck.example:587")
        assert (other.failures_in_a_row, other.paused_until) == (5, until)
    again = resume(waiting.ctx(), only_own=True)
    assert (again.lines, again.changed) == ([f"Die Zustellung über {waiting.ctx().relay} pausiert nicht."], False)
    assert len(resume(waiting.ctx()).lines) == 1, "without a name it is all of them"


def test_wrong_addresses_in_a_row_are_no_reason_to_rest(waiting: Town, relay: Relay) -> None:
    refused = [m.recipients[0].address for m in waiting.messages()[:6]]
    relay.answers = {address: ["550 5.1.1 unknown user"] for address in refused}
    waiting.do("deliver")
    assert [str(m.state) for m in waiting.messages()] == ["refused"] * 6 + ["accepted"] * (len(waiting.messages()) - 6)


def test_a_relay_that_refuses_everybody_does_not_burn_the_outbox(waiting: Town, relay: Relay) -> None:
    ill(waiting, relay, "554 5.7.1 you are on a blacklist")
    assert [str(m.state) for m in waiting.messages()].count("refused") == 5


def test_a_poisonous_mail_that_drops_the_line_backs_off_and_lets_the_others_pass(waiting: Town, relay: Relay) -> None:
    poison = waiting.messages()[0].recipients[0].address
    relay.silent = {poison}
    waiting.do("deliver")
    assert [str(m.state) for m in waiting.messages()] == ["unknown"] + ["accepted"] * (len(waiting.messages()) - 1)


def test_a_rest_of_another_clock_stops_nobody(waiting: Town, relay: Relay) -> None:
    ill(waiting, relay)
    relay.data_answers = []
    waiting.change(RelayRow, RelayRow.failures_in_a_row > 0, paused_until=waiting.clock() + timedelta(days=400))
    waiting.clock.wait(minutes=6)
    waiting.do("deliver")
    assert accepted(waiting) > 0


def test_the_rate_is_kept_by_all_workers_together(town: Town) -> None:
    waits: list[float] = []
    ctx = replace(town.ctx(), smtp_per_minute=6, wait=waits.append, clock=lambda: town.clock.moment)
    gates = [RelayGate(replace(ctx, worker=name), "relay.example") for name in ("a", "b")]
    for number in range(4):
        gates[number % 2].wait_for_turn(lambda: True)
    assert waits == [10, 20, 30], "the first goes at once"
    gates[0].wait_for_turn(lambda: False)
    assert len(waits) == 3, "who has nothing to send takes no turn"


def test_a_rate_slows_a_delivery_and_loses_nothing(waiting: Town, relay: Relay) -> None:
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        waiting.clock.wait(seconds=seconds)

    waiting.do("deliver", smtp_per_minute=2, wait=wait)
    assert accepted(waiting) == len(waiting.messages())
    assert len(waits) >= len(waiting.messages()) - 1


def test_only_so_many_lines_are_open_and_who_finds_none_leaves_the_work_to_the_others(waiting: Town, relay: Relay) -> None:
    name = relay.url.removeprefix("smtp://")
    busy = RelayGate(waiting.ctx(smtp_connections=1), name)
    assert busy.enter(4)
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        with waiting.session() as session:
            busy.keep(session)
            session.commit()

    result = waiting.do("deliver", smtp_connections=1, wait=wait)
    assert len(waits) > 50, "it has waited a minute for a line"
    assert "Alle erlaubten Verbindungen zum Mailserver sind belegt; die anderen Läufe stellen zu." in result.lines
    assert relay.received == []
    busy.leave()
    waiting.do("deliver", smtp_connections=1)
    assert accepted(waiting) == len(waiting.messages())
    assert row(waiting).lines == {}


def test_the_line_of_a_dead_worker_is_free_after_a_while(town: Town) -> None:
    assert RelayGate(town.ctx(smtp_connections=1), "r").enter(4)
    waits: list[float] = []
    assert RelayGate(town.ctx(smtp_connections=1, wait=waits.append), "r").enter(4) == 1
    assert len(waits) > 20


def test_a_line_stays_its_owners_as_long_as_it_gives_a_sign_of_life(town: Town) -> None:
    gate = RelayGate(town.ctx(smtp_connections=1), "r")
    assert gate.enter(4) == 1
    for _ in range(3):
        town.clock.wait(seconds=50)
        with town.session() as session:
            gate.keep(session)
            session.commit()
    assert RelayGate(town.ctx(smtp_connections=2, wait=lambda _: None), "r").enter(4) == 1


def test_a_run_takes_the_lines_that_others_leave(town: Town) -> None:
    gates = [RelayGate(town.ctx(smtp_connections=5, wait=lambda _: None), "r") for _ in range(3)]
    assert [gate.enter(4) for gate in gates[:2]] == [4, 1]
    gates[0].leave()
    assert gates[2].enter(9) == 4
