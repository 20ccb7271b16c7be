"""Settings of one installation: the environment over `config/settings.toml`; secrets also from `…_FILE`."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

from ozg_workflow.domain.errors import ConfigurationError, InputError, Problem
from ozg_workflow.workspace.characters import has_control_characters
from ozg_workflow.workspace.log import LEVELS
from ozg_workflow.workspace.ping import check_ping_url

PREFIX = "OZG_"
BROKEN = "{} enthält einen Zeilenumbruch oder ein Steuerzeichen."


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings; the names are those of the contract in lower case without `OZG_`."""

    database_url: str = ""
    smtp_url: str = ""
    smtp_per_minute: int = 0
    smtp_connections: int = 0
    inbox_url: str = ""
    recipients: tuple[str, ...] = ()
    sender: str = ""
    secret_key: str = ""
    ui_auth: str = ""
    ui_url: str = ""
    reading_url: str = ""
    reading_hosts: tuple[str, ...] = ()
    today: date | None = None
    ping_url: str = ""
    log: str = "info"

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not be in any log: the URLs with passwords and tokens, and their passwords alone."""
        urls = (self.database_url, self.smtp_url, self.inbox_url, self.ping_url)
        passwords = [p for url in urls if (p := url.partition("://")[2].rpartition("@")[0].partition(":")[2])]
        return (*urls, *passwords, self.secret_key)

    def __repr__(self) -> str:
        """Never show URLs with passwords or the key."""
        return f"Settings(recipients={self.recipients!r}, sender={self.sender!r}, today={self.today!r})"


NAMES = frozenset(field.name for field in fields(Settings))


def load_settings(home: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings of the workspace `home`. Raises ConfigurationError with file and line."""
    env = os.environ if environment is None else environment
    values = _from_toml(home / "config" / "settings.toml")
    values.update(_from_environment(env))
    return Settings(
        database_url=_text(values, "database_url"),
        smtp_url=_text(values, "smtp_url"),
        smtp_per_minute=_number(values, "smtp_per_minute"),
        smtp_connections=_number(values, "smtp_connections"),
        inbox_url=_text(values, "inbox_url"),
        sender=_text(values, "sender"),
        secret_key=_text(values, "secret_key"),
        ui_auth=_text(values, "ui_auth"),
        ui_url=_address_of(values, "ui_url"),
        reading_url=_address_of(values, "reading_url"),
        reading_hosts=_addresses(values.get("reading_hosts", "")),
        ping_url=check_ping_url(_text(values, "ping_url")),
        log=_level(values),
        recipients=_addresses(values.get("recipients", "")),
        today=_today(values.get("today")),
    )


def _from_toml(path: Path) -> dict[str, object]:
    if not path.exists():
        return {}
    name = f"config/{path.name}"
    try:
        text = path.read_text(encoding="utf-8-sig")
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        place = re.search(r"at line (\d+)", str(error))  # the exception has no line of its own before Python 3.14
        line = int(place[1]) if place else 1
        raise ConfigurationError(
            (Problem(file=name, line=line, message=f"Die Datei ist kein gültiges TOML: {error}"),)
        ) from error
    mistakes = {key: f"Die Einstellung „{key}“ ist unbekannt." for key in sorted(set(values) - NAMES)}
    mistakes |= {key: BROKEN.format(f"Die Einstellung „{key}“") for key, value in values.items() if has_control_characters(value)}
    if mistakes:
        raise ConfigurationError(
            tuple(Problem(file=name, line=_line_of(key, text), message=message) for key, message in mistakes.items())
        )
    return values


def _line_of(key: str, text: str) -> int:
    lines = enumerate(text.splitlines(), 1)
    return next((n for n, row in lines if re.match(rf"[\s\[\"']*{re.escape(key)}\b", row)), 1)


def _from_environment(env: Mapping[str, str]) -> dict[str, object]:
    values: dict[str, object] = {}
    for name in NAMES:
        variable = PREFIX + name.upper()
        if env.get(variable + "_FILE"):
            values[name] = _secret(variable, Path(env[variable + "_FILE"]))
            source = f"{variable}_FILE"
        if variable in env:
            values[name], source = env[variable], variable
        if has_control_characters(values.get(name)):
            raise InputError(BROKEN.format(source))
    return values


def _secret(variable: str, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise InputError(f"{variable}_FILE: Die Datei {path} ist nicht lesbar ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{variable}_FILE: Die Datei {path} ist nicht in UTF-8 gespeichert.") from error


def _text(values: Mapping[str, object], name: str) -> str:
    return str(values.get(name, "") or "").strip()


def _address_of(values: Mapping[str, object], name: str) -> str:
    """Return where something is reached, without the slash at its end: `https://ozg.stadt.example`."""
    text = _text(values, name).rstrip("/")
    scheme, _, rest = text.partition("://")
    if text and (scheme not in ("http", "https") or not rest or any(sign in rest for sign in "@?# ")):
        raise InputError(f"{PREFIX}{name.upper()}: „{text}“ ist keine Adresse wie https://ozg.stadt.example.")
    return text


def _level(values: Mapping[str, object]) -> str:
    level = _text(values, "log").lower() or "info"
    if level not in LEVELS:
        raise InputError(f"{PREFIX}LOG: „{level}“ gibt es nicht. Möglich sind: {', '.join(LEVELS)}.")
    return level


def _number(values: Mapping[str, object], name: str) -> int:
    text = _text(values, name)
    if text and not re.fullmatch(r"\d{1,6}", text):
        raise InputError(f"{PREFIX}{name.upper()}: „{text}“ ist keine ganze Zahl; 0 heißt unbegrenzt.")
    return int(text or 0)


def _addresses(value: object) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else str(value).split(",")
    return tuple(text for part in parts if (text := str(part).strip()))


def _today(value: object) -> date | None:
    if value in (None, "") or isinstance(value, date):
        return value if isinstance(value, date) else None
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise InputError(f"OZG_TODAY: „{value}“ ist kein Datum im Format JJJJ-MM-TT.") from error
