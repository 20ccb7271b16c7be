"""The German samples: no person is hidden, and hardly any machine's mail is shown."""

import pytest

from ozg_workflow.domain.post.mail import IncomingKind
from ozg_workflow.mail.read.classify import Classification, classify
from ozg_workflow.mail.read.parse import parse_mail
from tests.mail.read import german_mails, german_mails_fourth, german_mails_second, german_mails_third
from tests.mail.read.german_mails import OURS, OWN_ID

SAMPLES = (german_mails, german_mails_second, german_mails_third, german_mails_fourth)
PERSONS = {name: mail for sample in SAMPLES for name, mail in sample.PERSONS.items()}
AUTOMATIC = {name: mail for sample in SAMPLES for name, mail in sample.AUTOMATIC.items()}
NEEDLESSLY_SHOWN = 0.1  # at most this share of what machines wrote may reach a person


def classified(name: str) -> Classification:
    raw = {**PERSONS, **AUTOMATIC}[name].as_bytes()
    return classify(parse_mail(raw), own_address=OURS, is_own_message_id=lambda known: known == OWN_ID)


def test_the_sample_is_large_enough() -> None:
    assert (len(PERSONS), len(AUTOMATIC)) == tuple(sum(len(getattr(s, n)) for s in SAMPLES) for n in ("PERSONS", "AUTOMATIC"))
    assert len(PERSONS) >= 120
    assert len(AUTOMATIC) >= 90


@pytest.mark.parametrize("name", PERSONS)
def test_no_persons_mail_is_hidden(name: str) -> None:
    found = classified(name)
    assert found.kind is IncomingKind.PERSON, found


@pytest.mark.parametrize("automatic", [sample.AUTOMATIC for sample in SAMPLES], ids=["first", "second", "third", "fourth"])
def test_hardly_any_mail_of_a_machine_is_shown(automatic: dict[str, object]) -> None:
    shown = sorted(name for name in automatic if classified(name).kind is IncomingKind.PERSON)
    assert len(shown) <= NEEDLESSLY_SHOWN * len(automatic), shown


WITHOUT_STRUCTURE = [
    "mdaemon_bounce",
    "mdaemon_german",
    "notes_failure",
    "mdaemon_unknown",
    "kerio",
    "quoted_original",
    "mdaemon_transcript",
]


@pytest.mark.parametrize("name", WITHOUT_STRUCTURE)
def test_a_bounce_without_structure_that_holds_our_mail_names_it_and_whom_it_missed(name: str) -> None:
    found = classified(name)
    assert (found.kind, found.original_message_id) == (IncomingKind.BOUNCE, OWN_ID)
    assert "dez2@bielefeld.example" in found.failed_recipients


def test_a_bounce_may_ask_the_reader_to_check_the_address() -> None:
    message = german_mails.letter(
        "postmaster@kreis.example", "Unzustellbar: Amtslisten", "Die Nachricht wurde nicht zugestellt. Ist die Adresse richtig?"
    )
    german_mails.with_mail(message, german_mails.own_letter())
    found = classify(parse_mail(message.as_bytes()), own_address=OURS, is_own_message_id=lambda known: known == OWN_ID)
    assert found.kind is IncomingKind.BOUNCE
