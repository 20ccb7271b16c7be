"""The demo's own surroundings: its folder, its settings, and an environment without those of a real installation."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ozg_workflow.domain.errors import InputError
from ozg_workflow.workspace.places import create_workspace

MARKER: Final = ".ozg-demo"
SETTINGS: Final = """# Einstellungen der Vorführung: Mails werden als Dateien abgelegt, gelesen wird das Postfach der Vorführung.
smtp_url = "dir:{outgoing}"
inbox_url = "maildir:{inbox}"
recipients = ["*@bielefeld.example"]
"""


def make_folder(folder: Path) -> Path:
    """Return the folder with a fresh workspace; an earlier demo there is replaced.

    Raises InputError for a folder that holds anything else: nothing that is not ours is ever deleted.
    """
    folder = folder.expanduser().resolve()
    if folder.exists() and not folder.is_dir():
        raise InputError(f"„{folder}“ ist eine Datei, kein Ordner.")
    if folder.is_dir() and any(folder.iterdir()):
        if not (folder / MARKER).is_file():
            raise InputError(
                f"„{folder}“ ist nicht leer und keine frühere Vorführung. Bitte einen anderen Ordner nennen: ozg demo ORDNER"
            )
        _clear(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARKER).write_text("Dieser Ordner gehört „ozg demo“ und wird beim nächsten Lauf ersetzt.\n", encoding="utf-8")
    create_workspace(folder, with_templates=False)
    return folder


def _clear(folder: Path) -> None:
    """Empty an earlier demo; the marker goes last, so that an interrupted run can be repeated."""
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry.name != MARKER:
            entry.unlink()


def write_settings(folder: Path, inbox: Path) -> None:
    """Write the settings with which the commands go on after the demo, when its post office is gone."""
    text = SETTINGS.format(outgoing=_toml(folder / "var" / "ausgang"), inbox=_toml(inbox))
    (folder / "config" / "settings.toml").write_text(text, encoding="utf-8")


def _toml(path: Path) -> str:
    return str(path).replace("\\", "\\\\").replace('"', '\\"')


@contextmanager
def environment(values: Mapping[str, str]) -> Iterator[None]:
    """Set variables and hide all other settings: a real database or mail server set outside must never be touched."""
    before = dict(os.environ)
    for name in before:
        if name.startswith(("OZG_", "PREFECT_")):
            del os.environ[name]
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
