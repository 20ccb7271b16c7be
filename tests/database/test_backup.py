"""A backup is one file, consistent while the database is in use, the same from SQLite and PostgreSQL, and goes back into both."""

import sqlite3
import stat
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from ozg_workflow.database.backup import backup, copy_to_file, is_empty, open_copy, replace_content
from ozg_workflow.database.maintenance import find_damage
from ozg_workflow.database.models import Base, Event
from ozg_workflow.database.session import make_engine, make_sessions, sqlite_url
from ozg_workflow.database.upgrade import downgrade, upgrade
from ozg_workflow.domain.errors import InputError, UnavailableError
from ozg_workflow.domain.post.reasons import StateReason
from tests.database import rows


def _titles(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    found = [row[0] for row in connection.execute("SELECT title FROM rollout")]
    connection.close()
    return found


def test_a_backup_made_during_a_transaction_holds_what_was_committed(
    any_engine: Engine, any_session: Session, tmp_path: Path
) -> None:
    rows.fill_all(any_session)
    with any_engine.begin() as writer:
        writer.execute(text("UPDATE rollout SET title = 'unfertig'"))
        backup(any_engine, tmp_path / "neu" / "sicherung.db")
    assert _titles(tmp_path / "neu" / "sicherung.db") == ["Umsetzung"]
    copy = make_engine(sqlite_url(tmp_path / "neu" / "sicherung.db"))
    assert find_damage(copy) == []
    copy.dispose()


def test_a_backup_is_private_and_leaves_no_draft(any_engine: Engine, tmp_path: Path) -> None:
    target = tmp_path / "neu" / "sicherung.db"
    backup(any_engine, target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert list(target.parent.iterdir()) == [target]


def test_an_existing_file_is_never_overwritten(any_engine: Engine, tmp_path: Path) -> None:
    target = tmp_path / "sicherung.db"
    target.write_text("wichtig", encoding="utf-8")
    with pytest.raises(InputError, match="gibt es schon; bitte einen anderen Namen wählen"):
        backup(any_engine, target)
    assert target.read_text(encoding="utf-8") == "wichtig"


def test_what_cannot_be_written_is_something_outside(any_engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "datei").touch()
    with pytest.raises((UnavailableError, OSError)):
        backup(any_engine, tmp_path / "datei" / "sicherung.db")
    assert list(tmp_path.glob(".*")) == []


def test_the_progress_is_told_from_nothing_to_everything(any_engine: Engine, any_session: Session, tmp_path: Path) -> None:
    rows.fill_all(any_session)
    shares: list[float] = []
    backup(any_engine, tmp_path / "sicherung.db", shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1


def _content(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    with engine.connect() as connection:
        tables = Base.metadata.sorted_tables
        return {t.name: [tuple(r) for r in connection.execute(select(t).order_by(*t.primary_key))] for t in tables}


@pytest.fixture(params=["sqlite", "postgresql"])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """A database of either kind with tables and without rows."""
    url = sqlite_url(tmp_path / "neu.db") if request.param == "sqlite" else request.getfixturevalue("postgres").new_database()
    engine = make_engine(url)
    upgrade(engine)
    yield engine
    engine.dispose()


def test_a_backup_goes_into_either_database_row_by_row(
    any_engine: Engine, any_session: Session, other: Engine, tmp_path: Path
) -> None:
    rows.fill_all(any_session)
    any_session.add(rows.incoming(sha256="4" * 64, uid="2", uidvalidity=2**32 - 1, content=bytes(range(256)) * 100))
    coded: dict[str, Any] = {"occasion": "2020-04-03-2", "header_id": "<2@stadt.example>", "about_on": date(2020, 4, 3)}
    any_session.add(rows.message(sequence=2, state_reason_code=StateReason.EVENT_MOVED, **coded))
    any_session.commit()
    backup(any_engine, tmp_path / "sicherung.db")
    assert is_empty(other)
    replace_content(tmp_path / "sicherung.db", other)
    assert not is_empty(other)
    assert _content(other) == _content(any_engine)
    with make_sessions(other)() as session:
        session.add(rows.rollout(key="noch-einer"))
        session.flush()
        session.commit()
        with pytest.raises(Exception, match="append-only"):
            session.execute(text("DELETE FROM event"))


def test_content_is_replaced_wholly_or_not_at_all(any_engine: Engine, any_session: Session, tmp_path: Path) -> None:
    rows.fill_all(any_session)
    any_session.close()
    backup(any_engine, tmp_path / "sicherung.db")
    broken = tmp_path / "kaputt.db"
    if any_engine.dialect.name == "sqlite":
        broken.write_bytes(b"x" * 5000)
    else:  # the copy fails in the middle, at a text that is too long
        broken.write_bytes((tmp_path / "sicherung.db").read_bytes())
        raw = sqlite3.connect(broken)
        raw.execute("UPDATE round SET title = ?", ("x" * 300,))
        raw.commit()
        raw.close()
    before = _content(any_engine)
    with pytest.raises(Exception):  # noqa: B017, PT011 - whatever the database says
        replace_content(broken, any_engine)
    assert _content(any_engine) == before


# tables the older versions below do not know
CAME_LATER = {
    "incoming_note",
    "portal_entry",
    "prioritisation_version",
    "board_paper",
    "board_decision",
    "message_measure",
    "past_measure",
}


@pytest.mark.parametrize("version", ["0001", "0003"])
def test_a_database_of_an_older_version_is_copied_as_it_is(
    any_engine: Engine, any_session: Session, tmp_path: Path, version: str
) -> None:
    rows.fill_all(any_session)
    any_session.close()
    content = _content(any_engine)
    downgrade(any_engine, version)
    copy_to_file(any_engine, tmp_path / "alt.db")
    copy = open_copy(tmp_path / "alt.db", tmp_path / "kopie.db")
    upgrade(copy)
    found = _content(copy)
    copy.dispose()
    expected = {name: 0 if name in CAME_LATER else len(content[name]) for name in content}
    assert {name: len(found[name]) for name in found} == expected
    assert found["message"] == content["message"], "the codes come from the sentences and keys"


@pytest.mark.parametrize("content", [b"Das ist keine Datenbank. " * 100, b""])
def test_what_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.db").write_bytes(content)
    with pytest.raises(InputError, match="ist keine Sicherung von OZG-Workflow"):
        open_copy(tmp_path / "x.db", tmp_path / "kopie.db")
    with pytest.raises(InputError, match="gibt es nicht"):
        open_copy(tmp_path / "y.db", tmp_path / "kopie.db")


def test_what_the_audit_log_refers_to_survives_a_copy(any_engine: Engine, any_session: Session, tmp_path: Path) -> None:
    rows.fill_all(any_session)
    backup(any_engine, tmp_path / "sicherung.db")
    copy = make_engine(sqlite_url(tmp_path / "sicherung.db"))
    with make_sessions(copy)() as session:
        assert [(e.verb, e.at) for e in session.scalars(select(Event))] == [("prepared", rows.NOW)]
    copy.dispose()
