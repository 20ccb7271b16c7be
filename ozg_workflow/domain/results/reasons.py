"""Why a service is ranked as it is: a code and figures for the reports, a sentence for people."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, Self


class ReasonCode(StrEnum):
    """What a reason says."""

    STRONG = "strong"  # a criterion with many points
    WEAK = "weak"  # a criterion with few points
    MISSING = "missing"  # nobody answered the question of a criterion
    BLOCKED = "blocked"  # the law excludes it
    RULE = "rule"  # a rule beside the weights lifts it
    OTHER = "other"  # a sentence of an evaluation made before reasons had codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason: the sentence, and where it is about a criterion its title and its points (0…100)."""

    code: ReasonCode
    text: str
    criterion: str = ""
    points: int | None = None

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Self:
        """Return what is stored of a reason."""
        return cls(
            code=ReasonCode(entry["code"]),
            text=entry["text"],
            criterion=entry.get("criterion", ""),
            points=entry.get("points"),
        )


BLOCKED = Reason(code=ReasonCode.BLOCKED, text="Rechtlich gesperrt: Eine digitale Erledigung ist gesetzlich ausgeschlossen.")


@lru_cache(maxsize=1024)  # thousands of services share a few dozen
def strong(criterion: str, points: int) -> Reason:
    """Return that a service has many points for a criterion."""
    return Reason(code=ReasonCode.STRONG, text=f"{criterion}: stark ({points} von 100)", criterion=criterion, points=points)


@lru_cache(maxsize=1024)
def weak(criterion: str, points: int) -> Reason:
    """Return that a service has few points for a criterion."""
    return Reason(code=ReasonCode.WEAK, text=f"{criterion}: schwach ({points} von 100)", criterion=criterion, points=points)


def lifted(rule: str, why: str) -> Reason:
    """Return that a rule beside the weights lifts a service, and why it holds."""
    return Reason(code=ReasonCode.RULE, text=f"{rule}: {why}", criterion=rule)


@lru_cache(maxsize=1024)
def missing(criterion: str) -> Reason:
    """Return that nobody answered the question of a criterion."""
    return Reason(code=ReasonCode.MISSING, text=f"Angabe fehlt: {criterion}", criterion=criterion)
