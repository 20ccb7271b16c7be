"""Read `config/users.toml`; every mistake with its line."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ozg_workflow.domain.cities.users import EVERY_ROLLOUT, Role, User, rollouts_mistake, user_name_mistake
from ozg_workflow.domain.errors import ConfigurationError, Problem
from ozg_workflow.domain.late_pattern import late
from ozg_workflow.workspace.settings.toml_file import parsed
from ozg_workflow.workspace.users.passwords import is_hash

FILE: Final = "config/users.toml"
TABLE: Final = "user"
FIELDS: Final = ("name", "password", "rollouts", "role")
HEAD: Final = late(rf"\s*\[\[\s*{TABLE}\s*\]\]")


def read_users(home: Path) -> tuple[User, ...] | None:
    """Return the users of a workspace, None where there is no such file. Raises ConfigurationError naming all mistakes."""
    entries = _entries(home)
    if entries is None:
        return None
    problems = [problem for entry in entries for problem in entry.problems()]
    problems += _twice(entries)
    if problems:
        raise ConfigurationError(tuple(problems))
    return tuple(entry.user() for entry in entries)


def users_problems(home: Path, known: Collection[str]) -> tuple[Problem, ...]:
    """Return everything that is wrong with the file, rollouts that are not among those `known` included."""
    try:
        users = read_users(home)
    except ConfigurationError as error:
        return error.problems
    entries = _entries(home) if users else None
    return tuple(problem for entry in entries or () for problem in entry.unknown(known))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One `[[user]]` as it is written; `lines` are the lines of its fields, `line` that of its head."""

    line: int
    lines: dict[str, int]
    written: dict[str, Any]

    def problem(self, field: str, message: str) -> Problem:
        return Problem(file=FILE, line=self.lines.get(field, self.line), message=message)

    def problems(self) -> Iterator[Problem]:
        """Yield what is wrong with it by itself."""
        for name in self.written.keys() - set(FIELDS):
            yield self.problem(name, f"„{name}“ ist hier unbekannt; möglich sind: {', '.join(FIELDS)}.")
        for name, mistake in (
            ("name", user_name_mistake(_text(self.written.get("name")))),
            ("password", "" if is_hash(_text(self.written.get("password"))) else NO_HASH),
            ("rollouts", _rollouts_mistake(self.written.get("rollouts"))),
            (
                "role",
                "" if str(self.written.get("role", Role.READER)) in set(Role) else f"„role“ ist eines von: {', '.join(Role)}.",
            ),
        ):
            if mistake:
                yield self.problem(name, mistake)

    def unknown(self, known: Collection[str]) -> Iterator[Problem]:
        """Yield the rollouts that nobody knows."""
        for key in self.user().rollouts:
            if key not in known and key != EVERY_ROLLOUT:
                yield self.problem("rollouts", f"Den Rollout „{key}“ gibt es nicht. Vorhanden: {', '.join(sorted(known))}.")

    def user(self) -> User:
        rollouts = self.written["rollouts"]
        return User(
            name=self.written["name"],
            password=self.written["password"],
            rollouts=(rollouts,) if isinstance(rollouts, str) else tuple(rollouts),
            role=Role(self.written.get("role", Role.READER)),
        )


NO_HASH: Final = "„password“ ist kein Argon2-Hash; Kennwörter setzt „ozg user add NAME --replace“."


def _text(written: object) -> str:
    return written if isinstance(written, str) else ""


def _rollouts_mistake(written: object) -> str:
    if written == EVERY_ROLLOUT:
        return ""
    if not isinstance(written, list) or not all(isinstance(key, str) for key in written):
        return '„rollouts“ ist eine Liste von Schlüsseln wie ["bielefeld-2020"], oder "*" für alle.'
    return rollouts_mistake(written)


def _twice(entries: "tuple[_Entry, ...]") -> Iterator[Problem]:
    seen: set[object] = set()
    for entry in entries:
        name = str(entry.written.get("name", ""))
        if name and name in seen:
            yield entry.problem("name", f"Den Benutzer „{name}“ gibt es zweimal.")
        seen.add(name)


def _entries(home: Path) -> tuple[_Entry, ...] | None:
    """Return what is written; None where there is no file. Raises ConfigurationError for what is no TOML or no list of users."""
    if not (home / FILE).exists():
        return None
    text, written = parsed(home / FILE, FILE)
    found = written.get(TABLE, [])
    if written.keys() - {TABLE} or not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise ConfigurationError((Problem(file=FILE, line=1, message=f"Die Datei besteht aus Blöcken [[{TABLE}]]."),))
    places = _places(text)
    places += [(1, {})] * (len(found) - len(places))  # written in another form of TOML
    return tuple(_Entry(line=line, lines=lines, written=each) for each, (line, lines) in zip(found, places, strict=False))


def _places(text: str) -> list[tuple[int, dict[str, int]]]:
    """Return of each block the line of its head and those of its fields, from 1."""
    found: list[tuple[int, dict[str, int]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if HEAD.match(line):
            found.append((number, {}))
        elif found and "=" in line:
            found[-1][1].setdefault(line.partition("=")[0].strip().strip("\"'"), number)
    return found
