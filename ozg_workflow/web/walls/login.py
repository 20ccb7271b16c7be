"""The login of a user: name and password of a request (RFC 7617) against the file of the users.

Argon2 takes tens of milliseconds and 64 MiB on purpose, and a browser sends the password with every request. So who has shown it is known for
some minutes, by a keyed hash of it that means nothing outside this process; the password is not kept.
"""

import base64
import hmac
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from typing import Final

import anyio.to_thread

from ozg_workflow.domain.cities.users import LONGEST_PASSWORD, User, user_name_mistake
from ozg_workflow.web.walls.guesses import Guesses, limits_of
from ozg_workflow.workspace.users.passwords import as_meant, fits, nobodys_hash

KNOWN_SECONDS: Final = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a request shows: a name, a password, and where it comes from."""

    name: str
    password: str
    address: str = ""

    def __repr__(self) -> str:
        """Never show the password."""
        return f"Shown(name={self.name!r})"


def shown(authorization: str, address: str) -> Shown | None:
    """Return what a request shows; None where that is no name and password."""
    try:
        name, colon, password = _basic(authorization).decode().partition(":")
    except ValueError:  # no UTF-8
        return None
    if not colon or user_name_mistake(name) or len(password) > LONGEST_PASSWORD:
        return None
    return Shown(name=name, password=password, address=address)


def knows_login(auth: str, authorization: str) -> bool:
    """Tell whether a request shows one login (`user:password`, empty: everybody); the comparison takes the same time for every wrong one."""
    return not auth or hmac.compare_digest(_basic(authorization), auth.encode())


def _basic(authorization: str) -> bytes:
    scheme, _, given = authorization.partition(" ")
    try:
        return base64.b64decode(given.strip(), validate=True) if scheme.lower() == "basic" else b""
    except ValueError:  # no base64, or no ASCII
        return b""


@dataclass(slots=True)
class Logins:
    """Judges what requests show; `clock` gives seconds."""

    clock: Callable[[], float] = time.monotonic
    check: Callable[[str, str], bool] = fits
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _known: dict[str, tuple[bytes, float]] = field(default_factory=dict)  # name → the hash of what was shown, until when
    _guesses: Guesses = field(default_factory=Guesses)
    _turn: anyio.CapacityLimiter | None = None

    async def user(self, users: Sequence[User], given: Shown) -> User | None:
        """Return the user a request shows the password of, None for every other one. Raises TooManyGuessesError.

        A name that nobody has takes as long as a wrong password.
        """
        found = next((user for user in users if user.name == given.name), None)
        if found and self._is_known(found, given):
            return found
        limits = limits_of(given.name, given.address)
        self._guesses.take(limits, self.clock())
        right = await self._asked(given.password, found.password if found else nobodys_hash())
        if not (right and found):
            return None
        self._guesses.give_back(limits)
        self._known[found.name] = (self._digest(found, given), self.clock() + KNOWN_SECONDS)
        return found

    def _is_known(self, user: User, given: Shown) -> bool:
        digest, until = self._known.get(user.name, (b"", 0.0))
        return hmac.compare_digest(digest, self._digest(user, given)) and self.clock() < until

    def _digest(self, user: User, given: Shown) -> bytes:
        """Return what stands for a password that was right; it means nothing once the user has another one."""
        return hmac.digest(self._key, f"{user.name}\0{user.password}\0{as_meant(given.password)}".encode(), sha256)

    async def _asked(self, password: str, kept: str) -> bool:
        """Compare in a thread, one at a time: each takes 64 MiB."""
        self._turn = self._turn or anyio.CapacityLimiter(1)
        return await anyio.to_thread.run_sync(partial(self.check, password, kept), limiter=self._turn)
