"""Where a rollout stands, or all of them."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ozg_workflow.cli.common import AsJson, RolloutKey, Today, actor, day, workspace
from ozg_workflow.cli.output import print_json

if TYPE_CHECKING:
    from ozg_workflow.bootstrap import App
    from ozg_workflow.domain.cockpit.status import Status

AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="JJJJ-MM-TT", help="Den Stand zeigen, wie er am Abend dieses Tages war.")
]


def status(today: Today = None, rollout: RolloutKey = None, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Show the status of the named rollout, or of all in the database."""
    pretended, evening = day(today), day(as_of, "--as-of")
    app = workspace()
    keys = app.rollouts(rollout)
    if len(keys) > 1:
        _all(app, keys, pretended, evening, as_json=as_json)
        return
    found = _status(app, keys[0], pretended, evening)
    if as_json:
        print_json(_json(found))
        return
    from ozg_workflow.cli.rollouts.status_view import print_status

    print_status(found)


def _all(app: "App", keys: Sequence[str], today: date | None, as_of: date | None, *, as_json: bool) -> None:
    from ozg_workflow.cli.rollouts.failures import Failures
    from ozg_workflow.cli.rollouts.status_view import print_rows, status_row

    failures, told, rows = Failures(), list[dict[str, Any]](), list[tuple[object, ...]]()
    for key in keys:
        with failures.of(key):
            found = _status(app, key, today, as_of)
            if as_json:
                told.append(_json(found))
            else:
                rows.append(status_row(found))
    if as_json:
        print_json({"rollouts": told, "failed": failures.as_json()})
    else:
        print_rows(rows)
    failures.tell()


def _status(app: "App", key: str, today: date | None, as_of: date | None) -> "Status":
    from ozg_workflow.usecases.cockpit.status import status as read_status

    return read_status(app.context_for(key, today=today, actor=actor()), as_of=as_of)


def _json(found: "Status") -> dict[str, Any]:
    from ozg_workflow.report.cockpit.status_json import status_json

    return status_json(found)
