"""Errors of other libraries in our words, with the exit status that says whether running again helps."""

import errno

import pytest
from psycopg.errors import DiskFull
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError, OperationalError

from ozg_workflow.domain.errors import InputError, OzgError, UnavailableError, UnexpectedError
from ozg_workflow.usecases.step.unforeseen import concerns_everything, in_our_words

LOCKED = OperationalError("UPDATE x", {}, Exception("database is locked"))


def database_full() -> OperationalError:
    """What SQLite says where nothing more fits."""
    with create_engine("sqlite://").connect() as connection:
        connection.execute(text("PRAGMA max_page_count = 2"))
        connection.execute(text("CREATE TABLE note (words)"))
        with pytest.raises(OperationalError) as full:
            connection.execute(text("INSERT INTO note VALUES (:words)"), {"words": "x" * 10_000})
    return full.value


FULL = OSError(errno.ENOSPC, "No space left on device", "/ablage/priorisierung.xlsx")


@pytest.mark.parametrize(
    ("error", "kind", "status", "words"),
    [
        (InputError("Das geht nicht."), InputError, 1, "Das geht nicht."),
        (LOCKED, UnavailableError, 3, "Die Datenbank ist zurzeit nicht benutzbar (OperationalError)"),
        (FULL, UnavailableError, 3, "Der Datenträger ist voll (/ablage/priorisierung.xlsx)"),
        (database_full(), UnavailableError, 3, "Der Datenträger ist voll (Datenbank)"),
        (OperationalError("INSERT", {}, DiskFull()), UnavailableError, 3, "Der Datenträger ist voll (Datenbank)"),
        (OSError(errno.EFBIG, "File too large"), UnavailableError, 3, "Der Datenträger ist voll (File too large)"),
        (NotADirectoryError(20, "Not a directory", "/ablage"), UnexpectedError, 1, "(NotADirectoryError: /ablage)"),
        (KeyError("geheim@stadt.example"), UnexpectedError, 1, "Unerwarteter Fehler (KeyError)"),
    ],
)
def test_every_error_becomes_a_german_sentence_with_a_true_status(
    error: Exception, kind: type[OzgError], status: int, words: str
) -> None:
    told = in_our_words(error)
    assert type(told) is kind
    assert told.exit_status == status
    assert words in str(told)
    assert "geheim" not in str(told)


@pytest.mark.parametrize(
    ("error", "everything"),
    [
        (LOCKED, True),
        (FULL, True),
        (UnavailableError("Der Server ist weg."), True),
        (InputError("Amt 33 fehlt."), False),
        (IntegrityError("INSERT", {}, Exception("unique")), False),
        (KeyError("x"), False),
    ],
)
def test_what_the_next_thing_would_meet_too_is_no_failure_of_one_thing(error: Exception, everything: bool) -> None:
    assert concerns_everything(error) is everything
