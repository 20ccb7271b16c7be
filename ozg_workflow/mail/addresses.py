"""Addresses as they travel: domains in IDNA, local parts with umlauts only where the relay offers SMTPUTF8 (RFC 6531)."""

from email.header import Header
from functools import lru_cache

from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.late_pattern import late

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\x80-\U0010ffff-]+"
_LOCAL_PART = late(rf"{_ATOM}(?:\.{_ATOM})*")


class MailContentError(InputError):
    """A mail cannot be built from these values; the message says which one is wrong."""


def wire_address(address: str) -> str:
    """Return an address for the envelope: the domain in IDNA 2008 (`ü.example` → `xn--tda.example`), the local part as it is.

    Raises MailContentError when it is no address. The result is ASCII unless the local part is not: such an address needs SMTPUTF8.
    """
    local, at, domain = address.strip(" ").rpartition("@")
    if not at or not domain or not _LOCAL_PART.fullmatch(local) or not local.isprintable():
        raise MailContentError(f"„{printable(address)}“ ist keine E-Mail-Adresse.")
    try:
        return f"{local}@{_ascii_domain(domain)}"
    except UnicodeError as error:
        raise MailContentError(f"Die Adresse „{printable(address)}“ hat keine gültige Domäne.") from error


def in_idna(address: str) -> str:
    """Return an address as mail servers repeat it in their notices; what is no address stays as it is."""
    try:
        return wire_address(address).lower()
    except MailContentError:
        return address


def ascii_address(address: str) -> str:
    """Return an address as every mail server takes it.

    Raises MailContentError when it is none, or has characters before the `@` that need SMTPUTF8.
    """
    wire = wire_address(address)
    if not wire.isascii():
        raise MailContentError(
            f"Die Adresse „{printable(address)}“ enthält vor dem @ Umlaute oder Sonderzeichen. Solche Adressen nehmen viele "
            "Mailserver nicht an; bitte eine Adresse ohne Umlaute eintragen."
        )
    return wire


def header_address(address: str) -> str:
    """Return an address for a header, in ASCII for every reader.

    One that needs SMTPUTF8 becomes an empty group that shows it (RFC 6857, 3.1.5): the other recipients get the mail all the same.
    """
    wire = wire_address(address)
    return wire if wire.isascii() else f"{Header(wire, 'utf-8', maxlinelen=998).encode()}:;"


@lru_cache(maxsize=1024)
def _ascii_domain(domain: str) -> str:
    """Remembered: a round goes to few domains. Raises UnicodeError (idna.IDNAError is one)."""
    import idna

    return idna.encode(domain, uts46=True, transitional=False).decode("ascii")


def printable(text: str) -> str:
    """Return text without characters that could change how a message looks."""
    return "".join(c if c.isprintable() else "?" for c in text)
