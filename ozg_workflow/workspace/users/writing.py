"""Write `config/users.toml`: whole or not at all, for its owner only."""

import json
import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from ozg_workflow.domain.cities.users import EVERY_ROLLOUT, User
from ozg_workflow.workspace.users.reading import FILE, TABLE

HEAD: Final = """\
# Wer sich im Lesesaal anmelden darf, und welche Rollouts diese Person dort sieht.
# Geschrieben von „ozg user add“ und „ozg user remove“; eigene Kommentare gehen dabei verloren.
# role: reader liest die Seiten; coordinator wird von dort auch zu den Formularen des Cockpits geführt.
"""


def write_users(home: Path, users: Sequence[User]) -> None:
    """Replace the file by these users. Without any nobody comes in; the file stays."""
    path = home / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(HEAD + "".join(_block(user) for user in users))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _block(user: User) -> str:
    """Return a user as TOML; a JSON text of ASCII is a TOML text."""
    rollouts = json.dumps(EVERY_ROLLOUT) if user.sees_all else json.dumps(list(user.rollouts))
    fields = {"name": json.dumps(user.name), "password": json.dumps(user.password), "rollouts": rollouts}
    fields["role"] = json.dumps(str(user.role))
    return f"\n[[{TABLE}]]\n" + "".join(f"{name} = {value}\n" for name, value in fields.items())
