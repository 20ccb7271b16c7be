"""The artifacts are true from the start on: `ozg serve` renews them in the background, after it has said that it is ready."""

import threading
from pathlib import Path

from flows.engine.artifacts import TITLES, show_status
from flows.engine.rehearsal import artifact_key
from ozg_workflow.bootstrap import App, open_app
from ozg_workflow.database.models import map_all
from ozg_workflow.domain.errors import ConfigurationError
from ozg_workflow.usecases.step.rollout_access import rollout_keys
from ozg_workflow.usecases.step.unforeseen import note

ACTOR = "serve"


def overview_addresses(app: App, cockpit: str) -> list[str]:
    """Return where the overview of each rollout stands in the cockpit: Prefect has no menu item that leads there.

    A rollout whose settings are wrong has none; each of its runs says what is wrong.
    """
    found = []
    for rollout in rollout_keys(app.sessions):
        try:
            found.append(f"{cockpit}/artifacts/key/{artifact_key(app.context(rollout), next(iter(TITLES)))}")
        except ConfigurationError as error:
            note("no overview", error, rollout=rollout)
    return found


def refresh_in_background(home: Path) -> None:
    """Renew the artifacts of all rollouts without keeping anybody waiting; what goes wrong stands in the log of the program."""
    map_all()
    threading.Thread(target=_refresh, args=(home,), name="artifacts", daemon=True).start()


def _refresh(home: Path) -> None:
    app = open_app(home)
    for key in rollout_keys(app.sessions):
        try:
            show_status(app.context(key, actor=ACTOR))
        except Exception as error:  # noqa: BLE001 - the other rollouts follow, and the calendar renews it anyway
            note("artifacts not renewed", error, rollout=key)
