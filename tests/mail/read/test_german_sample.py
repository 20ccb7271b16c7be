"""The German sample (`german_mails`): no person is hidden, and hardly any machine's mail is shown."""

import pytest

from ozg_workflow.domain.post.mail import IncomingKind
from ozg_workflow.mail.read.classify import Classification, classify
from ozg_workflow.mail.read.parse import parse_mail
from tests.mail.read.german_mails import AUTOMATIC, OURS, OWN_ID, PERSONS

NEEDLESSLY_SHOWN = 0.1  # at most this share of what machines wrote may reach a person


def classified(name: str) -> Classification:
    raw = {**PERSONS, **AUTOMATIC}[name].as_bytes()
    return classify(parse_mail(raw), own_address=OURS, is_own_message_id=lambda known: known == OWN_ID)


def test_the_sample_is_large_enough() -> None:
    assert len(PERSONS) >= 35
    assert len(AUTOMATIC) >= 35


@pytest.mark.parametrize("name", PERSONS)
def test_no_persons_mail_is_hidden(name: str) -> None:
    found = classified(name)
    assert found.kind is IncomingKind.PERSON, found


def test_hardly_any_mail_of_a_machine_is_shown() -> None:
    shown = sorted(name for name in AUTOMATIC if classified(name).kind is IncomingKind.PERSON)
    assert len(shown) <= NEEDLESSLY_SHOWN * len(AUTOMATIC), shown


@pytest.mark.parametrize("name", ["mdaemon_bounce", "mdaemon_german"])
def test_a_bounce_without_structure_that_holds_our_mail_names_it_and_whom_it_missed(name: str) -> None:
    found = classified(name)
    assert (found.kind, found.original_message_id) == (IncomingKind.BOUNCE, OWN_ID)
    assert "dez2@bielefeld.example" in found.failed_recipients
