"""What is read to tell whether the workflow does what it should."""

from datetime import timedelta

import pytest

from ozg_workflow.database.models import Incoming, Message
from ozg_workflow.domain.errors import NotPreparedError
from ozg_workflow.usecases.cockpit.health import health
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.step_runs import tell_end
from ozg_workflow.usecases.timeline.milestones import tick_off
from tests.mail.token_server import token_server
from tests.usecases.town import Town


def verdicts(town: Town, *, reads_mailbox: bool = True) -> dict[str, tuple[bool, str]]:
    return {v.name: (v.ok, v.message) for v in health(town.ctx(**({} if reads_mailbox else {"mailbox": ""})))}


def test_the_day_is_expected_by_nine_and_the_mailbox_every_two_hours(asked: Town) -> None:
    asked.day("2020-04-06")
    tell_end(asked.ctx(), "run-day", StepResult(title="Tag"))
    tell_end(asked.ctx(), "collect", StepResult(title="Posteingang"))
    asked.clock.wait(hours=1)
    assert verdicts(asked)["run-day"] == (True, "Tageslauf: zuletzt am 06.04.2020 07:00")
    assert verdicts(asked)["collect"] == (True, "Posteingang: zuletzt am 06.04.2020 07:00")
    asked.clock.wait(hours=24)
    assert verdicts(asked)["run-day"] == (True, "Tageslauf: zuletzt am 06.04.2020 07:00"), "it is eight o'clock"
    asked.clock.wait(hours=1)
    assert verdicts(asked)["run-day"] == (False, "Tageslauf: zuletzt am 06.04.2020 07:00, erwartet am 07.04.2020")
    assert not verdicts(asked)["collect"][0]
    assert "collect" not in verdicts(asked, reads_mailbox=False)


def test_when_the_rollout_is_over_nothing_is_expected(town: Town) -> None:
    assert not verdicts(town)["run-day"][0]
    tick_off(town.ctx(), "abschluss")
    found = verdicts(town)
    assert found["run-day"] == (True, "Tageslauf: noch nie gelaufen")
    assert "collect" not in found


def test_mails_whose_fate_is_unknown_are_counted(asked: Town) -> None:
    assert verdicts(asked)["unknown"] == (True, "0 ungeklärte Mails")
    asked.change(Message, state="unknown")
    assert verdicts(asked)["unknown"] == (False, "2 ungeklärte Mails („ozg mail settle“)")


def test_a_letter_may_wait_three_days_and_a_stored_mail_one_hour(asked: Town) -> None:
    asked.drop(asked.letter({}, sender="krueger@bielefeld.example", subject="Frage"))
    asked.do("collect")
    asked.clock.wait(days=3, minutes=-5)
    assert verdicts(asked)["quarantine"] == (True, "Klärungskorb: 1 Mail, älteste vom 06.04.2020 07:00")
    asked.clock.wait(minutes=10)
    assert not verdicts(asked)["quarantine"][0]
    asked.change(Incoming, state="stored", received_at=asked.clock() - timedelta(minutes=50))
    assert verdicts(asked)["inbox"] == (True, "Eingang: 0 Mails gespeichert, aber nicht verarbeitet")
    asked.change(Incoming, received_at=asked.clock() - timedelta(minutes=70))
    assert verdicts(asked)["inbox"] == (False, "Eingang: 1 Mail gespeichert, aber nicht verarbeitet")
    assert verdicts(asked)["quarantine"] == (True, "Klärungskorb: 0 Mails")


def test_looking_changes_nothing_and_an_unknown_rollout_is_named(asked: Town) -> None:
    before = asked.dump()
    verdicts(asked)
    assert asked.dump() == before
    with pytest.raises(NotPreparedError):
        health(asked.ctx(rollout_key="x"))


def test_a_provider_that_gives_no_token_is_told(asked: Town) -> None:
    assert "oauth" not in verdicts(asked)
    with token_server() as provider:
        asked.settings(**provider.settings)
        assert verdicts(asked)["oauth"] == (True, "Anmeldung: Der Anmeldedienst 127.0.0.1 gibt ein Token.")
        provider.refusal = {"error": "invalid_client"}
        asked.settings(oauth_client_id="andere")
        assert not verdicts(asked)["oauth"][0]
