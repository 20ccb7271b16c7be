"""The bytes of an entity are those the standard library would write for the same message."""

import email
from email import policy

import pytest

from ozg_workflow.mail.addresses import MailContentError
from ozg_workflow.mail.write.entity import Entity, base64, multipart, quoted_printable

PLAIN = [("Content-Type", "text/plain; charset=utf-8")]
FILE = [("Content-Type", "application/pdf"), ("Content-Transfer-Encoding", "base64")]


def whole(text: bytes, content: bytes) -> bytes:
    inner = multipart((), "alternative", "=_inner", [quoted_printable(PLAIN, text)])
    head = (("Subject", "Amtslisten"), ("References", "<1@a.example>\r\n <2@a.example>"))
    return multipart(head, "mixed", "=_outer", [inner, base64(FILE, content)]).flat()


@pytest.mark.parametrize(
    "text", [b"", b"eins\nzwei", "Grüße\r\n\r\n.\r\nFrom hier\r--=_outer\n".encode(), b"lang " * 300, b"Ende \n"]
)
@pytest.mark.parametrize("length", [0, 1, 56, 57, 58, 5000])
def test_the_standard_library_reads_it_whole_and_writes_the_same_bytes(text: bytes, length: int) -> None:
    content = bytes(range(256)) * 20
    raw = whole(text, content[:length])
    message = email.message_from_bytes(raw)
    texts, file = (message.get_payload(n) for n in (0, 1))
    assert not message.defects
    assert file.get_payload(decode=True) == content[:length]
    assert texts.get_payload(0).get_payload(decode=True).splitlines() == text.splitlines()
    assert message.as_bytes(policy=policy.compat32.clone(linesep="\r\n", max_line_length=0, mangle_from_=False)) == raw


def test_a_header_line_no_mail_may_have_is_refused() -> None:
    with pytest.raises(MailContentError, match="zu lang"):
        Entity(headers=(("Subject", "x" * 990),), body=b"").flat()
    assert len(Entity(headers=(("Subject", "x" * 989),), body=b"").flat().splitlines()[0]) == 998
