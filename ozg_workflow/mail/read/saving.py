"""The attachments of a mail as files a person can look at: plain names, readable by their owner only, never executable."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Final

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.mail.read.attached import TYPES, attached_mail
from ozg_workflow.mail.read.mime import content_type, decode_text, leaves, part_name, payload, raw_header, raw_payload
from ozg_workflow.mail.read.parse import ParsedMail
from ozg_workflow.mail.read.unpack import clean_name

MOST_FILES: Final = 200
LONGEST_NAME: Final = 120
GUARD: Final = ".unsicher"  # an ending that no program opens
# What a double click would run, on any system; a page or a drawing may hold scripts, an image file other programs.
RUNNABLE: Final = late(
    r"\.(exe|com|scr|pif|cpl|msi|msp|bat|cmd|ps1|psm1|vbs?|vbe|jse?|wsf|wsh|hta|lnk|url|reg|jar|sh|py|pl|rb|desktop|app|dmg|iso|img"
    r"|vhdx?|html?|xhtml|mht|svg|chm|inf|dll|sys|docm|dotm|xlsm|xlam|xltm|pptm|ppam|one|application|appref-ms|settingcontent-ms)$",
    re.IGNORECASE,
)
RESERVED: Final = late(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)  # devices of Windows


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedFile:
    """One attachment: a safe name and its bytes, as the mail has them (archives stay packed)."""

    name: str
    content: bytes


def attached_files(mail: ParsedMail) -> Iterator[AttachedFile]:
    """Yield the attachments of a mail, attached mails as .eml; at most 200. The texts of the mail itself are none."""
    taken: set[str] = set()
    for number, part in enumerate(_attached_parts(mail.message), 1):
        if number > MOST_FILES:
            return
        is_mail = content_type(part) in TYPES
        name = safe_name(part_name(part) or (_title(part) if is_mail else ""), number)
        yield AttachedFile(name=_unused(name, taken), content=_bytes_of_mail(part) if is_mail else payload(part))


def _attached_parts(message: Message) -> Iterator[Message]:
    for part in leaves(message):
        text = content_type(part).startswith(("text/", "multipart/")) and not part_name(part)
        if not text:
            yield part


def _title(part: Message) -> str:
    subject = decode_text(raw_header(attached_mail(part)[0], "subject"))
    return f"{subject or 'Mail'}.eml"


def _bytes_of_mail(part: Message) -> bytes:
    mail, _ = attached_mail(part)
    try:
        return mail.as_bytes()
    except Exception:  # noqa: BLE001 - mails of other programs that cannot be written again
        return str(raw_payload(mail)).encode("utf-8", "surrogateescape")


def safe_name(name: str, number: int) -> str:
    """Return a name that every file system takes and no double click runs: without folders, control and reserved characters."""
    plain = re.sub(r'[<>:"|?*%$`;&]', "_", clean_name(name)).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    if len(plain) > LONGEST_NAME:
        plain = f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}" if dot and len(ending) < 12 else plain[:LONGEST_NAME]
    if not plain:
        return f"Anhang-{number}"
    plain = f"_{plain}" if RESERVED.match(plain) or plain.startswith("-") else plain
    return plain + GUARD if RUNNABLE.search(plain) else plain


def _unused(name: str, taken: set[str]) -> str:
    stem, dot, ending = name.partition(".")
    found, number = name, 2
    while found.casefold() in taken:
        found, number = f"{stem}-{number}{dot}{ending}", number + 1
    taken.add(found.casefold())
    return found


def save_files(files: Iterator[AttachedFile], folder: Path) -> list[Path]:
    """Write files into a folder of its owner alone, and return their paths. An existing file is never overwritten or followed."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return [_write(folder, file) for file in files]


def _write(folder: Path, file: AttachedFile) -> Path:
    stem, dot, ending = file.name.partition(".")
    for number in range(1, 1000):
        path = folder / (file.name if number == 1 else f"{stem}-{number}{dot}{ending}")
        try:
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            if path.is_file() and not path.is_symlink() and path.read_bytes() == file.content:
                return path  # saved before
            continue
        with os.fdopen(handle, "wb") as target:
            target.write(file.content)
        return path
    raise FileExistsError(file.name)
