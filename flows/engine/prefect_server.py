"""Prefect's commands with three changes to its server: `python -m flows.engine.prefect_server server start` instead of `prefect server start`.

Prefect 3.8.8 schedules runs by a bulk insert whose values also name the hybrid property `FlowRun.state`. SQLAlchemy before 2.1 left that out;
since 2.1 it refuses, and nothing is ever scheduled. The repair says that the value is left out, as before.

The pages of its UI ask nobody but this server: those of V2 bring a script that would report to a third party.

And what a busy database refuses is tried again before the browser is told: its pages would not ask a second time.
"""

from typing import Any


def mend_scheduling() -> None:
    """Let bulk inserts of flow runs leave out the state, which is a row of its own."""
    from prefect.server.database.orm_models import FlowRun

    hybrid: Any = vars(FlowRun)["state"]
    hybrid.bulk_dml_setter = _left_out


def _left_out(*_: object) -> None:
    """Set nothing."""


def guard_the_pages() -> None:
    """Let the server tell every browser whom its pages may ask, only itself, and lose no click to a busy database."""
    from prefect.server.api import server

    from flows.engine.house_rules import with_house_rules
    from flows.engine.serving.second_try import with_second_try

    place: Any = server
    create_app = place.create_app
    place.create_app = lambda *args, **options: with_house_rules(with_second_try(create_app(*args, **options)))


if __name__ == "__main__":
    mend_scheduling()
    guard_the_pages()
    from prefect.cli import app

    app()
