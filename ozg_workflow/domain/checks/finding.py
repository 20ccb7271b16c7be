"""One thing that is odd about a file of the configuration."""

from dataclasses import dataclass
from typing import Final

from ozg_workflow.domain import german

Where = tuple[str | int, ...]
NAMED: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is odd, as a German sentence, and where: the path of names and positions (from 0) to the value in its file.

    A mistake is `refused`; a hint is not.
    """

    where: Where
    message: str
    refused: bool = False


def mistake(where: Where, message: str) -> Finding:
    """Return what refuses the configuration."""
    return Finding(where=where, message=message, refused=True)


def hint(where: Where, message: str) -> Finding:
    """Return what is only told."""
    return Finding(where=where, message=message)


def some(words: list[str] | tuple[str, ...], most: int = NAMED) -> str:
    """Return the first words and how many there are besides: `a, b und 3 weitere`."""
    return german.join(words) if len(words) <= most else f"{', '.join(words[:most])} und {len(words) - most} weitere"
