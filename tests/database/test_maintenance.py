"""Damage is found and told."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from ozg_workflow.database.findings import RESTORE
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
    assert list(map(str, find_damage(engine))) == ["Tabelle service_list, Zeile 1: verweist auf office, das fehlt. → " + RESTORE]


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
    assert all(finding.subject == "Beschädigt" for finding in damage)


def test_a_file_that_is_no_database_is_found(tmp_path: Path) -> None:
    (tmp_path / "ozg.db").write_text("Das ist keine Datenbank. " * 100, encoding="utf-8")
    engine = make_engine(sqlite_url(tmp_path / "ozg.db"))
    assert [f.problem for f in find_damage(engine)] == [f"„{tmp_path}/ozg.db“ ist keine SQLite-Datenbank oder beschädigt."]
    engine.dispose()


@pytest.mark.parametrize(("table", "subject"), [("message_content", "Mail Nr. 1"), ("incoming", "Eingang Nr. 1")])
def test_content_that_is_not_what_was_stored_is_found(any_engine: Engine, any_session: Session, table: str, subject: str) -> None:
    rows.fill_all(any_session)
    assert find_damage(any_engine) == []
    any_session.execute(text(f"UPDATE {table} SET content = :content"), {"content": b"y"})
    any_session.commit()
    assert [f.subject for f in find_damage(any_engine)] == [subject]
    any_session.execute(text(f"UPDATE {table} SET content = :content"), {"content": b""})
    any_session.commit()
    assert find_damage(any_engine) == [], "erased by „ozg db purge“"
