"""The log of the program: one JSON object a line in `var/log/ozg.log`, without personal data and without secrets.

Messages are fixed English words; what differs stands beside them as ids, figures and names of steps and errors. Of an exception
only its class and its places in the code are kept, because its message may quote a mail.
"""

import json
import logging
import os
import traceback
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from ozg_workflow.domain.late_pattern import late

LEVELS: Final = ("debug", "info", "warning", "error", "off")
LARGEST: Final = 5_000_000  # bytes
KEPT: Final = 5
PASSWORD_IN_URL: Final = late(r"(\w://[^\s/@:]*):[^\s/@]+@")
HIDDEN: Final = "[…]"


def start_log(home: Path, level: str) -> None:
    """Write what the program logs from here on into the workspace `home`; called where a workspace is opened, never at import."""
    logger = logging.getLogger("ozg_workflow")
    logger.propagate = False  # Prefect would print every line on the console
    for handler in [h for h in logger.handlers if isinstance(h, _LogFile)]:
        logger.removeHandler(handler)
    if level == "off":
        logger.addHandler(logging.NullHandler())
        return
    logger.addHandler(_LogFile(home / "var" / "log" / "ozg.log"))
    logger.setLevel(level.upper())


class _LogFile(logging.Handler):
    """Opens the file for each line: several processes write into it, and most runs of the program write none."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def emit(self, record: logging.LogRecord) -> None:
        try:
            if self._path.parent.parent.is_dir():
                append(self._path, json.dumps(_line(record), ensure_ascii=False) + "\n")
        except OSError:  # a full disk must not stop the step that wanted to tell something
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name is logging's
        """Go on without the line."""


def _line(record: logging.LogRecord) -> dict[str, object]:
    line: dict[str, object] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "process": record.process,
        "message": record.getMessage(),
        **getattr(record, "ozg", {}),
    }
    if record.exc_info and record.exc_info[0]:
        line["error"] = record.exc_info[0].__name__
        line["places"] = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in traceback.extract_tb(record.exc_info[2])[-8:]]
    return line


def append(path: Path, text: str) -> None:
    """Add to a log that only its owner can read; a large one is put aside first, and the oldest goes."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if path.exists() and path.stat().st_size > LARGEST:
        for number in range(KEPT, 1, -1):
            older = path.with_name(f"{path.name}.{number - 1}")
            if older.exists():
                older.replace(path.with_name(f"{path.name}.{number}"))
        path.replace(path.with_name(f"{path.name}.1"))
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a", encoding="utf-8") as file:
        file.write(text)


def without_secrets(text: str, secrets: Iterable[str]) -> str:
    """Return a text without the secrets of the settings and without any password in a URL."""
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    return PASSWORD_IN_URL.sub(rf"\1:{HIDDEN}@", text)
