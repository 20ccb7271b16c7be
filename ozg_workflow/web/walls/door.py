"""The door of the reading room: where there are users, each comes in with an own password and sees the own rollouts."""

import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from ozg_workflow.domain.cities.users import User
from ozg_workflow.domain.errors import ConfigurationError
from ozg_workflow.web.refusals import refusal
from ozg_workflow.web.walls.guesses import TooManyGuessesError
from ozg_workflow.web.walls.login import Logins, Shown, knows_login, shown
from ozg_workflow.web.walls.sight import EVERYTHING, Sight, sight_of
from ozg_workflow.workspace.users import FILE, read_users

log = logging.getLogger(__name__)
ASK: Final = {"WWW-Authenticate": 'Basic realm="OZG-Lesesaal", charset="UTF-8"'}
COCKPIT_LOGIN: Final = "Bitte mit Benutzer und Kennwort anmelden; es sind dieselben wie im Cockpit (OZG_UI_AUTH)."
LOGIN: Final = "Bitte mit dem eigenen Benutzer und Kennwort des Lesesaals anmelden."
TOO_MANY: Final = "Zu viele falsche Anmeldungen. Bitte in einer Viertelstunde noch einmal versuchen."
LOCKED: Final = "Die Datei config/users.toml fehlt oder ist fehlerhaft; bis sie berichtigt ist, kommt niemand herein. „ozg check“ nennt die Zeile."


@dataclass(slots=True)
class Walls:
    """The users of a workspace, read anew when their file changes. Once there were some, a file that is gone or broken lets nobody in.

    `auth` is the login of the cockpit (`user:password`, empty: everybody on this machine), which counts as long as there are no users.
    """

    home: Path
    auth: str = ""
    logins: Logins = field(default_factory=Logins)
    _read: tuple[tuple[int, int, int], tuple[User, ...]] | None = None

    def users(self) -> tuple[User, ...] | None:
        """Return the users, None where there have never been any. Raises ConfigurationError."""
        path = self.home / FILE
        try:
            found = path.stat()
        except FileNotFoundError:
            if self._read is None:
                return None
            raise ConfigurationError(()) from None
        edition = (found.st_mtime_ns, found.st_size, found.st_ino)
        if self._read is None or self._read[0] != edition:
            self._read = ((0, 0, 0), ())  # there are walls, whatever the file says
            self._read = (edition, read_users(self.home) or ())
        return self._read[1]

    async def admit(self, request: Request) -> Sight | Response:
        """Return what the visitor of a request sees, or the answer that keeps them out."""
        try:
            users = self.users()
        except (ConfigurationError, OSError):
            log.warning("users unreadable")
            return refusal(503, "Zurzeit geschlossen", LOCKED)
        given = request.headers.get("authorization", "")
        if users is None:
            return EVERYTHING if knows_login(self.auth, given) else refusal(401, "Anmeldung nötig", COCKPIT_LOGIN, ASK)
        return await self._asked(users, shown(given, request.client.host if request.client else ""))

    async def _asked(self, users: tuple[User, ...], given: Shown | None) -> Sight | Response:
        try:
            user = await self.logins.user(users, given) if given else None
        except TooManyGuessesError as wait:
            log.warning("too many guesses")
            return refusal(429, "Zu viele Versuche", TOO_MANY, {"Retry-After": str(int(wait.seconds) + 1)})
        return sight_of(user) if user else refusal(401, "Anmeldung nötig", LOGIN, ASK)
