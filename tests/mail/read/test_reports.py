"""What a report says is read in its older form and in that of internationalised mail (RFC 6533)."""

import base64

import pytest

from ozg_workflow.mail.read.parse import parse_mail
from ozg_workflow.mail.read.reports import delivery_status

STATUS = b"""Reporting-MTA: dns; relay.example

Final-Recipient: utf-8; dez2@bielefeld.example
Action: failed
Status: 5.1.1

Final-Recipient: rfc822; dez3@bielefeld.example
Action: delayed
Status: 4.4.1
"""


def report(kind: bytes, body: bytes, encoding: bytes = b"") -> bytes:
    head = b"Content-Type: multipart/report; report-type=delivery-status; boundary=a\n\n--a\nContent-Type: text/plain\n\nUnzustellbar.\n"
    return head + b"--a\nContent-Type: " + kind + b"\n" + encoding + b"\n" + body + b"\n--a--\n"


@pytest.mark.parametrize(
    "kind", [b"message/delivery-status", b"message/global-delivery-status", b"MESSAGE/Global-Delivery-Status"]
)
@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (STATUS, b""),
        (STATUS.replace(b"\n", b"\r\n"), b""),
        (STATUS, b"Content-Transfer-Encoding: 8bit\n"),
        (base64.encodebytes(STATUS), b"Content-Transfer-Encoding: base64\n"),
        (base64.encodebytes(STATUS), b"Content-Transfer-Encoding: base64 (status)\n"),
        (STATUS.replace(b"=", b"=3D"), b"Content-Transfer-Encoding: Quoted-Printable \n"),
    ],
    ids=["plain", "crlf", "8bit", "base64", "base64 with a comment", "quoted-printable"],
)
def test_all_blocks_of_a_status_are_read(kind: bytes, body: bytes, encoding: bytes) -> None:
    status = delivery_status(parse_mail(report(kind, body, encoding)).message)
    assert status is not None
    assert status.actions == {"failed", "delayed"}
    assert status.failed == ("dez2@bielefeld.example",)
