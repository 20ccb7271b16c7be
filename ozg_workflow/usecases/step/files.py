"""Reports on disk: written whole or not at all, and only when their content changed."""

import os
from pathlib import Path

from ozg_workflow.usecases.step.work import Work


def write_if_changed(work: Work, path: Path, content: bytes) -> None:
    """Write a file atomically; an unchanged one is left alone and named all the same."""
    work.result.files.append(str(path))
    if path.exists() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError:  # the disk is full: the older file stays, and no half one beside it
        draft.unlink(missing_ok=True)
        raise
    work.did(f"Geschrieben: {path}")
