"""Keep a copy of the database as it was before something is done to it that nobody can undo."""

from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from ozg_workflow.database.backup import backup, backup_line
from ozg_workflow.database.backup_head import stamp_copy
from ozg_workflow.database.models import Event
from ozg_workflow.domain.german import BERLIN
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.workspace.places import make_private

FOLDER: Final = ("var", "backups")
BEFORE_PREPARE: Final = "before-prepare-"
BEFORE_ERASURE: Final = "before-erasure-"
KEPT: Final = 20


def keep_copy(work: Work, name: str) -> Path:
    """Copy what was committed last, without what this work has changed, to `var/backups`; the newest 20 copies of a name are kept.

    PostgreSQL is copied as a whole into the same kind of file. Raises UnavailableError where it cannot be written: then nothing
    may be changed.
    """
    ctx, now = work.ctx, work.now()
    target = _place(ctx, name, now)
    line = backup_line(target, ctx.actor, now)

    def stamp(copy: Connection) -> None:
        stamp_copy(copy, line, ctx.secret)

    backup(ctx.writers.kw["bind"], target, stamp=stamp)
    work.session.add(Event(**line))
    for old in sorted(target.parent.glob(f"{name}*.db"), key=lambda path: (path.stat().st_mtime_ns, path.name))[:-KEPT]:
        old.unlink(missing_ok=True)
    return target


def _place(ctx: Context, name: str, now: datetime) -> Path:
    folder = make_private(ctx.home.joinpath(*FOLDER))
    stamp = f"{name}{now.astimezone(BERLIN):%Y%m%d-%H%M%S}"
    names = (f"{stamp}{f'-{n}' if n > 1 else ''}.db" for n in range(1, 1000))
    return next(folder / name for name in names if not (folder / name).exists())
