"""Damage is found and told."""

import sqlite3
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from ozg_workflow.database.maintenance import find_damage
from ozg_workflow.database.session import make_engine, sqlite_url
from tests.database import rows


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
