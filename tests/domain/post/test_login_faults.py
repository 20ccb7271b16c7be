"""Every refusal of a login with a token has a code, and every code a sentence that says who has to do what."""

import pytest

from ozg_workflow.domain.post.login_faults import WHAT_TO_DO, LoginFault, provider_fault, server_fault


def test_every_fault_has_its_sentence() -> None:
    assert set(WHAT_TO_DO) == set(LoginFault)
    assert all(sentence.endswith(".") for sentence in WHAT_TO_DO.values())


def test_a_description_is_only_read_for_its_number() -> None:
    description = "AADSTS7000222: The provided client secret keys for app '0f3e…' are expired. Trace ID: 99"
    assert provider_fault("invalid_client", description) == (LoginFault.EXPIRED_SECRET, "AADSTS7000222")
    assert provider_fault("invalid_client", "AADSTS4711: new") == (LoginFault.WRONG_SECRET, "AADSTS4711")
    assert provider_fault("<script>", "x") == (LoginFault.PROVIDER_REFUSES, "")


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ("5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit …", LoginFault.SMTP_OFF_FOR_TENANT),
        ("5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.", LoginFault.SMTP_OFF_FOR_MAILBOX),
        ("User is authenticated but not connected.", LoginFault.NO_MAILBOX_ACCESS),
        ("AUTHENTICATE failed.", LoginFault.TOKEN_REFUSED),
    ],
)  # fmt: skip
def test_a_mail_server_says_in_words_what_is_wrong(answer: str, fault: LoginFault) -> None:
    assert server_fault(answer) is fault
