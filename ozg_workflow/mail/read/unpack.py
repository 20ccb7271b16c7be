"""Finding the spreadsheets of a mail, however deep they are packed, without being blown up by what somebody packed."""

import unicodedata
from dataclasses import dataclass
from email.message import Message
from pathlib import PurePosixPath
from typing import Final

from ozg_workflow.mail.read import attached, smime
from ozg_workflow.mail.read.containers import apple, archives, tnef
from ozg_workflow.mail.read.containers.archives import Limits, TooMuchError
from ozg_workflow.mail.read.containers.inline import pasted_files
from ozg_workflow.mail.read.containers.refusals import PGP, PGP_PROBLEM, RESEND, SEALED, piece_or_reference, refusal
from ozg_workflow.mail.read.mime import content_type, decode_text, leaves, part_name, payload, raw_header
from ozg_workflow.mail.read.parse import ParsedMail
from ozg_workflow.mail.read.smime import Seal
from ozg_workflow.mail.read.spreadsheets import ENDINGS, OLE, TYPES, ZIP, is_packed, is_spreadsheet, spreadsheet_ending

__all__ = ["Limits", "Unpacked", "UnpackedFile", "attachments"]

NO_LISTS: Final = (
    ".doc",
    ".docx",
    ".pdf",
    ".gsheet",
    ".url",
    ".lnk",
    ".webloc",
    ".desktop",
    ".numbers",
)  # whatever their kind is called
DOCUMENTS: Final = (".docx", ".docm", ".dotx", ".odt", ".pptx", ".odp")  # zips of their own kind
MAIL_ENDINGS: Final = (".eml",)
SIGNATURES: Final = ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature")
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
    """Unpack a mail: attachments, attached mails, zip, winmail.dat, signed and pasted files. Never raises; what fails is a problem."""
    unpacker = _Unpacker(limits)
    try:
        unpacker.mail(mail.message, (), mail.problem)
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

    def mail(self, message: Message, path: tuple[str, ...], problem: str = "") -> None:
        """Look into all parts of a mail; `problem` tells what the parser could not read of it."""
        self._budget.enter(len(path))
        if problem:
            self.problems.append(f"{problem} {RESEND}")
        if content_type(message) == "multipart/encrypted":
            self.problems.append(PGP_PROBLEM)
            return
        for part in leaves(message):
            try:
                self._part(part, path)
            except TooMuchError as error:  # one bomb does not hide the list beside it
                self.problems.append(str(error))

    def _part(self, part: Message, path: tuple[str, ...]) -> None:
        name, kind = part_name(part), content_type(part)
        if kind in attached.TYPES:
            inner, problem = attached.attached_mail(part)
            smime.open_signatures(inner)
            title = name or f"{decode_text(raw_header(inner, 'subject'))[:80] or 'Mail'}.eml"
            self.mail(inner, (*path, title), problem)
        elif closed := piece_or_reference(part):
            self.problems.append(closed)
        elif kind.startswith(("text/", "multipart/")) and not name and not kind.startswith(TYPES):
            self._text(payload(part), path, declared=kind)
        elif kind not in SIGNATURES and not (kind.startswith("image/") and part["Content-ID"]):
            self._file(name, payload(part), path, declared=kind)

    def _text(self, content: bytes, path: tuple[str, ...], declared: str) -> None:
        if content.startswith((ZIP, OLE)):  # a file without a name whose kind is wrong
            self._file("", content, path, declared)
            return
        if PGP.search(content):
            self.problems.append(PGP_PROBLEM)
        for name, data in pasted_files(content):
            self._file(clean_name(name), data, path)

    def _file(self, name: str, content: bytes, path: tuple[str, ...], declared: str = "") -> None:
        self._budget.spend(len(content), name)
        if not apple.is_fork(content):
            self._opened(name, apple.data_fork(content), path, declared)

    def _opened(self, name: str, content: bytes, path: tuple[str, ...], declared: str) -> None:
        lower = name.lower()
        if lower.endswith(MAIL_ENDINGS):
            self._attached(content, (*path, name))
        elif declared in smime.TYPES or lower.endswith(smime.ENDING):
            self._sealed(name or f"smime{smime.ENDING}", content, path)
        elif content.startswith(tnef.SIGNATURE) or lower == "winmail.dat":
            self._tnef(name or "winmail.dat", content, path)
        elif closed := refusal(name, content):
            self.problems.append(closed)
        elif lower.endswith(".numbers") or lower.startswith(
            "~$"
        ):  # a zip of its own kind; what Excel writes beside an open workbook
            self.other.append(name)
        elif is_packed(lower, content):
            self._zip(name or "Archiv.zip", content, path)
        elif _is_list(lower, content, declared):
            self._keep(name, _unwrapped(content), path)
        elif attached.is_mail_file(content):
            self._attached(content, (*path, name or "Mail.eml"))
        elif name:
            self.other.append(name)

    def _attached(self, content: bytes, path: tuple[str, ...]) -> None:
        self._budget.enter(len(path))  # before the parser has its work with it
        message, problem = attached.mail_of(content)
        smime.open_signatures(message)
        self.mail(message, path, problem)

    def _sealed(self, name: str, content: bytes, path: tuple[str, ...]) -> None:
        seal, inner = smime.open_seal(content)
        if seal is not Seal.SIGNED:
            self.problems.append(SEALED[seal])
        elif smime.is_mail(inner):
            self._attached(inner, (*path, name))
        else:
            self._budget.enter(len(path) + 1)
            self._file(name[: -len(smime.ENDING)] if name.lower().endswith(smime.ENDING) else name, inner, (*path, name))

    def _keep(self, name: str, content: bytes, path: tuple[str, ...]) -> None:
        if not content:
            self.problems.append(f"Die Datei „{name}“ ist leer.")
        elif all(content != file.content for file in self.files):
            ending = "" if name.lower().endswith(ENDINGS) else spreadsheet_ending(content) or ".csv"
            self.files.append(UnpackedFile(name=f"{name or 'Tabelle'}{ending}", content=content, path=path))

    def _zip(self, name: str, content: bytes, path: tuple[str, ...]) -> None:
        self._budget.enter(len(path) + 1)
        before = len(self.other)
        for member, data in archives.members(name, content, self._budget, self.problems):
            self._file(member, data, (*path, name))
        if name.lower().endswith(DOCUMENTS):  # a list may lie in it; its other parts say nothing to people
            self.other[before:] = [name]

    def _tnef(self, name: str, content: bytes, path: tuple[str, ...]) -> None:
        self._budget.enter(len(path) + 1)
        try:
            packed = tuple(tnef.files(content))
        except ValueError:
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
    declares = declared.startswith(TYPES) and not lower_name.endswith(NO_LISTS)
    return declares and not content.startswith(ZIP)


def _unwrapped(content: bytes) -> bytes:
    """Return the file itself where its encoded form was left in the attachment, with lines of a gateway around it."""
    if content.startswith((ZIP, OLE)):
        return content
    return next((inner for _, inner in pasted_files(content) if inner.startswith((ZIP, OLE))), content)
