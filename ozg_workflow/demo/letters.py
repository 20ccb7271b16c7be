"""Mails as the offices see and write them, with the standard library only."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any, Final

from ozg_workflow.domain.german import BERLIN
from ozg_workflow.domain.survey.service_list import FILE_TITLES

XLSX: Final = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")
POLICY: Final = policy.SMTP.clone(max_line_length=998)  # a folded Message-ID would break the thread


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail as its reader sees it; `files` are (name, bytes) of the attachments."""

    subject: str
    sender: str
    message_id: str
    references: str
    text: str
    files: tuple[tuple[str, bytes], ...]
    invitation: str = ""

    @property
    def workbooks(self) -> tuple[tuple[str, bytes], ...]:
        """The attached Excel files."""
        return tuple((name, content) for name, content in self.files if name.endswith(".xlsx"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Somebody who writes mails: name and address."""

    name: str
    address: str


def read_letter(content: bytes) -> Letter:
    """Read a delivered mail."""
    mail: Any = message_from_bytes(content, policy=policy.default)
    body = mail.get_body(("plain",))
    return Letter(
        subject=str(mail["Subject"] or ""),
        sender=str(mail["From"].addresses[0].addr_spec),
        message_id=str(mail["Message-ID"] or ""),
        references=str(mail["References"] or ""),
        text=body.get_content() if body else "",
        files=tuple((part.get_filename(), part.get_payload(decode=True)) for part in mail.walk() if part.get_filename()),
        invitation=next((str(part.get_content()) for part in mail.walk() if part.get_content_type() == "text/calendar"), ""),
    )


def reply(letter: Letter, *, author: Writer, day: date, at: time, text: str, subject: str = "") -> EmailMessage:
    """Start an answer in the thread of a letter, dated on the pretended day."""
    mail = new_mail(author=author, to=letter.sender, subject=subject or f"AW: {letter.subject}", day=day, at=at, text=text)
    mail["In-Reply-To"] = letter.message_id
    mail["References"] = f"{letter.references} {letter.message_id}".strip()
    return mail


def new_mail(*, author: Writer, to: str, subject: str, day: date, at: time, text: str) -> EmailMessage:
    """Start a mail with a Message-ID of its own."""
    mail = EmailMessage(policy=POLICY)
    mail["From"] = f'"{author.name}" <{author.address}>'
    mail["To"] = to
    mail["Subject"] = subject
    mail["Date"] = format_datetime(datetime.combine(day, at, BERLIN))
    digest = hashlib.sha256(f"{author.address}/{subject}/{day}/{at}".encode()).hexdigest()[:24]
    mail["Message-ID"] = f"<{digest}@{author.address.partition('@')[2]}>"
    mail.set_content(text)
    return mail


def attach(mail: EmailMessage, name: str, content: bytes) -> None:
    """Attach a workbook."""
    mail.add_attachment(content, maintype=XLSX[0], subtype=XLSX[1], filename=name)


def office_of_file(name: str) -> str:
    """Return the number in the name of a list, `33` for `OZG-Amtsliste_33_…` and `OZG-Umsetzungsstand-2021-03_33_…`; empty for other files."""
    found = re.match(rf"(?:{'|'.join(FILE_TITLES.values())})(?:-[\d-]+)?_(\w+?)_", name)
    return found[1] if found else ""


def offices_named(text: str) -> Iterator[str]:
    """Yield the numbers of the offices a reminder lists."""
    yield from re.findall(r"(?m)^- Amt (\w+) ", text)


def cells_named(text: str) -> list[str]:
    """Return the cells our reply asks to mend, `H7` for each line „Zelle H7, Spalte …“."""
    return re.findall(r"(?m)^\s*- Zelle ([A-Z]+\d+),", text)
