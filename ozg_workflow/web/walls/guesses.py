"""A limit on guessing: so many wrong passwords for a name and from a place, then nobody is asked until some time has passed."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

WITHIN_SECONDS: Final = 900.0
MOST_KEPT: Final = 10_000  # names and places; who makes up more of them pushes out the oldest

Key = tuple[str, ...]


class TooManyGuessesError(Exception):
    """Nobody is asked for now; `seconds` until it goes on."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"{seconds:.0f} s")


@dataclass(slots=True)
class Guesses:
    """Counts the attempts that have not been right, from the first of them on."""

    _found: dict[Key, tuple[int, float]] = field(default_factory=dict)  # how many, since when

    def take(self, limits: Mapping[Key, int], now: float) -> None:
        """Count an attempt before it is judged, so that a thousand at once are a thousand. Raises TooManyGuessesError."""
        counts = {key: self._count(key, now) for key in limits}
        if waits := [since + WITHIN_SECONDS - now for key, (number, since) in counts.items() if number >= limits[key]]:
            raise TooManyGuessesError(max(waits))
        for key, (number, since) in counts.items():
            self._found.pop(key, None)
            self._found[key] = (number + 1, since)
        while len(self._found) > MOST_KEPT:
            del self._found[next(iter(self._found))]

    def give_back(self, limits: Mapping[Key, int]) -> None:
        """Take an attempt back that was right."""
        for key in limits:
            number, since = self._found.get(key, (0, 0.0))
            if number > 1:
                self._found[key] = (number - 1, since)
            else:
                self._found.pop(key, None)

    def _count(self, key: Key, now: float) -> tuple[int, float]:
        number, since = self._found.get(key, (0, now))
        return (number, since) if now - since < WITHIN_SECONDS else (0, now)


def limits_of(name: str, address: str) -> dict[Key, int]:
    """Return what is counted for an attempt: the name at this place, the place, and the name wherever it comes from."""
    place = _place(address)
    return {("name", name, place): 10, ("place", place): 30, ("name", name): 100}


def _place(address: str) -> str:
    """Return the address, of IPv6 the network a household has (RFC 6177)."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:60]
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)
