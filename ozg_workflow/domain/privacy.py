"""Texts without what names a person: for the audit log, which is kept for good."""

from typing import Final

from ozg_workflow.domain.late_pattern import late

_ADDRESS: Final = late(r"<?[^\s<>\"(),:;„“]{1,128}@[^\s<>\"(),:;„“]{1,255}>?")
_QUOTED: Final = late(r"„[^“]{1,300}“")


def without_addresses(text: str) -> str:
    """Return a text in which mail addresses are left out."""
    return _ADDRESS.sub("(Adresse)", text) if "@" in text else text


def without_names(text: str) -> str:
    """Return a text in which also the names of files and whatever else is quoted are left out."""
    return _QUOTED.sub("„…“", without_addresses(text))
