"""A finished mail gets another address in its head; its body stays as it is, byte by byte."""

import email
from datetime import UTC, datetime
from email import policy

import pytest

from ozg_workflow.mail.addresses import MailContentError
from ozg_workflow.mail.write.compose import OutgoingMail, compose
from ozg_workflow.mail.write.readdress import readdressed
from ozg_workflow.mail.write.templates import RenderedMail

TEXT = "An alt@stadt.example: To: alt@stadt.example\n\nEnde"


def written(to: tuple[str, ...], cc: tuple[str, ...] = ()) -> bytes:
    rendered = RenderedMail(subject="Amtslisten für alt@stadt.example", text=TEXT, html=f"<p>{TEXT}</p>")
    return compose(
        OutgoingMail(
            rendered=rendered,
            sender_name="OZG",
            sender="ozg@stadt.example",
            to=to,
            cc=cc,
            message_id="<ozg.1@stadt.example>",
            date=datetime(2020, 3, 25, 7, tzinfo=UTC),
        )
    )


@pytest.mark.parametrize(
    ("to", "cc", "changes"),
    [
        (("alt@stadt.example",), (), {"alt@stadt.example": "neu@stadt.example"}),
        (("a@stadt.example", "alt@stadt.example"), ("b@stadt.example",), {"alt@stadt.example": "neu@stadt.example"}),
        (("a@stadt.example",), ("b@stadt.example", "alt@stadt.example"), {"alt@stadt.example": "neu@stadt.example"}),
        (("alt@stadt.example",), (), {"alt@stadt.example": "neu@städte.example"}),
        (("alt@städte.example",), (), {"alt@städte.example": "neu@stadt.example"}),
        (("fremd@stadt.example",), (), {"alt@stadt.example": "neu@stadt.example"}),
    ],
)
def test_it_is_the_mail_that_would_have_been_written(to: tuple[str, ...], cc: tuple[str, ...], changes: dict[str, str]) -> None:
    new = [tuple(changes.get(address, address) for address in addresses) for addresses in (to, cc)]
    assert readdressed(written(to, cc), changes) == written(*new)


def test_an_address_that_is_there_already_stands_once() -> None:
    found = readdressed(written(("alt@stadt.example", "neu@stadt.example")), {"alt@stadt.example": "neu@stadt.example"})
    assert email.message_from_bytes(found, policy=policy.default)["To"] == "neu@stadt.example"


def test_what_is_no_address_is_refused() -> None:
    with pytest.raises(MailContentError):
        readdressed(written(("alt@stadt.example",)), {"alt@stadt.example": "kein Postfach"})
