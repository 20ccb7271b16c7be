"""Whether the files of a rollout are the ones it was loaded from."""

from ozg_workflow.usecases.step.work import Work
from ozg_workflow.workspace.fingerprint import fingerprint_of


def is_loaded(work: Work) -> bool | None:
    """Tell whether the database holds what the files say; None where that is not known: no files here, or loaded by an earlier version."""
    stored = work.rollout.files_hash
    present = fingerprint_of(work.ctx.home, work.rollout.key) if stored else ""
    return present == stored if present else None
