"""A mail server that is spoken to in clear text is told, without the password."""

import pytest

from ozg_workflow.domain.checks.mail_servers import recipient_hints, server_hints

CLEAR = "OZG_SMTP_URL: smtp:// überträgt {} unverschlüsselt an mail.stadt.example; besser smtp+starttls:// oder smtps://."


@pytest.mark.parametrize(
    ("smtp", "inbox"),
    [
        ("", ""),
        ("dir:/tmp/x", "maildir:/tmp/y"),
        ("smtp://localhost:1025", "imap://127.0.0.1/INBOX"),
        ("smtp+starttls://ozg:geheim@mail.stadt.example:587", "imaps://ozg:geheim@mail.stadt.example/INBOX"),
        ("smtps://mail.stadt.example", "imap+starttls://mail.stadt.example"),
    ],
)
def test_what_is_encrypted_or_stays_on_this_machine_is_silent(smtp: str, inbox: str) -> None:
    assert server_hints(smtp, inbox) == ()


def test_clear_text_to_another_machine_is_told_and_the_password_is_not() -> None:
    assert server_hints("smtp://mail.stadt.example", "") == (CLEAR.format("Mails"),)
    assert server_hints("smtp://ozg:geheim@mail.stadt.example", "") == (CLEAR.format("Mails und Kennwort"),)


def test_a_port_of_the_other_kind_of_encryption_is_told() -> None:
    assert server_hints("smtp+starttls://mail.stadt.example:465", "imaps://mail.stadt.example:143") == (
        "OZG_SMTP_URL: Der Port 465 gehört in der Regel zu smtps://, nicht zu smtp+starttls://.",
        "OZG_INBOX_URL: Der Port 143 gehört in der Regel zu imap+starttls://, nicht zu imaps://.",
    )


@pytest.mark.parametrize(
    "pattern", ["*", "*@stadt.example", "amt33@stadt.example", "amt*@stadt.example", "*stadt.example", "*@*.stadt.example"]
)
def test_a_recipient_that_can_be_one_is_silent(pattern: str) -> None:
    assert recipient_hints((pattern,)) == ()


@pytest.mark.parametrize("pattern", ["stadt.example", "@stadt.example"])
def test_a_domain_alone_reaches_nobody_and_is_told_with_what_was_meant(pattern: str) -> None:
    message = f"OZG_RECIPIENTS: „{pattern}“ passt auf keine Adresse; gemeint ist wohl „*@stadt.example“."
    assert recipient_hints(("*@x.example", pattern)) == (message,)


@pytest.mark.parametrize("entry", ["a@x.example;b@x.example", "a@x.example b@x.example", "Amt 33 <a@x.example>"])
def test_entries_that_are_not_parted_by_commas_reach_nobody_and_are_told(entry: str) -> None:
    assert recipient_hints((entry,)) == (
        f"OZG_RECIPIENTS: „{entry}“ passt auf keine Adresse; mehrere Einträge werden mit Komma getrennt.",
    )


@pytest.mark.parametrize("entry", ["*@", "@", "a@b@x.example"])
def test_an_entry_that_is_no_address_is_told(entry: str) -> None:
    assert recipient_hints((entry,)) == (
        f"OZG_RECIPIENTS: „{entry}“ passt auf keine Adresse; erwartet wird eine Adresse, *@domäne oder *.",
    )
