"""Where the desk of a workspace stands: `ozg serve` writes it down, whoever links to it reads it."""

import json
from dataclasses import asdict
from pathlib import Path

from ozg_workflow.domain.desk import NOWHERE, Desk
from ozg_workflow.workspace.places import make_private

NAME = "desk.json"


def desk_file(home: Path) -> Path:
    """Return where the desk is written down."""
    return home / "var" / NAME


def write_desk(home: Path, desk: Desk) -> None:
    """Write down where the desk stands, whole or not at all."""
    path = desk_file(home)
    make_private(path.parent)  # with PostgreSQL nothing else may have made it
    draft = path.with_name(f".{NAME}")
    draft.write_text(json.dumps(asdict(desk), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    draft.replace(path)


def read_desk(home: Path) -> Desk:
    """Return where the desk stands; nowhere, as long as `ozg serve` has not written it down."""
    try:
        data = json.loads(desk_file(home).read_text(encoding="utf-8"))
        return Desk(**data)
    except (OSError, ValueError, TypeError):
        return NOWHERE
