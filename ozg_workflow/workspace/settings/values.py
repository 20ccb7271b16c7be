"""From what is written to what is meant, setting by setting."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.plan.our_time import OUT_OF_TIME, is_of_our_time
from ozg_workflow.workspace.characters import ADDRESS
from ozg_workflow.workspace.log import LEVELS
from ozg_workflow.workspace.ping import check_ping_url

PREFIX: Final = "OZG_"


def read_value(name: str, value: object) -> Any:
    """Return a setting as its type. Raises InputError that names it by its variable."""
    return _READERS.get(name, _text)(name, value)


def _text(_name: str, value: object) -> str:
    return str(value or "").strip()


def _address(name: str, value: object) -> str:
    """Return where something is reached, without the slash at its end: `https://ozg.stadt.example`."""
    text = _text(name, value).rstrip("/")
    scheme, _, rest = text.partition("://")
    if text and (scheme not in ("http", "https") or not rest or any(sign in rest for sign in "@?# ")):
        raise InputError(f"{PREFIX}{name.upper()}: „{text}“ ist keine Adresse wie https://ozg.stadt.example.")
    return text


def _sender(_name: str, value: object) -> str:
    text = _text(_name, value)
    if text and not ADDRESS.fullmatch(text):
        raise InputError(f"OZG_SENDER: „{text}“ ist keine Mailadresse; erwartet wird nur die Adresse, ohne Namen.")
    return text


def _login(_name: str, value: object) -> str:
    text = _text(_name, value)
    if text and not all(text.partition(":")):
        raise InputError("OZG_UI_AUTH muss die Form benutzer:kennwort haben.")
    return text


def _level(name: str, value: object) -> str:
    level = _text(name, value).lower() or "info"
    if level not in LEVELS:
        raise InputError(f"{PREFIX}LOG: „{level}“ gibt es nicht. Möglich sind: {', '.join(LEVELS)}.")
    return level


def _number(name: str, value: object) -> int:
    text = _text(name, value)
    if text and not re.fullmatch(r"\d{1,6}", text):
        raise InputError(f"{PREFIX}{name.upper()}: „{text}“ ist keine ganze Zahl; 0 heißt unbegrenzt.")
    return int(text or 0)


def _addresses(_name: str, value: object) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else str(value or "").split(",")
    return tuple(text for part in parts if (text := str(part).strip()))


def _today(_name: str, value: object) -> date | None:
    if value in (None, "") or isinstance(value, date):
        return value if isinstance(value, date) else None
    try:
        found = date.fromisoformat(str(value))
    except ValueError as error:
        raise InputError(f"OZG_TODAY: „{value}“ ist kein Datum im Format JJJJ-MM-TT.") from error
    if not is_of_our_time(found):
        raise InputError(f"OZG_TODAY: {OUT_OF_TIME.format(value)}")
    return found


_READERS: Final[Mapping[str, Callable[[str, object], Any]]] = {
    "smtp_per_minute": _number,
    "smtp_connections": _number,
    "recipients": _addresses,
    "sender": _sender,
    "ui_auth": _login,
    "ui_url": _address,
    "reading_url": _address,
    "reading_hosts": _addresses,
    "today": _today,
    "ping_url": lambda name, value: check_ping_url(_text(name, value)),
    "log": _level,
}
