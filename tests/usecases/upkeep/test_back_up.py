"""A backup knows when it was made."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Event, Message
from ozg_workflow.database.session import make_engine, make_sessions, sqlite_url
from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.upkeep.back_up import Maker, back_up, backup_moment
from tests.usecases.town import Town

pytestmark = pytest.mark.both_databases

BY = Maker(name="Sicherung", at=datetime(2020, 4, 6, 6, tzinfo=UTC))


@contextmanager
def opened(path: Path) -> Iterator[Session]:
    engine = make_engine(sqlite_url(path))
    with make_sessions(engine)() as session:
        yield session
    engine.dispose()


def test_the_copy_holds_everything_and_both_logs_tell_of_it(asked: Town) -> None:
    target, told = asked.home / "ablage" / "sicherung.db", []
    back_up(asked.app.engine, target, BY, progress=told.append)
    with opened(target) as copy, asked.session() as original:
        for session in (copy, original):
            line = session.scalars(select(Event).where(Event.verb == "backed_up")).one()
            assert (line.actor, line.at, line.object_id, line.rollout_id) == ("Sicherung", BY.at, "sicherung.db", None)
        counts = [session.scalar(select(func.count(Message.id))) for session in (copy, original)]
        assert counts == [2, 2]
        assert copy.get_one(Message, 1).content == original.get_one(Message, 1).content
        assert backup_moment(copy) == BY.at
    assert [p.name for p in target.parent.iterdir()] == ["sicherung.db"], "nothing half done beside it"
    assert target.stat().st_mode & 0o077 == 0, "nobody else may read it"
    assert told == sorted(told)


def test_an_existing_file_is_never_overwritten_and_nothing_is_noted(town: Town) -> None:
    target = town.home / "sicherung.db"
    target.write_bytes(b"etwas anderes")
    before = town.dump()
    with pytest.raises(InputError, match="gibt es schon; bitte einen anderen Namen wählen"):
        back_up(town.app.engine, target, BY)
    assert (target.read_bytes(), town.dump()) == (b"etwas anderes", before)


def test_a_copy_without_a_line_of_its_own_is_as_old_as_the_newest_line(town: Town) -> None:
    with town.session() as session:
        newest = session.scalars(select(Event.at).order_by(Event.id.desc())).first()
        assert backup_moment(session) == newest
