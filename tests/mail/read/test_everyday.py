"""German everyday mails, one expectation file each: what they are, about which of our mails, and which lists they carry."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozg_workflow.domain.post.mail import IncomingKind
from ozg_workflow.mail.read.classify import Classification, classify
from ozg_workflow.mail.read.hints import why_no_list
from ozg_workflow.mail.read.parse import ParsedMail, parse_mail
from ozg_workflow.mail.read.saving import attached_files
from ozg_workflow.mail.read.unpack import attachments

MAILS = sorted((Path(__file__).parent / "everyday").glob("*.eml"))


def classified(mail: ParsedMail) -> Classification:
    return classify(mail, own_address="ozg@bielefeld.example", is_own_message_id=lambda known: known.startswith("<ozg."))


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_an_everyday_mail_is_understood(path: Path, line_end: bytes) -> None:
    expected: dict[str, Any] = json.loads(path.with_suffix(".json").read_text("utf-8"))
    mail = parse_mail(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", line_end))
    found, unpacked = classified(mail), attachments(mail)
    assert found.kind == expected["kind"]
    assert expected["reason"] in found.reason
    assert found.original_message_id == expected["original_message_id"]
    assert list(found.failed_recipients) == expected["failed_recipients"]
    assert [list(answer) for answer in found.calendar] == expected.get("calendar", [])
    assert len(unpacked.files) == expected["spreadsheets"]
    assert [file.name for file in unpacked.files] == expected.get("names", [file.name for file in unpacked.files])
    assert [list(file.path) for file in unpacked.files if "path" in expected] == [
        expected[key] for key in ("path",) if key in expected
    ]
    assert expected.get("text", "") in mail.text
    assert expected.get("from", mail.from_address) == mail.from_address
    assert expected.get("hint", "") in why_no_list(mail, unpacked)
    assert ("problem" in expected) == bool(unpacked.problems)
    assert expected.get("problem", "") in " ".join(unpacked.problems)


def test_there_is_a_mail_of_every_kind_with_an_expectation() -> None:
    kinds = {json.loads(path.with_suffix(".json").read_text("utf-8"))["kind"] for path in MAILS}
    assert kinds == {str(kind) for kind in IncomingKind} - {"duplicate"}, "that takes two mails"
    assert len(MAILS) >= 55


TOKENS = (
    b"\0",
    b"\n\n",
    b"--",
    b"=?utf-8?B?",
    b"Content-Type: message/rfc822\n\n",
    b"charset=a\0b",
    b"PK\x03\x04",
    b"x\x9f>\x22",
    b"../",
)
DAMAGE = st.lists(
    st.tuples(st.integers(0, 8000), st.integers(0, 200), st.sampled_from(TOKENS) | st.binary(max_size=8)), max_size=10
)


@given(st.sampled_from(MAILS), DAMAGE)
def test_a_damaged_everyday_mail_still_reaches_a_person(path: Path, damage: list[tuple[int, int, bytes]]) -> None:
    raw = bytearray(path.read_bytes())
    for position, length, junk in damage:
        raw[position : position + length] = junk
    mail = parse_mail(bytes(raw))
    assert classified(mail).reason
    assert why_no_list(mail, attachments(mail)) is not None
    assert all(file.name and not file.name.startswith((".", "-")) for file in attached_files(mail))
