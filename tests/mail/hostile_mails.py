"""Mails that cost a reader more than they cost their sender; run as a program it tells what reading them takes."""

import json
import time
from collections.abc import Callable
from pathlib import Path

from ozg_workflow.domain.post.mail import IncomingKind
from ozg_workflow.mail.read.classify import classify
from ozg_workflow.mail.read.parse import parse_mail
from ozg_workflow.mail.read.unpack import Unpacked, attachments


def understood(raw: bytes) -> Unpacked:
    """Read a mail as the intake does."""
    mail = parse_mail(raw)
    assert classify(mail, own_address="ozg@bielefeld.example", is_own_message_id=lambda _: False).kind in IncomingKind
    return attachments(mail)


def boundaries(levels: int, body: bytes) -> bytes:
    heads = (b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(levels))
    return b"From: a@b.example\n" + b"".join(heads) + b"Content-Type: text/plain\n\n" + body


def attached(levels: int) -> bytes:
    return b"From: a@b.example\nSubject: x\n" + b"Content-Type: message/rfc822\n\nSubject: y\n" * levels + b"\nText\n"


LINE = b"A" * 76 + b"\n"
TOO_MUCH: dict[str, Callable[[], bytes]] = {
    "200 attached mails within each other": lambda: attached(200),
    "50 000 attached mails within each other": lambda: attached(50_000),
    "400 multiparts around 20 MB": lambda: boundaries(400, LINE * 260_000),
    "a million empty parts": lambda: b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\n" * 1_000_000,
    "two million short lines": lambda: b"Subject: x\n\n" + b"a\r" * 2_000_000,
}
COSTLY: dict[str, Callable[[], bytes]] = {
    "one header 200 000 times": lambda: b"a: b\n" * 200_000 + b"\nText",
    "a text in a domain-name codec": lambda: b"Content-Type: text/plain; charset=punycode\n\nabc-" + b"a0" * 50_000,
    "an endless From": lambda: b"From: " + b'"<' * 500_000 + b"\n\nText",
    "many message ids in the text": lambda: b"From: MAILER-DAEMON@x.example\n\n" + b"<a@b> " * 100_000,
    "many quoted files": lambda: b"Subject: x\n\n" + (b"> UEsDB" + b"A" * 60 + b"\n\n") * 100_000,
    "20 MB of base64 in the text": lambda: b"Subject: x\n\nUEsDB" + LINE * 270_000,
    "4 999 parts": lambda: b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\nx\n" * 4_999,
    "28 multiparts around 20 MB": lambda: boundaries(28, LINE * 260_000),
}


def peak_megabytes() -> int:
    """The peak of this process; ru_maxrss would start with that of the process that was forked."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))


def measure() -> dict[str, object]:
    result: dict[str, object] = {}
    for name, make in (TOO_MUCH | COSTLY).items():
        raw, started = make(), time.monotonic()
        unpacked = understood(raw)
        result[name] = [time.monotonic() - started, " ".join(unpacked.problems)]
    return result | {"memory": peak_megabytes()}


if __name__ == "__main__":
    print(json.dumps(measure()))
