"""A secret that lies in a file of its own."""

from pathlib import Path

from ozg_workflow.domain.errors import InputError, why


def secret_in(path: Path, setting: str) -> str:
    """Return what a file holds, without blanks and line ends around it. Raises InputError naming the setting and the file."""
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise InputError(f"{setting}: Die Datei {path} ist nicht lesbar ({why(error)}).") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{setting}: Die Datei {path} ist nicht in UTF-8 gespeichert.") from error
