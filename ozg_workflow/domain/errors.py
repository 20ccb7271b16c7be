"""The tree of errors.

OzgError
├── InputError            the input or the configuration is wrong     (exit status 1, final)
│   ├── ConfigurationError   many problems, each with file and line
│   └── NotPreparedError     the database does not know the rollout yet
├── UnavailableError      something outside is unreachable for now    (exit status 3, run again)
├── UnexpectedError       what nobody foresaw, as part of a day       (exit status 1)
├── PartlyFailedError     some things of a step failed, the others are done (exit status 1)
└── LeaseLostError        another worker has settled our message meanwhile; stays inside the delivery
"""

import errno
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

LINES_NAMED = 8


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Problem:
    """One mistake in the configuration: where it is and what to do about it.

    Problems of one file with the same `cause` are one problem that a person mends at once; empty: with no other.
    """

    file: str
    line: int
    message: str
    cause: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


def bundled(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return one problem for each cause, in the order of file and line; it names the other lines with the same cause."""
    causes: dict[tuple[str, str], list[Problem]] = {}
    for number, problem in enumerate(sorted(dict.fromkeys(problems))):
        causes.setdefault((problem.file, problem.cause or f"#{number}"), []).append(problem)
    return tuple(
        replace(same[0], message=_with_lines(same[0].message, sorted({p.line for p in same} - {same[0].line})), cause="")
        for same in causes.values()
    )


def _with_lines(message: str, others: Sequence[int]) -> str:
    if not others:
        return message
    shown = ", ".join(map(str, others[:LINES_NAMED])) + (" …" if len(others) > LINES_NAMED else "")
    more = "eine weitere Zeile" if len(others) == 1 else f"{len(others)} weitere Zeilen"
    return f"{message.removesuffix('.')} (und {more}: {shown})."


class OzgError(Exception):
    """Base of all errors of this package; the message is a German sentence for people."""

    exit_status = 1


def worst_status(statuses: Iterable[int]) -> int:
    """Return the exit status of several failures together: 1 where one of them is wrong and not only unreachable, else that of the first."""
    found = list(statuses)
    return 1 if 1 in found else found[0]


class InputError(OzgError):
    """The input is wrong; running again without mending it does not help."""


class ConfigurationError(InputError):
    """All mistakes found while loading the configuration, at once."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class NotPreparedError(InputError):
    """A step was called before `ozg prepare`."""

    def __init__(self, what: str = "Die Datenbank ist noch nicht vorbereitet.") -> None:
        super().__init__(f"{what} Bitte zuerst „ozg prepare“ ausführen.")


class UnavailableError(OzgError):
    """A mail server, mailbox or database cannot be reached for now; nothing is lost, run again."""

    exit_status = 3


class UnexpectedError(OzgError):
    """A step broke in a way nobody foresaw; the sentence names the kind of error, and of files the place."""

    def __init__(self, error: Exception) -> None:
        place = f": {error.filename}" if isinstance(error, OSError) and error.filename else ""
        super().__init__(f"Unerwarteter Fehler ({type(error).__name__}{place}). Näheres steht im Protokoll var/log/ozg.log.")


class PartlyFailedError(OzgError):
    """Some things of a step failed and are named; the others are done, and `done` (a `StepResult`) tells of them."""

    def __init__(self, broken: Sequence[str], done: Any) -> None:
        self.broken, self.done = tuple(broken), done
        super().__init__("\n".join(broken))


class LeaseLostError(OzgError):
    """A message is not this worker's any more, so nothing of it may be transferred; the delivery goes on with the next one."""

    def __init__(self, message_id: int) -> None:
        super().__init__(f"Die Mail Nr. {message_id} stellt inzwischen ein anderer Lauf zu.")


_WHY: Final = {  # an error of the file system; the operating system says it in English
    errno.ENOENT: "Datei oder Ordner gibt es nicht",
    errno.ENOTDIR: "ein Teil des Pfades ist kein Ordner",
    errno.EISDIR: "das ist ein Ordner",
    errno.EEXIST: "dort liegt schon etwas",
    errno.EACCES: "keine Berechtigung",
    errno.EPERM: "keine Berechtigung",
    errno.EROFS: "der Datenträger ist nur lesbar",
    errno.ENAMETOOLONG: "der Name ist zu lang",
    errno.ELOOP: "die Verknüpfung führt im Kreis",
    errno.EBUSY: "ein anderes Programm benutzt sie",
    errno.ENOSPC: "der Datenträger ist voll",
    errno.EDQUOT: "der Speicherplatz für diesen Benutzer ist aufgebraucht",
    errno.EIO: "der Datenträger meldet einen Lesefehler",
}


def why(error: OSError) -> str:
    """Return the reason of an error of the file system, in the system's words where we have none."""
    return _WHY.get(error.errno or 0) or error.strerror or str(error)


def is_about_a_place(error: Exception) -> bool:
    """Tell whether the operating system refused a certain file or folder, which a person can choose otherwise or put right."""
    return isinstance(error, OSError) and error.filename is not None and error.errno in _WHY
