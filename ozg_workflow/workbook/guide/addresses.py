"""Which words of the Ausfüllhilfe are addresses to be clicked: only those the city itself has given."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

_AROUND: Final = ".,;:()<>„“"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of a text; `url` is where it leads, empty for plain words."""

    text: str
    url: str = ""


def mail_addresses(*texts: str) -> tuple[str, ...]:
    """Return the words of these texts that are mail addresses, each once."""
    words = (word.strip(_AROUND) for text in texts for word in text.split())
    return tuple(dict.fromkeys(word for word in words if _is_address(word)))


def _is_address(word: str) -> bool:
    name, _, domain = word.partition("@")
    return bool(name) and "." in domain.strip(".") and "@" not in domain


def linked(text: str, addresses: Collection[str]) -> tuple[Part, ...]:
    """Return the text in pieces, each of the addresses as one that leads to it; together they are the text."""
    parts: list[Part] = []
    plain: list[str] = []
    for word in text.split(" "):
        address = word.strip(_AROUND)
        if address not in addresses:
            plain.append(word)
            continue
        before, _, after = word.partition(address)
        parts += [Part(text=" ".join([*plain, before])), Part(text=address, url=f"mailto:{address}")]
        plain = [after]
    return tuple(part for part in (*parts, Part(text=" ".join(plain))) if part.text)
