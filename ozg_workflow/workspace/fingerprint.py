"""Whether the files of a rollout are still the ones it was loaded from: told by their bytes, read only where size or times have changed."""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

MOST_KEPT: Final = 8192  # files: twenty of each of four hundred rollouts
KEY: Final = re.compile(r"^key:\s*[\"']?([^\"'\s#]*)", re.MULTILINE)
Version = tuple[int, int, int, int]
_read: dict[tuple[Callable[[Path], str], Path], tuple[Version, str]] = {}


def fingerprint(folder: Path) -> str:
    """Return one hash of all YAML and CSV files of a rollout's folder, with their names."""
    files = sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".csv"))
    whole = hashlib.sha256()
    for path in files:
        whole.update(f"{path.name}\0{_told(_hash, path)}\n".encode())
    return whole.hexdigest()


def fingerprint_of(home: Path, key: str) -> str:
    """Return the same for the rollout with this key; empty where the workspace has no folder of it, or it cannot be read."""
    try:
        found = folder_of(home, key)
        return fingerprint(found) if found else ""
    except OSError:
        return ""


def folder_of(home: Path, key: str) -> Path | None:
    """Return the folder below `config/` whose `rollout.yaml` has this key, None where there is none; mostly it is named like the key.

    Raises OSError.
    """
    likely = home / "config" / key / "rollout.yaml"
    if likely.is_file() and _told(_key, likely) == key:
        return likely.parent
    return next((main.parent for main in sorted((home / "config").glob("*/rollout.yaml")) if _told(_key, main) == key), None)


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _key(main: Path) -> str:
    named = KEY.search(main.read_text(encoding="utf-8", errors="replace"))
    return named[1] if named else ""


def _told(question: Callable[[Path], str], path: Path) -> str:
    """Answer a question about the content of a file, from memory while nobody has written to it. Raises OSError."""
    found = path.stat()
    version = (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
    known = _read.get((question, path))
    if known is None or known[0] != version:
        known = (version, question(path))
        if len(_read) >= MOST_KEPT:
            _read.clear()
        _read[question, path] = known
    return known[1]
