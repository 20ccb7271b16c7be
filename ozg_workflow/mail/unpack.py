"""Finding the spreadsheets of a mail, however deep they are packed, without being blown up by what somebody packed."""

import binascii
import email
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import PurePosixPath
from typing import Final

from ozg_workflow.mail import archives
from ozg_workflow.mail.archives import RESEND, Limits, TooMuchError
from ozg_workflow.mail.parse import ParsedMail, content_type, decode_text, leaves, part_name, payload, raw_header
from ozg_workflow.mail.spreadsheets import ENDINGS, TYPES, ZIP, is_spreadsheet, spreadsheet_ending

__all__ = ["Limits", "Unpacked", "UnpackedFile", "attachments"]

TNEF: Final = b"\x78\x9f\x3e\x22"
MAIL_ENDINGS: Final = (".eml",)
FOREIGN_ARCHIVES: Final = (".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".cab")
SIGNATURES: Final = ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature")
SMIME: Final = ("application/pkcs7-mime", "application/x-pkcs7-mime")
UU_BEGIN: Final = re.compile(r"(?m)^begin [0-7]{3,4} ([^\r\n]{1,200})\r?\n")
DEFAULT_LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpackedFile:
    """One spreadsheet; `path` names what it was packed in, outermost first (`Weiterleitung.eml`, `Listen.zip`)."""

    name: str
    content: bytes
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpacked:
    """The spreadsheets of a mail, the names of its other files, and what could not be opened (German)."""

    files: tuple[UnpackedFile, ...]
    problems: tuple[str, ...]
    other: tuple[str, ...]


def attachments(mail: ParsedMail, limits: Limits = DEFAULT_LIMITS) -> Unpacked:
    """Unpack a mail: attachments, attached mails, zip, winmail.dat, uuencoded text. Never raises; what fails is a problem."""
    unpacker = _Unpacker(limits)
    try:
        unpacker.mail(mail.message, ())
    except TooMuchError as error:
        unpacker.problems.append(str(error))
    except Exception:  # noqa: BLE001 - whatever a stranger's mail provokes, a person can still look at it
        unpacker.problems.append(f"Die Anhänge konnten nicht vollständig gelesen werden. {RESEND}")
    problems, other = dict.fromkeys(unpacker.problems), dict.fromkeys(unpacker.other)
    return Unpacked(files=tuple(unpacker.files), problems=tuple(problems), other=tuple(other))


class _Unpacker:
    def __init__(self, limits: Limits) -> None:
        self.files: list[UnpackedFile] = []
        self.problems: list[str] = []
        self.other: list[str] = []
        self._budget = archives.Budget(limits)

    def mail(self, message: Message, path: tuple[str, ...]) -> None:
        """Look into all parts of a mail."""
        self._budget.enter(len(path))
        if content_type(message) == "multipart/encrypted":
            self.problems.append(f"Die Mail ist verschlüsselt und kann nicht gelesen werden. {RESEND}")
        for part in leaves(message):
            try:
                self._part(part, path)
            except TooMuchError as error:  # one bomb does not hide the list beside it
                self.problems.append(str(error))

    def _part(self, part: Message, path: tuple[str, ...]) -> None:
        name, kind = part_name(part), content_type(part)
        if kind in SMIME or name.lower().endswith(".p7m"):
            self.problems.append(_smime_problem(part))
        elif kind in ("message/rfc822", "message/global"):
            inner = _attached_mail(part)
            self.mail(inner, (*path, name or f"{decode_text(raw_header(inner, 'subject'))[:80] or 'Mail'}.eml"))
        elif kind.startswith("text/") and not name and not kind.startswith(TYPES):
            for uu_name, content in _uuencoded(part):
                self._file(uu_name, content, path)
        elif kind not in SIGNATURES and not (kind.startswith("image/") and part["Content-ID"]):
            self._file(name, payload(part), path, declared=kind)

    def _file(self, name: str, content: bytes, path: tuple[str, ...], declared: str = "") -> None:
        self._budget.spend(len(content), name)
        lower = name.lower()
        if lower.endswith(MAIL_ENDINGS):
            self.mail(email.message_from_bytes(content), (*path, name))
        elif content.startswith(TNEF) or lower == "winmail.dat":
            self._tnef(name or "winmail.dat", content, path)
        elif lower.endswith(".msg"):
            self.problems.append(f"Die angehängte Outlook-Nachricht „{name}“ kann nicht gelesen werden. {RESEND}")
        elif _is_list(lower, content, declared):
            self._keep(name, content, path)
        elif content.startswith(ZIP) or lower.endswith(".zip"):
            self._zip(name or "Archiv.zip", content, path)
        elif lower.endswith(FOREIGN_ARCHIVES):
            self.problems.append(f"Das Archiv „{name}“ hat ein Format, das nicht gelesen werden kann. {RESEND}")
        elif name:
            self.other.append(name)

    def _keep(self, name: str, content: bytes, path: tuple[str, ...]) -> None:
        if not content:
            self.problems.append(f"Die Datei „{name}“ ist leer.")
        elif all(content != file.content for file in self.files):
            ending = "" if name.lower().endswith(ENDINGS) else spreadsheet_ending(content) or ".csv"
            self.files.append(UnpackedFile(name=f"{name or 'Tabelle'}{ending}", content=content, path=path))

    def _zip(self, name: str, content: bytes, path: tuple[str, ...]) -> None:
        self._budget.enter(len(path) + 1)
        for member, data in archives.members(name, content, self._budget, self.problems):
            self._file(member, data, (*path, name))

    def _tnef(self, name: str, content: bytes, path: tuple[str, ...]) -> None:
        self._budget.enter(len(path) + 1)
        try:
            packed = tuple(archives.tnef_files(content))
        except Exception:  # noqa: BLE001 - tnefparse raises whatever broken input provokes
            self.problems.append(f"Der Outlook-Anhang „{name}“ konnte nicht gelesen werden. {RESEND}")
            return
        for inner, data in packed:
            self._file(clean_name(inner), data, (*path, name))


def clean_name(name: str) -> str:
    """Return a file name without folders and control characters, NFC."""
    plain = "".join(c for c in unicodedata.normalize("NFC", name) if c.isprintable())
    return PurePosixPath(plain.replace("\\", "/")).name.strip()[:200]


def _is_list(lower_name: str, content: bytes, declared: str) -> bool:
    if is_spreadsheet(lower_name, content):
        return not lower_name.endswith((".doc", ".docx", ".ppt", ".pptx", ".pst"))
    declares = declared.startswith(TYPES) and not lower_name.endswith((".doc", ".docx", ".pdf"))
    return declares and not content.startswith(ZIP)


def _attached_mail(part: Message) -> Message:
    """Return an attached mail; some programs encode it against RFC 2046, and the parser does not undo that."""
    inner = part.get_payload()
    encoding = str(part.get("Content-Transfer-Encoding", "")).lower()
    if isinstance(inner, list) and inner and isinstance(inner[0], Message):
        if encoding not in ("base64", "quoted-printable"):
            return inner[0]
        wrapped = Message()
        wrapped["Content-Transfer-Encoding"] = encoding
        wrapped.set_payload(inner[0].get_payload())
        decoded = payload(wrapped)
        return email.message_from_bytes(decoded) if b":" in decoded[:1000] else inner[0]
    return email.message_from_bytes(payload(part))


def _smime_problem(part: Message) -> str:
    kind = str(part.get_param("smime-type") or "").lower()
    if kind.startswith(("enveloped", "authenveloped")):
        return f"Die Mail ist mit S/MIME verschlüsselt und kann nicht gelesen werden. {RESEND}"
    return f"Die Mail ist mit S/MIME in einer Form signiert oder verschlüsselt, die nicht gelesen werden kann. {RESEND}"


def _uuencoded(part: Message) -> Iterator[tuple[str, bytes]]:
    if content_type(part) != "text/plain":
        return
    raw = payload(part)
    text = raw.decode("latin-1") if b"begin" in raw else ""
    position = 0
    while match := UU_BEGIN.search(text, position):
        position = text.find("\nend", match.end())
        if position < 0:  # without an end there is none for any later beginning either
            return
        yield clean_name(match[1]), b"".join(_uu_line(line) for line in text[match.end() : position].splitlines())


def _uu_line(line: str) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:  # trailing characters of an old encoder, see the stdlib's former uu module
        wanted = (((ord(line[0]) - 32) & 63) * 4 + 5) // 3 if line else 0
        try:
            return binascii.a2b_uu(line[:wanted])
        except (binascii.Error, ValueError):
            return b""
