"""Where things lie: the shipped data, the workspace, and how a new workspace is made."""

import os
import secrets
import shutil
from pathlib import Path

from ozg_workflow.domain.errors import InputError

SAMPLE = "bielefeld-2020"


def shipped(name: str) -> Path:
    """Return the folder `config` or `templates` that came with the program (in the wheel, or beside the sources)."""
    inside = Path(__file__).parent.parent / "_data" / name
    return inside if inside.exists() else Path(__file__).parent.parent.parent / name


def template_folders(home: Path) -> tuple[Path, ...]:
    """Return the folders of the mail templates, overrides of the workspace first."""
    own = home / "templates" / "email"
    return (own, shipped("templates") / "email") if own.is_dir() else (shipped("templates") / "email",)


def keep_private() -> None:
    """From here on whatever this process and its children write can be read by their owner only."""
    os.umask(0o077)


def make_private(folder: Path) -> Path:
    """Create a folder that only its owner can read."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def secret_key(home: Path, configured: str) -> bytes:
    """Return the key of the list tokens; created once in `var/secret.key` (mode 0600) where none is set."""
    if configured:
        return configured.encode()
    path = make_private(home / "var") / "secret.key"
    if not path.exists():
        _make_key(path)
    key = path.read_text(encoding="ascii").strip()
    if not key:
        raise InputError(f"Die Datei {path} ist leer. Ohne den Schlüssel werden verschickte Listen nicht wiedererkannt.")
    return key.encode()


def _make_key(path: Path) -> None:
    """Make the file whole or not at all, and never a second one: lists with a token of a lost key would not be recognised."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        return  # another process was faster
    finally:
        draft.unlink()


def has_secret_key(home: Path, configured: str) -> bool:
    """Tell whether there is a key of the list tokens, without making one."""
    path = home / "var" / "secret.key"
    return bool(configured) or (path.exists() and path.stat().st_size > 0)


def create_workspace(folder: Path, *, with_templates: bool) -> list[str]:
    """Make a workspace with the sample rollout; existing files are left alone. Returns what was created."""
    keep_private()
    created = []
    sources = [(shipped("config"), folder / "config")]
    if with_templates:
        sources.append((shipped("templates"), folder / "templates"))
    for source, target in sources:
        for path in sorted(p for p in source.rglob("*") if p.is_file()):
            copy = target / path.relative_to(source)
            if not copy.exists():
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copy)
                created.append(str(copy.relative_to(folder)))
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("/var/\n", encoding="utf-8")
        created.append(".gitignore")
    make_private(folder / "var")
    return created
