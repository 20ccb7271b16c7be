"""What is committed to the audit log is sealed with it, on either database, and every harm done past the program is found."""

import threading
from typing import Any

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.event import listen
from sqlalchemy.orm import Session

from ozg_workflow.database.audit_chain import enter, last_seal, links, loose
from ozg_workflow.database.models import AuditSeal, Event
from ozg_workflow.database.sealing import append
from ozg_workflow.database.session import make_sessions, undone
from ozg_workflow.domain.proof.chain import FlawKind, flaws_of, unsealed
from tests.database import rows


def event(about: str = "x") -> Event:
    return Event(at=rows.NOW, actor="test", verb="done", object_type="thing", object_id="1", text=about, data={"Ü": [1, 2.5]})


def flaws(engine: Engine) -> list[tuple[FlawKind, int | None]]:
    with engine.connect() as connection:
        found = [*flaws_of(links(connection)), *map(unsealed, loose(connection))]
    return [(flaw.kind, flaw.line) for flaw in found]


def seals(engine: Engine) -> list[tuple[int, str]]:
    with make_sessions(engine)() as session:
        query = select(AuditSeal.number, Event.text).join(Event, Event.id == AuditSeal.event_id).order_by(AuditSeal.number)
        return [(number, words) for number, words in session.execute(query)]


def test_each_line_is_sealed_with_its_commit(any_engine: Engine) -> None:
    with make_sessions(any_engine)() as session:
        session.add_all([event("eins"), event("zwei")])
        session.flush()
        session.add(event("drei"))
        session.commit()
        session.add(event("vier"))
        session.commit()
    assert seals(any_engine) == [(1, "eins"), (2, "zwei"), (3, "drei"), (4, "vier")]
    assert flaws(any_engine) == []


def test_the_lines_of_a_flush_are_added_in_one_statement(any_engine: Engine) -> None:
    said: list[str] = []

    def note(*told: Any) -> None:
        said.append(told[2])

    listen(any_engine, "before_cursor_execute", note)
    with make_sessions(any_engine)() as session:
        session.add_all([event(str(number)) for number in range(20)])
        session.flush()
    assert [words.split(" (")[0] for words in said if words.startswith("INSERT")] == ["INSERT INTO event"]


def test_what_was_taken_back_has_no_seal(any_engine: Engine) -> None:
    with make_sessions(any_engine)() as session:
        session.add(event("weg"))
        session.flush()
        session.rollback()
        session.add(event("bleibt"))
        session.flush()
        savepoint = session.begin_nested()
        session.add(event("auch weg"))
        session.flush()
        savepoint.rollback()
        with session.begin_nested():
            session.add(event("bleibt auch"))
        session.commit()
    assert seals(any_engine) == [(1, "bleibt"), (2, "bleibt auch")]
    assert flaws(any_engine) == []


def test_a_preview_leaves_nothing(any_engine: Engine) -> None:
    sessions = make_sessions(any_engine)
    with sessions() as session:
        session.add(event("vorher"))
        session.commit()
    with undone(sessions) as trying, trying() as session:
        session.add(event("Probe"))
        session.commit()
    assert seals(any_engine) == [(1, "vorher")]


def test_lines_entered_past_the_objects_are_sealed(any_engine: Engine) -> None:
    line = {"at": rows.NOW, "actor": "a", "verb": "v", "object_type": "t", "object_id": "1", "text": "roh", "data": {}}
    with any_engine.begin() as connection:
        enter(connection, [line, line | {"text": "roh 2"}])
        enter(connection, [])
    assert seals(any_engine) == [(1, "roh"), (2, "roh 2")]
    assert flaws(any_engine) == []


def test_appended_lines_are_sealed_as_they_are_stored_and_not_where_a_savepoint_took_them_back(any_engine: Engine) -> None:
    line = {
        "at": rows.NOW,
        "actor": "a",
        "verb": "v",
        "object_type": "t",
        "object_id": "1",
        "text": "eins",
        "data": {7: [1, 2.5]},
    }
    with make_sessions(any_engine)() as session:
        append(session, [line, line | {"text": "zwei"}])
        session.commit()
        append(session, [line | {"text": "drei"}])
        savepoint = session.begin_nested()
        append(session, [line | {"text": "weg"}])
        savepoint.rollback()
        session.add(event("vier"))
        session.commit()
        append(session, [line | {"text": "auch weg"}])
        session.rollback()
        append(session, [line | {"text": "fünf"}])
        session.commit()
    assert [words for _, words in seals(any_engine)] == ["eins", "zwei", "drei", "vier", "fünf"]
    assert flaws(any_engine) == []


def _without_protection(session: Session) -> None:
    names = {"event": "event", "audit_seal": "audit_seal"}
    for table in names:
        if session.get_bind().dialect.name == "sqlite":
            for verb in ("update", "delete"):
                session.execute(text(f"DROP TRIGGER {table}_no_{verb}"))
        else:
            session.execute(text(f"DROP TRIGGER {table}_append_only ON {table}"))


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        (["UPDATE event SET text = 'anders' WHERE id = 2"], [(FlawKind.ALTERED, 2)]),
        (["UPDATE event SET actor = 'wer anders' WHERE id = 1"], [(FlawKind.ALTERED, 1)]),
        (["UPDATE event SET data = '{\"x\": 1}' WHERE id = 3"], [(FlawKind.ALTERED, 3)]),
        (["DELETE FROM audit_seal WHERE number = 2", "DELETE FROM event WHERE id = 2"], [(FlawKind.REMOVED, None)]),
        (["DELETE FROM audit_seal WHERE number = 2"], [(FlawKind.REMOVED, None), (FlawKind.INSERTED, 2)]),
        (
            [
                "INSERT INTO event SELECT 99, rollout_id, at, actor, verb, object_type, object_id, text, data FROM event WHERE id = 1"
            ],
            [(FlawKind.INSERTED, 99)],
        ),
    ],
)
def test_every_harm_is_found(any_engine: Engine, harm: list[str], found: list[object]) -> None:
    with make_sessions(any_engine)() as session:
        for words in ("eins", "zwei", "drei"):
            session.add(event(words))
            session.commit()
        _without_protection(session)
        for statement in harm:
            session.execute(text(statement))
        session.commit()
    assert flaws(any_engine) == found


def test_a_line_without_its_seal_is_not_sealed_by_a_later_step(any_engine: Engine) -> None:
    with any_engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO event (at, actor, verb, object_type, object_id, text) VALUES ('2020-01-01 00:00:00', 'x', 'x', 'x', '1', 'heimlich')"
            )
        )
    with make_sessions(any_engine)() as session:
        session.add(event("später"))
        session.commit()
    assert [kind for kind, _ in flaws(any_engine)] == [FlawKind.INSERTED]


def test_many_who_commit_at_once_make_one_chain(postgres_engine: Engine) -> None:
    sessions = make_sessions(postgres_engine)

    def work(name: int) -> None:
        for turn in range(15):
            with sessions() as session:
                session.add(event(f"{name}-{turn}"))
                session.flush()
                session.add(event(f"{name}-{turn} b"))
                session.commit()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert flaws(postgres_engine) == []
    with postgres_engine.connect() as connection:
        last = last_seal(connection)
    assert last is not None
    assert last.number == 4 * 15 * 2
