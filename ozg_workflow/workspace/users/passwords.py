"""Passwords as they are kept: Argon2id (RFC 9106) with the parameters argon2-cffi recommends, 64 MiB for each check."""

import unicodedata
from functools import cache

from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import Argon2Error, InvalidHashError

_HASHER = PasswordHasher()


def hashed(password: str) -> str:
    """Return the hash to keep; takes some tens of milliseconds."""
    return _HASHER.hash(as_meant(password))


def fits(password: str, kept: str) -> bool:
    """Tell whether a password is the one a hash was made of; takes as long as making it."""
    try:
        return _HASHER.verify(kept, as_meant(password))
    except (Argon2Error, InvalidHashError):
        return False


def is_hash(text: str) -> bool:
    """Tell whether a text is a hash that `fits` can use."""
    try:
        extract_parameters(text)
    except InvalidHashError:
        return False
    return True


def as_meant(password: str) -> str:
    """Return a password in the one form its letters have: `ü` is one sign or two, as the keyboard likes (RFC 7617, 2.1)."""
    return unicodedata.normalize("NFC", password)


@cache
def nobodys_hash() -> str:
    """Return the hash a password is compared with where there is no such user: a wrong name takes as long as a wrong password."""
    return hashed("niemand hat dieses Kennwort")
