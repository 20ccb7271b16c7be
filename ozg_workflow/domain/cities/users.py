"""Who may look into the reading room, and at which rollouts."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ozg_workflow.domain.late_pattern import late

EVERY_ROLLOUT: Final = "*"
LEAST_PASSWORD: Final = 12  # characters; guesses are limited, and the form asks for nothing else (NIST SP 800-63B, 5.1.1)
LONGEST_PASSWORD: Final = 200
NAME: Final = late(r"[a-z0-9][a-z0-9._-]{0,59}")  # no colon (RFC 7617), and no address: it stands in the audit log


class Role(StrEnum):
    """What a user of the reading room is led to."""

    READER = "reader"  # the pages
    COORDINATOR = "coordinator"  # the pages, and from them the forms of the cockpit


ROLE_TITLES: Final = {Role.READER: "liest", Role.COORDINATOR: "koordiniert"}


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """One user: the hash of the password, the keys of the rollouts (or `*` for all there are)."""

    name: str
    password: str
    rollouts: tuple[str, ...]
    role: Role = Role.READER

    def __repr__(self) -> str:
        """Never show the hash."""
        return f"User(name={self.name!r}, rollouts={self.rollouts!r}, role={self.role!r})"

    @property
    def sees_all(self) -> bool:
        """Whether all rollouts are this user's, those of tomorrow included."""
        return EVERY_ROLLOUT in self.rollouts

    @property
    def words(self) -> str:
        """`liest bielefeld-2020, herford-2020`."""
        return f"{ROLE_TITLES[self.role]} {'alle Rollouts' if self.sees_all else ', '.join(self.rollouts)}"


def user_name_mistake(name: str) -> str:
    """Return what is wrong with a name, empty when nothing is."""
    if NAME.fullmatch(name):
        return ""
    return f"„{name[:60]}“: ein Name hat 1 bis 60 Zeichen aus a–z, 0–9, Punkt, Unterstrich und Bindestrich."


def password_mistake(password: str) -> str:
    """Return what is wrong with a password, empty when nothing is; the sentence never quotes it."""
    if not LEAST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        return f"Ein Kennwort hat {LEAST_PASSWORD} bis {LONGEST_PASSWORD} Zeichen."
    return "" if password.isprintable() else "Ein Kennwort enthält weder Zeilenumbrüche noch Steuerzeichen."


def rollouts_mistake(rollouts: Sequence[str]) -> str:
    """Return what is wrong with the rollouts of a user, empty when nothing is."""
    if not rollouts:
        return "Ohne Rollout sieht niemand etwas; bitte die Schlüssel nennen, oder „*“ für alle."
    return "„*“ heißt alle Rollouts und steht allein." if EVERY_ROLLOUT in rollouts and len(rollouts) > 1 else ""
