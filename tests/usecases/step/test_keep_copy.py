"""Before the configuration is loaded, the database is copied as it was."""

from pathlib import Path

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import Event, Service
from ozg_workflow.database.session import make_engine, make_sessions, sqlite_url
from ozg_workflow.domain.errors import UnavailableError
from ozg_workflow.usecases.step.keep_copy import KEPT
from tests.usecases.setup.changed import with_service, without_service
from tests.usecases.town import Town

pytestmark = pytest.mark.both_databases


def copies(town: Town) -> list[Path]:
    return sorted((town.home / "var" / "backups").glob("before-prepare-*.db"))


def test_a_copy_of_what_was_is_kept_and_the_log_tells_of_it(asked: Town) -> None:
    result = asked.prepare(without_service("L3"))
    (copy,) = copies(asked)
    assert f"Vorher gesichert: {copy}" in result.lines
    assert copy.stat().st_mode & 0o077 == 0, "nobody else may read it"
    engine = make_engine(sqlite_url(copy))
    with make_sessions(engine)() as before, asked.session() as now:
        assert [s.scalars(select(Service.active).where(Service.ref == "L3")).one() for s in (before, now)] == [True, False]
        for session in (before, now):
            line = session.scalars(select(Event).where(Event.verb == "backed_up")).one()
            assert (line.object_id, line.actor) == (copy.name, "cli:test")
    engine.dispose()


def test_nothing_is_copied_where_nothing_changes(asked: Town) -> None:
    asked.prepare()
    asked.prepare(without_service("L3"), confirmed=True)
    asked.prepare(without_service("L3"))
    assert len(copies(asked)) == 1


def test_the_newest_copies_are_kept_and_two_of_one_second_are_two(asked: Town) -> None:
    folder = asked.home / "var" / "backups"
    folder.mkdir(parents=True)
    for n in range(KEPT):
        (folder / f"before-prepare-2019{n:02}.db").touch()
    (folder / "eigene.db").touch()
    moment = asked.clock.moment
    for name in ("A", "B"):
        asked.clock.moment = moment
        asked.prepare(with_service("L3", name=name))
    assert len(copies(asked)) == KEPT
    assert [path.name for path in copies(asked)[:1]] == ["before-prepare-201902.db"]
    assert (folder / "eigene.db").exists(), "what people put there is theirs"


def test_without_a_copy_nothing_is_loaded(asked: Town) -> None:
    (asked.home / "var").mkdir(exist_ok=True)
    (asked.home / "var" / "backups").write_text("a file in its place")
    before = asked.dump()
    with pytest.raises((OSError, UnavailableError)):
        asked.prepare(without_service("L3"))
    assert asked.dump() == before
