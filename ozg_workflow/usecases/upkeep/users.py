"""Let somebody into the reading room, or no longer: the file of the users and, where there is a database, a line in the audit log."""

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker

from ozg_workflow.database.models import Event
from ozg_workflow.domain.cities.users import EVERY_ROLLOUT, User, password_mistake, rollouts_mistake, user_name_mistake
from ozg_workflow.domain.errors import InputError
from ozg_workflow.workspace.users import read_users, write_users
from ozg_workflow.workspace.users.passwords import hashed


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """The users of a workspace and who changes them; `sessions` is None where there is no database, so no audit log."""

    home: Path
    by: str
    clock: Callable[[], datetime]
    sessions: sessionmaker[Session] | None

    def users(self) -> tuple[User, ...]:
        """Return all users, by name. Raises ConfigurationError."""
        return tuple(sorted(read_users(self.home) or (), key=lambda user: user.name))

    def keep(self, users: Sequence[User], verb: str, name: str, text: str) -> None:
        """Replace the users, and tell it in the audit log: both or neither."""
        with self._session() as session:
            if session:
                session.add(Event(**self._line(verb, name, text)))
                session.flush()
            write_users(self.home, sorted(users, key=lambda user: user.name))

    def _session(self) -> AbstractContextManager[Session | None]:
        return self.sessions.begin() if self.sessions else nullcontext()

    def _line(self, verb: str, name: str, text: str) -> dict[str, object]:
        about = {"object_type": "user", "object_id": name, "text": text, "data": {}}
        return {"rollout_id": None, "at": self.clock(), "actor": self.by, "verb": verb, **about}


def add_user(registry: Registry, user: User, known: Collection[str], *, replace: bool = False) -> None:
    """Add a user whose `password` is still the password itself; `known` are the keys of the rollouts there are.

    With `replace` one of this name gets everything anew. Raises InputError naming all that is wrong.
    """
    unknown = [f"Den Rollout „{key}“ gibt es nicht. Vorhanden: {', '.join(sorted(known))}." for key in _unknown(user, known)]
    mistakes = [user_name_mistake(user.name), password_mistake(user.password), rollouts_mistake(user.rollouts), *unknown]
    if found := [mistake for mistake in mistakes if mistake]:
        raise InputError("\n".join(found))
    others = [other for other in registry.users() if other.name != user.name]
    if len(others) < len(registry.users()) and not replace:
        raise InputError(f"Den Benutzer „{user.name}“ gibt es schon; mit --replace bekommt er alles neu.")
    kept = User(name=user.name, password=hashed(user.password), rollouts=user.rollouts, role=user.role)
    registry.keep([*others, kept], "user_added", user.name, f"Zugang zum Lesesaal: „{user.name}“ {user.words}")


def _unknown(user: User, known: Collection[str]) -> list[str]:
    return [key for key in user.rollouts if key != EVERY_ROLLOUT and key not in known]


def remove_user(registry: Registry, name: str) -> int:
    """Remove a user and return how many are left. Raises InputError naming those there are."""
    users = registry.users()
    others = [user for user in users if user.name != name]
    if len(others) == len(users):
        names = ", ".join(user.name for user in users) or "niemand"
        raise InputError(f"Den Benutzer „{name[:60]}“ gibt es nicht. Vorhanden: {names}.")
    registry.keep(others, "user_removed", name, f"Kein Zugang zum Lesesaal mehr: „{name}“")
    return len(others)
