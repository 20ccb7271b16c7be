"""What is read as a cover text is a text: not a file that is called one, and of an attached mail what it says, not its encoding."""

import base64

import pytest

from ozg_workflow.mail.read.cover.text import written_texts
from ozg_workflow.mail.read.parse import parse_mail
from tests.mail.read.containers.test_transfer import attached
from tests.mail.read.test_unpack import BOOK, XLS, mail_with


def texts(raw: bytes) -> list[str]:
    return [text.strip() for text in written_texts(parse_mail(raw).message) if text.strip()]


@pytest.mark.parametrize("content", [BOOK, XLS, b"%PDF-1.7 x"])
@pytest.mark.parametrize("kind", [b"text/plain; charset=utf-8", b"text/html"])
def test_a_file_that_is_called_a_text_is_none(content: bytes, kind: bytes) -> None:
    raw = attached(b" base64", base64.encodebytes(content), kind)
    assert texts(raw) == ["Anbei."]
    assert parse_mail(raw).text.strip() == "Anbei."


@pytest.mark.parametrize("encoding", [b" base64", b" base64 (x)", None])
@pytest.mark.parametrize("kind", [b"message/rfc822", b"message/global", b"application/octet-stream; name=AW.eml"])
def test_the_text_of_an_attached_mail_is_read_decoded(encoding: bytes | None, kind: bytes) -> None:
    inner = mail_with()
    inner.set_content("Wir brauchen mehr Zeit.")
    assert texts(attached(encoding, base64.encodebytes(inner.as_bytes()), kind)) == ["Anbei.", "Wir brauchen mehr Zeit."]
