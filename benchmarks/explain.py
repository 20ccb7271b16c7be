"""How both databases answer what a day asks among 400 rollouts, and which tables they read from end to end: `python -m benchmarks.explain`."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, event, func, select, text

from benchmarks.cities import KEY, city
from benchmarks.crowd import crowd
from ozg_workflow.bootstrap import App
from ozg_workflow.database.models import Base
from ozg_workflow.database.session import make_engine, sqlite_url
from ozg_workflow.usecases.cockpit.health import health
from ozg_workflow.usecases.cockpit.overview import overview
from ozg_workflow.usecases.cockpit.status import status
from ozg_workflow.usecases.day.steps import perform, run_day
from ozg_workflow.workspace.settings import Settings
from tests.postgres import running_postgres

ROLLOUTS: Final = 400
DAYS: Final = (date(2020, 3, 27), date(2020, 5, 13), date(2020, 6, 2))  # nothing is due; reminders; the evaluation
SMALL: Final = 2000  # rows; a table of a few per rollout is read from end to end and that is right
SCANS: Final = {"sqlite": ("SCAN ",), "postgresql": ("Seq Scan on ",)}
BATCH: Final = 2000


def main() -> None:
    """Print every statement that reads a large table from end to end, on either database, and how many there are in all."""
    with tempfile.TemporaryDirectory() as folder:
        home = city(Path(folder) / "city")
        _without_contents(home / "var" / "ozg.db")
        crowd(make_engine(sqlite_url(home / "var" / "ozg.db")), ROLLOUTS)
        with running_postgres(Path(folder)) as server:
            server_app = App(
                home, Settings(database_url=server.new_database(), recipients=("*",), smtp_url=f"dir:{home / 'sent'}")
            )
            server_app.upgrade()
            _copy(App(home, Settings()).engine, server_app.engine)
            for app in (App(home, Settings(recipients=("*",), smtp_url=f"dir:{home / 'sent'}")), server_app):
                _show(app)
                app.engine.dispose()


def _without_contents(database: Path) -> None:
    """Leave the bytes of the mails out: no statement looks for them."""
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE message SET content = x'20'")
    connection.close()


def _copy(source: Engine, target: Engine) -> None:
    """Copy all rows into a migrated database, and let it count them."""
    with source.connect() as reading, target.begin() as writing:
        writing.execute(text("SET session_replication_role = replica"))  # in the order of the tables, not of the references
        for table in Base.metadata.sorted_tables:
            for rows in reading.execute(select(table)).mappings().partitions(BATCH):
                writing.execute(table.insert(), [dict(row) for row in rows])
            if "id" in table.columns:
                writing.execute(text(f"""SELECT setval(pg_get_serial_sequence('"{table.name}"', 'id'), 1000000000)"""))
    with target.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _show(app: App) -> None:
    name = app.engine.dialect.name
    asked = _asked_on_days(app)
    with app.engine.connect() as connection:
        sizes = {t.name: connection.scalar(select(func.count()).select_from(t)) or 0 for t in Base.metadata.sorted_tables}
        found = {statement: _scanned(connection, statement, values, sizes) for statement, values in asked.items()}
    print(f"\n{name}: {len(asked)} statements, rows: {sum(sizes.values())}, most in {max(sizes, key=lambda t: sizes[t])}")
    for statement, tables in found.items():
        if tables:
            print(f"  reads {', '.join(f'{t} ({sizes[t]} rows)' for t in sorted(tables))}: {' '.join(statement.split())[:400]}")


def _asked_on_days(app: App) -> dict[str, Any]:
    """Return the statements of some days of one rollout, of its status, its health and its overview, each with values it was asked with."""
    with _noted(app.engine) as asked:
        for day in DAYS:
            ctx = app.context(KEY, today=day)
            run_day(ctx, lambda step, _, milestone, ctx=ctx: perform(ctx, step, milestone), has_inbox=False)
            status(ctx)
            health(ctx)
            overview(ctx)
    return asked


@contextmanager
def _noted(engine: Engine) -> Iterator[dict[str, Any]]:
    found: dict[str, Any] = {}

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH", "UPDATE", "DELETE")):
            found.setdefault(statement, values[0] if many else values)

    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


def _scanned(connection: Connection, statement: str, values: Any, sizes: dict[str, int]) -> set[str]:
    """Return the large tables a statement reads from end to end."""
    name = connection.dialect.name
    question = f"EXPLAIN {'QUERY PLAN ' if name == 'sqlite' else ''}{statement}"
    lines = [str(row[-1]) for row in connection.exec_driver_sql(question, values)]
    places = [line.partition(mark)[2] for line in lines for mark in SCANS[name] if mark in line and " USING " not in line]
    return {table for place in places if (table := place.split(" ")[0].strip('"')) in sizes and sizes[table] > SMALL}


if __name__ == "__main__":
    main()
