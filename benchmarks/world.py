"""A prepared workspace in a temporary folder, with the sample rollout and its lists."""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from ozg_workflow.bootstrap import App
from ozg_workflow.usecases.setup.prepare import prepare
from ozg_workflow.workspace.places import create_workspace
from ozg_workflow.workspace.rollouts import load_rollouts
from ozg_workflow.workspace.settings import Settings

SENT_ON = date(2020, 3, 25)


@contextmanager
def prepared(change: Callable[[Path], None] | None = None, **settings: object) -> Iterator[App]:
    """Make a prepared workspace; it vanishes at the end. `change` alters the folder of the rollout before it is loaded."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        create_workspace(home, with_templates=False)
        if change:
            change(home / "config" / "bielefeld-2020")
        app = App(home, Settings(recipients=("*",), **settings))  # type: ignore[arg-type]
        app.upgrade()
        for data in load_rollouts(home):
            prepare(app.context_for(data.config.key, today=SENT_ON, actor="benchmark"), data)
        yield app
        app.engine.dispose()


def seconds_each(action: Callable[[], int], *, seconds: float = 2.0) -> float:
    """Repeat `action`, which returns how many things it did, for some seconds; return the seconds one thing takes in the best repetition."""
    best, deadline = float("inf"), time.perf_counter() + seconds
    while True:
        started = time.perf_counter()
        done = action()
        now = time.perf_counter()
        best = min(best, (now - started) / done)
        if now > deadline:
            return best
