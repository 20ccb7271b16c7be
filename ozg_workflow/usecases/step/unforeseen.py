"""Errors of other libraries in our words: what is only unreachable for now, and what nobody foresaw."""

import errno
import logging
from typing import Final

from sqlalchemy.exc import DisconnectionError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from ozg_workflow.domain.errors import OzgError, UnavailableError, UnexpectedError

DISK_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
SQLITE_FULL: Final = "SQLITE_FULL"
POSTGRESQL_FULL: Final = "53100"  # disk_full
DATABASE_GONE: Final = (OperationalError, InterfaceError, DisconnectionError, PoolTimeoutError)
log = logging.getLogger(__name__)


def in_our_words(error: Exception) -> OzgError:
    """Return any error as one of ours: a full disk and a database in trouble are over some time, the rest is unexpected."""
    if isinstance(error, OzgError):
        return error
    if is_disk_full(error):
        return UnavailableError(disk_full(error))
    if isinstance(error, SQLAlchemyError):
        return UnavailableError(
            f"Die Datenbank ist zurzeit nicht benutzbar ({type(error).__name__}). Es ist nichts verloren; bitte erneut versuchen."
        )
    return UnexpectedError(error)


def is_disk_full(error: Exception) -> bool:
    """Tell whether a disk or a quota is full, that of the database included."""
    if isinstance(error, SQLAlchemyError):
        said = getattr(error, "orig", None)
        return getattr(said, "sqlite_errorname", "") == SQLITE_FULL or getattr(said, "sqlstate", "") == POSTGRESQL_FULL
    return isinstance(error, OSError) and error.errno in DISK_FULL


def disk_full(error: Exception) -> str:
    """Return what people are told of a full disk."""
    place = getattr(error, "filename", None) or getattr(error, "strerror", None)
    if isinstance(error, SQLAlchemyError):
        place = "Datenbank"
    return f"Der Datenträger ist voll ({place or error}). Es ist nichts verloren; bitte Platz schaffen und erneut versuchen."


def concerns_everything(error: Exception) -> bool:
    """Tell whether an error is not about the one thing that was being done: the next one would meet it too."""
    return isinstance(error, (UnavailableError, *DATABASE_GONE)) or is_disk_full(error)


def note(words: str, error: Exception, **about: object) -> None:
    """Note an error in the log; its message may quote a mail and stays out."""
    log.error(
        words,
        exc_info=error if not isinstance(error, OzgError) else None,
        extra={"ozg": {**about, "error": type(error).__name__}},
    )
