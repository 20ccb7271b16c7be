"""A backup is consistent while the database is in use, and damage is found and told."""

import sqlite3
import stat
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from ozg_workflow.database.maintenance import backup, find_damage
from ozg_workflow.database.session import make_engine, sqlite_url
from ozg_workflow.domain.errors import InputError
from tests.database import rows


def _titles(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    found = [row[0] for row in connection.execute("SELECT title FROM rollout")]
    connection.close()
    return found


def test_a_backup_made_during_a_transaction_holds_what_was_committed(engine: Engine, session: Session, tmp_path: Path) -> None:
    rows.fill(session)
    with engine.begin() as writer:
        writer.execute(text("UPDATE rollout SET title = 'unfertig'"))
        backup(engine, tmp_path / "neu" / "sicherung.db")
    assert _titles(tmp_path / "neu" / "sicherung.db") == ["Umsetzung"]
    copy = make_engine(sqlite_url(tmp_path / "neu" / "sicherung.db"))
    assert find_damage(copy) == []
    copy.dispose()


def test_a_backup_is_private_and_leaves_no_draft(engine: Engine, tmp_path: Path) -> None:
    target = tmp_path / "neu" / "sicherung.db"
    backup(engine, target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert list(target.parent.iterdir()) == [target]


def test_an_existing_file_is_never_overwritten(engine: Engine, tmp_path: Path) -> None:
    target = tmp_path / "sicherung.db"
    target.write_text("wichtig", encoding="utf-8")
    with pytest.raises(InputError, match="gibt es schon; bitte einen anderen Namen wählen"):
        backup(engine, target)
    assert target.read_text(encoding="utf-8") == "wichtig"


def test_postgresql_is_backed_up_by_its_own_tool(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="pg_dump"):
        backup(make_engine("postgresql+psycopg://ozg@127.0.0.1:1/ozg"), tmp_path / "sicherung.db")


def test_a_sound_database_has_no_damage(engine: Engine, session: Session) -> None:
    rows.fill(session)
    assert find_damage(engine) == []


def test_a_reference_into_nothing_is_found(engine: Engine, session: Session, tmp_path: Path) -> None:
    rows.fill(session)
    foreign = sqlite3.connect(tmp_path / "ozg.db")
    foreign.execute("DELETE FROM office")
    foreign.commit()
    foreign.close()
    assert find_damage(engine) == ["Tabelle service_list, Zeile 1: verweist auf office, das fehlt."]


def test_a_destroyed_page_is_found(engine: Engine, session: Session, tmp_path: Path) -> None:
    rows.fill(session)
    session.close()
    engine.dispose()
    path = tmp_path / "ozg.db"
    content = bytearray(path.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096] = b"\xff" * 4096
    path.write_bytes(content)
    damage = find_damage(engine)
    assert damage
    assert all(line.startswith("Beschädigt: ") for line in damage)


def test_a_file_that_is_no_database_is_found(tmp_path: Path) -> None:
    (tmp_path / "ozg.db").write_text("Das ist keine Datenbank. " * 100, encoding="utf-8")
    engine = make_engine(sqlite_url(tmp_path / "ozg.db"))
    assert find_damage(engine) == ["Beschädigt: file is not a database"]
    engine.dispose()
