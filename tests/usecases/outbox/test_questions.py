"""Delivery, health and cockpit ask the same questions: they agree, also after the clock was set back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import Message, Relay
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.usecases.cockpit.health import health
from ozg_workflow.usecases.cockpit.overview import overview
from ozg_workflow.usecases.outbox.questions import is_due, lease_is_over
from tests.usecases.town import Town

DAYS = 3


def verdict(town: Town, name: str) -> tuple[bool, str]:
    found = next(v for v in health(town.ctx()) if v.name == name)
    return found.ok, found.message


def ids(town: Town, question: object) -> list[int]:
    with town.ctx().reading() as work:
        return list(work.session.scalars(select(Message.id).where(question(work))))  # type: ignore[operator]


@pytest.fixture
def waiting(town: Town) -> Town:
    """A town with one list mail per Dezernat in the outbox."""
    town.day("2020-03-25", "send-lists")
    return town


def test_a_lease_given_by_a_clock_that_was_set_back_is_over_for_health_and_delivery(waiting: Town) -> None:
    ahead = waiting.clock() + timedelta(days=DAYS)
    waiting.change(Message, state=MessageState.CLAIMED, claimed_by="weg", lease_until=ahead)
    assert len(ids(waiting, lease_is_over)) == 2
    assert verdict(waiting, "leases") == (False, "2 abgelaufene Belegungen („ozg deliver“)")
    result = waiting.do("deliver")
    assert sum("wird erneut zugestellt" in line for line in result.lines) == 2
    assert verdict(waiting, "leases")[0]


def test_a_lease_that_runs_is_over_for_nobody(waiting: Town) -> None:
    waiting.change(Message, state=MessageState.CLAIMED, claimed_by="anderer", lease_until=waiting.clock() + timedelta(minutes=5))
    assert ids(waiting, lease_is_over) == []
    assert verdict(waiting, "leases")[0]
    waiting.do("deliver")
    assert {m.state for m in waiting.messages("service_lists")} == {MessageState.CLAIMED}


def test_a_rest_given_by_a_clock_that_was_set_back_stops_nobody_and_is_told_by_nobody(waiting: Town) -> None:
    with waiting.session() as session:
        until = waiting.clock() + timedelta(days=DAYS)
        session.add(Relay(name=f"dir:{waiting.out}", failures_in_a_row=9, paused_until=until, reason="421 später", lines={}))
        session.commit()
    assert verdict(waiting, "relay") == (True, "Mailserver: keine Pause")
    assert "paused" not in {str(n.kind) for n in overview(waiting.ctx()).needs}
    waiting.do("deliver")
    assert {m.state for m in waiting.messages("service_lists")} == {MessageState.ACCEPTED}


def test_a_rest_that_runs_is_told_by_both(waiting: Town) -> None:
    with waiting.session() as session:
        until = waiting.clock() + timedelta(minutes=10)
        session.add(Relay(name=waiting.ctx().relay, failures_in_a_row=9, paused_until=until, reason="421 später", lines={}))
        session.commit()
    assert verdict(waiting, "relay") == (False, "Mailserver pausiert: 421 später")
    assert "paused" in {str(n.kind) for n in overview(waiting.ctx()).needs}


def test_a_mail_planned_by_a_clock_that_was_set_back_is_due_for_health_and_delivery(waiting: Town) -> None:
    waiting.change(Message, attempts=1, next_attempt_at=waiting.clock() + timedelta(days=DAYS))
    assert len(ids(waiting, is_due)) == 2
    waiting.change(Message, attempts=1, next_attempt_at=waiting.clock() - timedelta(hours=5))
    assert not verdict(waiting, "deliver")[0], "what has waited for five hours is late"
    waiting.do("deliver")
    assert verdict(waiting, "deliver")[0]
