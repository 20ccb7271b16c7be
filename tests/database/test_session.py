"""SQLite runs in WAL mode with foreign keys, writers wait for each other instead of failing, and readers wait for nobody."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError, OperationalError

from ozg_workflow.database.models import Rollout
from ozg_workflow.database.session import make_engine, make_sessions, read_only, sqlite_url
from ozg_workflow.domain.errors import InputError
from tests.database import rows


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 2), ("busy_timeout", 30000)]
)
def test_every_connection_is_set_up_for_safety(engine: Engine, pragma: str, value: object) -> None:
    with engine.connect() as first, engine.connect() as second:
        assert first.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value
        first.rollback()
        assert second.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_two_writers_that_read_first_wait_for_each_other(engine: Engine) -> None:
    """Without BEGIN IMMEDIATE the second one fails with "database is locked"."""
    sessions = make_sessions(engine)
    with sessions.begin() as session:
        session.add(rows.rollout(target_level=0))
    failures: list[BaseException] = []

    def count_up() -> None:
        try:
            for _ in range(20):
                with sessions.begin() as own:
                    found = own.get_one(Rollout, 1)
                    found.target_level += 1
        except BaseException as error:  # noqa: BLE001 - handed to the test
            failures.append(error)

    threads = [threading.Thread(target=count_up) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with sessions() as session:
        assert session.get_one(Rollout, 1).target_level == 40


def test_a_writer_that_waits_too_long_says_so_as_sqlalchemy_does(engine: Engine) -> None:
    with engine.connect() as first, engine.connect() as second:
        second.connection.dbapi_connection.execute("PRAGMA busy_timeout=1")  # type: ignore[union-attr]
        first.exec_driver_sql("SELECT 1")
        with pytest.raises(OperationalError, match="locked"):
            second.exec_driver_sql("SELECT 1")


def test_a_reader_waits_for_no_writer_and_sees_one_state(any_engine: Engine) -> None:
    writing, reading = make_sessions(any_engine), make_sessions(read_only(any_engine))
    with writing.begin() as session:
        session.add(rows.rollout(title="alt"))
    with writing() as writer, reading() as reader:
        writer.get_one(Rollout, 1, with_for_update=True).title = "neu"
        writer.flush()
        assert reader.scalar(select(Rollout.title)) == "alt"
        writer.commit()
        assert reader.scalar(select(Rollout.title)) == "alt", "a transaction that reads sees one state"
    with reading() as reader:
        assert reader.scalar(select(Rollout.title)) == "neu"


def test_a_reader_cannot_write_and_leaves_no_trace_on_its_connection(any_engine: Engine) -> None:
    with make_sessions(read_only(any_engine))() as reader:
        reader.add(rows.rollout())
        with pytest.raises(DBAPIError, match=r"(?i)read-?only"):
            reader.flush()
    with make_sessions(any_engine).begin() as session:
        session.add(rows.rollout())


def test_a_failed_transaction_leaves_nothing_behind(engine: Engine) -> None:
    sessions = make_sessions(engine)

    def fail_halfway() -> None:
        with sessions.begin() as session:
            session.add(rows.rollout())
            session.flush()
            raise LookupError

    with pytest.raises(LookupError):
        fail_halfway()
    with sessions() as session:
        assert session.get(Rollout, 1) is None


@pytest.mark.parametrize("url", ["", "ozg.db", "unbekannt://ozg", "sqlite+nirgends:///ozg.db"])
def test_an_unreadable_url_is_answered_with_an_example(url: str) -> None:
    with pytest.raises(InputError, match=r"^OZG_DATABASE_URL ist keine gültige Datenbank-URL, z\. B\. sqlite:///var/ozg\.db\.$"):
        make_engine(url)


def test_making_an_engine_connects_to_nothing(tmp_path: Path) -> None:
    make_engine(sqlite_url(tmp_path / "ozg.db"))
    make_engine("postgresql+psycopg://ozg:geheim@127.0.0.1:1/ozg")
    assert list(tmp_path.iterdir()) == []


def test_the_password_of_a_url_is_not_shown() -> None:
    assert "geheim" not in repr(make_engine("postgresql+psycopg://ozg:geheim@127.0.0.1:1/ozg"))
