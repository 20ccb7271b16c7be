"""Reports on disk: written whole or not at all, and only when their content changed."""

import os
from pathlib import Path

from ozg_workflow.domain.errors import InputError, is_about_a_place, why
from ozg_workflow.usecases.step.unforeseen import is_disk_full
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


def write_as_told(work: Work, path: Path, content: bytes) -> None:
    """Write a file where a person wants it, as `write_if_changed`. Raises InputError where that place cannot be written to."""
    try:
        write_if_changed(work, path, content)
    except OSError as error:
        if is_disk_full(error) or not is_about_a_place(error):
            raise
        raise InputError(f"„{path}“ lässt sich nicht schreiben: {why(error)}.") from error
