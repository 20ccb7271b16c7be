"""The audit log as a chain: the seal of a line holds the seal of the one before, so none can change, go or come without a trace.

As in a linked time stamp of Haber and Stornetta (1991). The seals alone do not help against somebody who makes them all anew;
the heads in the backups do, which are signed and lie elsewhere.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

NOTHING: Final = ""  # the seal before the first one


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the audit log as it is stored; `at` is aware, `data` is JSON."""

    id: int
    rollout_id: int | None
    at: datetime
    actor: str
    verb: str
    object_type: str
    object_id: str
    text: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """The link of one line: its place in the chain (from 1), the line, and a SHA-256 in hexadecimal digits."""

    number: int
    event_id: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """How far the chain went at a moment (aware), signed with the key of the workspace: so it lies in a backup."""

    number: int
    digest: str
    at: datetime
    signature: str


class FlawKind(StrEnum):
    """What is wrong with the audit log."""

    ALTERED = "altered"  # a line does not fit its seal
    REMOVED = "removed"  # a seal without its line, or a gap between seals
    INSERTED = "inserted"  # a line without a seal
    CUT_OFF = "cut_off"  # a backup knows of more
    FORGED = "forged"  # the head in a backup is not signed by this workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """One flaw; `line` is the number of the line in the audit log, None where it is about a place in the chain or a backup."""

    kind: FlawKind
    line: int | None
    text: str


def seal_of(before: str, number: int, line: Line) -> str:
    """Return the digest of a line at a place of the chain, after the digest `before` (NOTHING for the first)."""
    at = line.at.astimezone(UTC).isoformat(timespec="microseconds")
    said = [line.actor, line.verb, line.object_type, line.object_id, line.text, line.data]
    content = json.dumps([before, number, line.id, line.rollout_id, at, *said], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(content.encode("ascii")).hexdigest()


def next_seals(last: Seal | None, lines: Iterable[Line]) -> Iterator[Seal]:
    """Go on with the chain after its last seal."""
    number, before = (last.number, last.digest) if last else (0, NOTHING)
    for line in lines:
        number += 1
        before = seal_of(before, number, line)
        yield Seal(number=number, event_id=line.id, digest=before)


def flaws_of(links: Iterable[tuple[Seal, Line | None]]) -> Iterator[Flaw]:
    """Go through the chain by number, each seal with its line (None: it is gone), and tell each flaw once.

    A seal is checked against the stored one before it, so a line that was altered does not put all that follow in doubt.
    """
    expected, before = 1, NOTHING
    for seal, line in links:
        if seal.number != expected:
            missing = f"{expected}" if seal.number == expected + 1 else f"{expected} bis {seal.number - 1}"
            yield Flaw(
                kind=FlawKind.REMOVED, line=None, text=f"Siegel {missing}: fehlt, vor der Zeile {seal.event_id} des Protokolls."
            )
        elif line is None:
            yield Flaw(kind=FlawKind.REMOVED, line=seal.event_id, text=f"Zeile {seal.event_id}: fehlt im Protokoll.")
        elif seal_of(before, seal.number, line) != seal.digest:
            text = f"Zeile {line.id} („{line.text[:60]}“): wurde nach dem Eintragen verändert, oder ihr Siegel."
            yield Flaw(kind=FlawKind.ALTERED, line=line.id, text=text)
        expected, before = seal.number + 1, seal.digest


def unsealed(line: Line) -> Flaw:
    """Return the flaw of a line that no step of the program has entered."""
    return Flaw(
        kind=FlawKind.INSERTED, line=line.id, text=f"Zeile {line.id} („{line.text[:60]}“): steht ohne Siegel im Protokoll."
    )


def signed(last: Seal | None, at: datetime, key: bytes) -> Head:
    """Return the head of a chain that ends with this seal, signed with the key of the workspace."""
    number, digest = (last.number, last.digest) if last else (0, NOTHING)
    return Head(number=number, digest=digest, at=at, signature=_signature(number, digest, at, key))


def is_genuine(head: Head, key: bytes) -> bool:
    """Tell whether a head was signed with this key."""
    return hmac.compare_digest(head.signature, _signature(head.number, head.digest, head.at, key))


def _signature(number: int, digest: str, at: datetime, key: bytes) -> str:
    content = f"audit-head:{number}:{digest}:{at.astimezone(UTC).isoformat(timespec='microseconds')}"
    return hmac.new(key, content.encode("ascii"), "sha256").hexdigest()
