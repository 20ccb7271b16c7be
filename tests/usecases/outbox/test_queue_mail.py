"""Queueing: once, with final bytes, and only for people who may be written to."""

import hashlib

import pytest

from ozg_workflow.domain.post.intent import MailIntent
from ozg_workflow.domain.post.mails.announcements import InformationStaffCouncilMail
from ozg_workflow.usecases.outbox.queue_mail import base_values, queue_mail
from ozg_workflow.usecases.step.result import StepResult
from tests.mail.write.template_variables import BASE
from tests.usecases.town import Town, read_letter


def queue(town: Town, occasion: str = "information", **changes: object) -> tuple[StepResult, bool]:
    intent = MailIntent(
        mail=InformationStaffCouncilMail(name="Personalrat", milestones=(), due_on=town.clock.today),
        to=("personalrat@bielefeld.example",),
        cc=("Personalrat@bielefeld.example", "kerstin.lindner@bielefeld.example"),
        recipient="personalrat@bielefeld.example",
        object_key="info-personalrat",
        occasion=occasion,
    )
    with town.ctx(**changes).work("Probe") as work:
        queued = queue_mail(work, intent)
    return work.result, queued is not None


def test_every_template_may_use_the_base_values(town: Town) -> None:
    with town.ctx().reading() as work:
        assert set(base_values(work)) == BASE


def test_the_same_mail_is_queued_once(town: Town) -> None:
    assert queue(town)[1]
    result, queued = queue(town)
    assert not queued
    assert not result.changed
    assert "bereits verschickt oder im Postausgang" in result.lines[0]
    assert queue(town, occasion="nachfrage")[1]
    assert len(town.messages()) == 2


def test_bytes_hash_and_message_id_are_final_when_queued(town: Town) -> None:
    queue(town)
    (message,) = town.messages()
    content = town.content(message.id)
    assert message.sha256 == hashlib.sha256(content).hexdigest()
    letter = read_letter(content)
    assert letter.header_id == message.header_id == letter.headers["x-ozg-message"]
    assert len(message.header_id) <= 77


def test_an_address_named_twice_gets_the_mail_once(town: Town) -> None:
    queue(town)
    recipients = {r.address: r.role for r in town.messages()[0].recipients}
    assert recipients == {"personalrat@bielefeld.example": "to", "kerstin.lindner@bielefeld.example": "cc"}


@pytest.mark.parametrize(
    ("allowed", "reason"),
    [
        ((), "Die Liste der erlaubten Empfänger (OZG_RECIPIENTS) ist leer."),
        (("personalrat@*",), "Nicht als Empfänger erlaubt (OZG_RECIPIENTS): kerstin.lindner@bielefeld.example."),
        (("*@BIELEFELD.example",), ""),
        (("*",), ""),
    ],
)
def test_a_mail_is_held_with_its_reason_unless_all_its_recipients_are_allowed(
    town: Town, allowed: tuple[str, ...], reason: str
) -> None:
    result, _ = queue(town, allow_list=allowed)
    (message,) = town.messages()
    assert (message.state, message.state_reason) == ("held" if reason else "queued", reason)
    assert result.figures == {"held" if reason else "queued": 1}
    town.do("deliver", allow_list=allowed)
    assert len(town.letters()) == (0 if reason else 1)
