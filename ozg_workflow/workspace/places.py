"""Where things lie: the shipped data, the workspace, and how a new workspace is made."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from ozg_workflow.domain.errors import InputError


def shipped(name: str) -> Path:
    """Return the folder `config` or `templates` that came with the program (in the wheel, or beside the sources)."""
    inside = Path(__file__).parent.parent / "_data" / name
    return inside if inside.exists() else Path(__file__).parent.parent.parent / name


EDITED = ("email", "paper")  # folders of the templates a city may edit


def template_folders(home: Path, kind: str = "email") -> tuple[Path, ...]:
    """Return the folders of the templates of a kind (`EDITED`), overrides of the workspace first."""
    own = home / "templates" / kind
    return (own, shipped("templates") / kind) if own.is_dir() else (shipped("templates") / kind,)


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
    path = key_file(home)
    make_private(path.parent)
    if not path.exists():
        _write_key(path, secrets.token_hex(32))
    key = path.read_text(encoding="ascii").strip()
    if not key:
        raise InputError(f"Die Datei {path} ist leer. Ohne den Schlüssel werden verschickte Listen nicht wiedererkannt.")
    return key.encode()


def known_key(home: Path, configured: str) -> bytes:
    """Return the same where it is set or kept in its file; empty where there is none yet, and none is made."""
    return secret_key(home, configured) if has_secret_key(home, configured) else b""


def _write_key(path: Path, key: str) -> None:
    """Make the file whole or not at all, and never a second one: lists with a token of a lost key would not be recognised."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        return  # another process was faster
    finally:
        draft.unlink()


def key_in_file(home: Path, configured: str) -> str:
    """Return the key that is kept in `var/secret.key`; empty where there is none, or where the settings give another."""
    return key_file(home).read_text(encoding="ascii").strip() if not configured and has_secret_key(home, "") else ""


def put_key_back(home: Path, configured: str, key: str) -> str:
    """Put the key of a backup into its place; one that is there already is kept beside it. Returns what was done, in German."""
    if configured:
        return (
            ""
            if configured == key
            else "OZG_SECRET_KEY ist ein anderer Schlüssel als der dieser Sicherung: verschickte Listen werden damit nicht wiedererkannt."
        )
    present, path = key_in_file(home, ""), key_file(home)
    if present == key:
        return ""
    make_private(path.parent)
    if path.exists():
        path.replace(path.with_name(f"{path.name}.vor-wiederherstellung"))
    _write_key(path, key)
    return f"Der Schlüssel der Listen liegt wieder in {path}." + (
        f" Der bisherige liegt in {path.name}.vor-wiederherstellung." if present else ""
    )


def key_file(home: Path) -> Path:
    """Return where the key of the list tokens is kept."""
    return home / "var" / "secret.key"


def has_secret_key(home: Path, configured: str) -> bool:
    """Tell whether there is a key of the list tokens, without making one."""
    path = key_file(home)
    return bool(configured) or (path.exists() and path.stat().st_size > 0)


def create_workspace(folder: Path, *, with_templates: bool, config: Mapping[str, str] | None = None) -> list[str]:
    """Make a workspace with the sample rollout, or with other files of `config`; existing files are left alone. Returns what was created."""
    keep_private()
    texts = {f"config/{name}": text.encode() for name, text in (config or {}).items()}
    copied = [*(("config",) if config is None else ()), *(f"templates/{kind}" for kind in EDITED if with_templates)]
    for name in copied:
        root, _, kind = name.partition("/")
        source = shipped(root) / kind
        texts |= {f"{name}/{p.relative_to(source)}": p.read_bytes() for p in sorted(source.rglob("*")) if p.is_file()}
    created = [name for name, text in {**texts, ".gitignore": b"/var/\n"}.items() if _added(folder / name, text)]
    make_private(folder / "var")
    return created


def _added(path: Path, content: bytes) -> bool:
    """Write a file where there is none; tell whether it was written."""
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return True
