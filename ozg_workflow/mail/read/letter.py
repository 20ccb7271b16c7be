"""What a stored mail says: its text, and the names and sizes of its attachments."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ozg_workflow.mail.read.parse import parse_mail
from ozg_workflow.mail.read.saving import attached_files

MOST_LETTERS: Final = 64  # kept, each with a text of at most 100 kB
_letters: "dict[str, Letter]" = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a mail says: its text, and the names and sizes (bytes) of its attachments."""

    text: str = ""
    attachments: tuple[tuple[str, int], ...] = ()


def read_letter(content: bytes) -> Letter:
    """Return what the bytes of a mail say; nothing for those of an erased one, which are empty."""
    mail = parse_mail(content)
    return Letter(text=mail.text, attachments=tuple((file.name, len(file.content)) for file in attached_files(mail)))


def kept_letter(sha256: str, content: Callable[[], bytes]) -> Letter:
    """Return the same of the mail whose bytes have this sum; `content` fetches them where nobody has read them yet.

    Its bytes never change but when they are erased, so it is kept by their sum. Not for an erased mail, which keeps the sum it had.
    """
    if sha256 not in _letters:
        letter = read_letter(content())
        if len(_letters) >= MOST_LETTERS:
            _letters.clear()
        return _letters.setdefault(sha256, letter)
    return _letters[sha256]
