"""Prefect's commands with two changes to its server: `python -m flows.engine.prefect_server server start` instead of `prefect server start`.

Prefect 3.8.8 schedules runs by a bulk insert whose values also name the hybrid property `FlowRun.state`. SQLAlchemy before 2.1 left that out;
since 2.1 it refuses, and nothing is ever scheduled. The repair says that the value is left out, as before.

And the pages of its UI ask nobody but this server: those of V2 bring a script that would report to a third party.
"""

from typing import Any


def mend_scheduling() -> None:
    """Let bulk inserts of flow runs leave out the state, which is a row of its own."""
    from prefect.server.database.orm_models import FlowRun

    hybrid: Any = vars(FlowRun)["state"]
    hybrid.bulk_dml_setter = _left_out


def _left_out(*_: object) -> None:
    """Set nothing."""


def keep_to_this_server() -> None:
    """Let the server tell every browser whom its pages may ask: only itself."""
    from prefect.server.api import server

    from flows.engine.house_rules import with_house_rules

    place: Any = server
    create_app = place.create_app
    place.create_app = lambda *args, **options: with_house_rules(create_app(*args, **options))


if __name__ == "__main__":
    mend_scheduling()
    keep_to_this_server()
    from prefect.cli import app

    app()
