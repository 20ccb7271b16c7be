"""What of a mail stays closed: how it is known, and in German why and what helps."""

from email.message import Message
from typing import Final

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.mail.read.mime import content_type, parameter
from ozg_workflow.mail.read.smime import Seal

BY_HAND: Final = "senden lassen oder von Hand zuordnen."
RESEND: Final = f"Bitte die Datei unverpackt noch einmal {BY_HAND}"
DECRYPTED: Final = f"Bitte die Liste unverschlüsselt noch einmal {BY_HAND}"
WITHOUT_PASSWORD: Final = f"Bitte die Datei ohne Kennwort noch einmal {BY_HAND}"
IN_ONE_FILE: Final = f"Bitte die Liste in einer Datei {BY_HAND}"
PIECE: Final = "message/partial"
REFERENCE: Final = "message/external-body"
PARTS_OF_ARCHIVES: Final = late(r"\.(?:z\d\d|r\d\d|\d{3}|part\d+\.rar)$")
FOREIGN_ARCHIVES: Final = (
    ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".cab", ".zipx", ".sit", ".sitx", ".hqx", ".arj", ".lzh", ".ace", ".dmg", ".iso",
)  # fmt: skip
PGP_ENDINGS: Final = (".pgp", ".gpg")
PGP: Final = late(rb"(?m)^-----BEGIN PGP MESSAGE-----")
PGP_PROBLEM: Final = f"Die Mail ist mit PGP verschlüsselt und kann nicht gelesen werden. {DECRYPTED}"
SEALED: Final = {
    Seal.ENCRYPTED: f"Die Mail ist mit S/MIME verschlüsselt und kann nicht gelesen werden. {DECRYPTED}",
    Seal.UNKNOWN: f"Die Mail ist mit S/MIME in einer Form signiert oder verschlüsselt, die nicht gelesen werden kann. {DECRYPTED}",
}


def refusal(name: str, content: bytes) -> str:
    """Return why a file cannot be read, by its name; empty when it may be."""
    lower = name.lower()
    if lower.endswith(".msg"):
        return f"Die angehängte Outlook-Nachricht „{name}“ kann nicht gelesen werden. Bitte die Liste selbst statt der Nachricht {BY_HAND}"
    if lower.endswith(PGP_ENDINGS) or (lower.endswith(".asc") and PGP.search(content)):
        return f"Die Datei „{name}“ ist mit PGP verschlüsselt und kann nicht gelesen werden. {DECRYPTED}"
    if PARTS_OF_ARCHIVES.search(lower):
        return f"Die Datei „{name}“ ist nur ein Teil eines geteilten Archivs. {IN_ONE_FILE}"
    if lower.endswith(FOREIGN_ARCHIVES):
        return f"Das Archiv „{name}“ hat ein Format, das nicht gelesen werden kann. {RESEND}"
    return ""


def piece_or_reference(part: Message) -> str:
    """Return why a part is no file but a piece of a mail or a reference (RFC 2046, 5.2); empty for all others."""
    kind = content_type(part)
    if kind == REFERENCE:
        return f"Die Mail enthält eine Datei nicht selbst, sondern nur einen Verweis darauf. Bitte die Liste als Anhang {BY_HAND}"
    if kind != PIECE:
        return ""
    number, total = parameter(part, "content-type", "number"), parameter(part, "content-type", "total")
    which = f"Teil {number} von {total}" if number.isdigit() and total.isdigit() else "ein Teil"
    return f"Die Mail ist nur {which} einer Nachricht, die ein Mailprogramm zerlegt hat. Bitte die Liste in einer einzigen Mail {BY_HAND}"
