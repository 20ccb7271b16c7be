"""The migrations build exactly the tables the models describe, and lead back."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, event, func, inspect, select, text, update
from sqlalchemy.exc import DBAPIError

from ozg_workflow.database.audit_chain import links
from ozg_workflow.database.models import (
    AuditSeal,
    Base,
    BoardPaper,
    Evaluation,
    Event,
    EventReply,
    Incoming,
    Measure,
    Message,
    Office,
    PrioritisationVersion,
    ResponsibilityCase,
    Return,
    Rollout,
    Round,
    Score,
)
from ozg_workflow.database.session import HEAD_REVISION, make_engine, make_sessions, revision, sqlite_url
from ozg_workflow.database.upgrade import alembic_config, downgrade, upgrade
from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.domain.proof.chain import flaws_of
from tests.database import rows
from tests.postgres import Postgres

FIRST = "0001"


def _tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_the_migrated_schema_is_the_one_of_the_models(engine: Engine) -> None:
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection, opts={"compare_server_default": True}), Base.metadata)
    assert found == []
    assert _tables(engine) == set(Base.metadata.tables)


def test_the_program_expects_the_newest_revision(engine: Engine) -> None:
    assert ScriptDirectory.from_config(alembic_config()).get_heads() == [HEAD_REVISION]
    assert revision(engine) == HEAD_REVISION


def test_a_migration_can_be_taken_back_and_made_again(engine: Engine) -> None:
    downgrade(engine, "base")
    assert _tables(engine) == set()
    assert revision(engine) is None
    upgrade(engine)
    assert _tables(engine) == set(Base.metadata.tables)


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    upgrade(engine)
    assert revision(engine) == HEAD_REVISION


def test_an_empty_database_has_no_revision(tmp_path: Path) -> None:
    empty = make_engine(sqlite_url(tmp_path / "leer.db"))
    assert revision(empty) is None
    empty.dispose()


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_tables_made_by_another_worker_at_that_moment_are_seen(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    server = database == "postgresql"
    url = request.getfixturevalue("postgres").new_database() if server else sqlite_url(tmp_path / "leer.db")
    asking, working = make_engine(url), make_engine(url)
    event.listen(asking, "handle_error", lambda _context: upgrade(working), once=True)
    assert revision(asking) == HEAD_REVISION
    asking.dispose()
    working.dispose()


@pytest.mark.parametrize("table", sorted(Base.metadata.tables))
def test_every_reference_names_an_existing_table_and_every_table_has_a_key(table: str) -> None:
    found = Base.metadata.tables[table]
    assert found.primary_key.columns
    assert all(key.column.table.name in Base.metadata.tables for key in found.foreign_keys)


def test_postgresql_gets_the_same_schema_and_leads_back(postgres: Postgres) -> None:
    engine = make_engine(postgres.new_database())
    upgrade(engine)
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    assert found == []
    downgrade(engine, "base")
    assert _tables(engine) == set()
    engine.dispose()


def _reflected(engine: Engine) -> MetaData:
    schema = MetaData()
    schema.reflect(engine)
    return schema


def _content(engine: Engine, schema: MetaData) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the tables and columns of `schema`."""
    tables = [t for t in schema.sorted_tables if t.name != "alembic_version"]
    with engine.connect() as connection:
        return {t.name: [tuple(r) for r in connection.execute(select(t).order_by(*t.primary_key))] for t in tables}


def test_no_row_is_lost_on_the_way_back_and_forth(any_engine: Engine) -> None:
    with make_sessions(any_engine)() as session:
        rows.fill_all(session)
    downgrade(any_engine, FIRST)
    old = _reflected(any_engine)
    content = _content(any_engine, old)
    assert sorted(content) == sorted(
        set(Base.metadata.tables)
        - {
            "relay",
            "step_run",
            "incoming_note",
            "correction",
            "portal_entry",
            "prioritisation_version",
            "board_paper",
            "message_measure",
            "past_measure",
            "board_decision",
            "audit_seal",
            "message_content",
        }
    )
    assert [name for name, found in content.items() if len(found) != 1] == []
    upgrade(any_engine)
    old.remove(old.tables["message"])  # its bytes have moved
    kept = {table.name: content[table.name] for table in old.sorted_tables if table.name in content}
    assert _content(any_engine, old) == kept
    downgrade(any_engine, FIRST)
    assert _content(any_engine, _reflected(any_engine)) == content


def test_the_bytes_of_a_mail_move_into_a_table_of_their_own_with_their_size(any_engine: Engine) -> None:
    with make_sessions(any_engine)() as session:
        rows.fill_all(session)
    downgrade(any_engine, "0019")
    message = _reflected(any_engine).tables["message"]
    with any_engine.begin() as connection:
        connection.execute(message.update().values(content=b"From: \x00\xff"))
    upgrade(any_engine)
    with make_sessions(any_engine)() as session:
        found = session.scalars(select(Message)).one()
        assert (found.content, found.size) == (b"From: \x00\xff", 8)
    assert "content" not in _reflected(any_engine).tables["message"].c


def test_a_database_of_the_first_version_is_migrated_with_its_rows(any_engine: Engine) -> None:
    downgrade(any_engine, FIRST)
    table = _reflected(any_engine).tables["event"]
    event = {"at": rows.NOW, "actor": "alt", "verb": "prepared", "object_type": "rollout", "object_id": "1", "text": "x"}
    with any_engine.begin() as connection:
        connection.execute(table.insert(), [event, event])
    upgrade(any_engine)
    with make_sessions(any_engine)() as session:
        assert [(e.actor, e.data) for e in session.scalars(select(Event))] == [("alt", {})] * 2
        assert list(flaws_of(links(session.connection()))) == [], "they are sealed as they stand"
        assert session.scalar(select(func.count(AuditSeal.number))) == 2
        rows.fill_all(session)


@pytest.mark.parametrize("way", ["new", "migrated"])
@pytest.mark.parametrize("change", ["UPDATE event SET text = 'anders'", "DELETE FROM event"])
def test_the_audit_log_only_grows(any_engine: Engine, way: str, change: str) -> None:
    if way == "migrated":
        downgrade(any_engine, FIRST)
        upgrade(any_engine)
    with make_sessions(any_engine)() as session:
        rows.fill_all(session)
        with pytest.raises(DBAPIError, match="append-only"):
            session.execute(text(change))
        session.rollback()
        assert [e.text for e in session.scalars(select(Event))] == ["Ämter: 1 neu"]


MISSING = "Kopie nicht eingetroffen; vermutlich nicht versandt."
RESTORED = "Seit der Sicherung vom 06.04.2020 08:00 vielleicht schon versandt; wartet auf die Freigabe („ozg mail release“)."
MOVED = "Der Termin wurde verschoben."
INVITATION, REMINDER = MailKind.EVENT_INVITATION, MailKind.REMINDER
# kind, occasion, state, sentence → code, day, step, SEQUENCE
OLD_MAILS: list[tuple[tuple[str, str, str, str], tuple[str, date | None, str, int]]] = [
    ((REMINDER, "vorab@2020-05-15#12", "held", RESTORED), ("since_backup", date(2020, 5, 15), "vorab", 0)),
    ((MailKind.ESCALATION, "a@b@2020-05-15", "accepted", ""), ("", date(2020, 5, 15), "a@b", 0)),
    ((MailKind.RESPONSIBILITY_REMINDER, "x#1@2020-04-30#7", "cancelled", MOVED), ("", date(2020, 4, 30), "x#1", 0)),
    ((REMINDER, "ohne Frist", "queued", ""), ("", None, "", 0)),
    ((INVITATION, "2020-03-31-0", "cancelled", MOVED), ("event_moved", date(2020, 3, 31), "", 0)),
    ((INVITATION, "2020-04-03-12", "accepted", ""), ("", date(2020, 4, 3), "", 12)),
    ((MailKind.SERVICE_LISTS, "lists-1", "unknown", MISSING), ("copy_missing", None, "", 0)),
    ((MailKind.SERVICE_LISTS, "lists-2", "unknown", "Verbindung verloren"), ("", None, "", 0)),
    ((MailKind.SERVICE_LISTS, "lists-3", "held", MISSING), ("", None, "", 0)),
    ((MailKind.DEADLINE_CHANGED, "2020-05-15#1", "cancelled", "Die Frist hat sich geändert."), ("", None, "", 0)),
]
OLD_REASONS: dict[str, dict[str, Any]] = {
    "Technik: stark (100 von 100)": {"code": "strong", "criterion": "Technik", "points": 100},
    "Recht (neu): schwach (0 von 100)": {"code": "weak", "criterion": "Recht (neu)", "points": 0},
    "Angabe fehlt: Fälle": {"code": "missing", "criterion": "Fälle", "points": None},
    "Rechtlich gesperrt: Eine digitale Erledigung ist gesetzlich ausgeschlossen.": {
        "code": "blocked",
        "criterion": "",
        "points": None,
    },
    "Eigenes.": {"code": "other", "criterion": "", "points": None},
}


@pytest.mark.parametrize("old", ["0001", "0002", "0003"])
def test_the_sentences_and_keys_of_an_older_version_become_codes_once(any_engine: Engine, old: str) -> None:
    with make_sessions(any_engine)() as session:
        rows.fill_all(session)
    downgrade(any_engine, old)
    schema = _reflected(any_engine)
    message, score = schema.tables["message"], schema.tables["score"]
    with any_engine.begin() as connection:
        (first,) = connection.execute(select(message)).mappings()
        for number, ((kind, occasion, state, sentence), _) in enumerate(OLD_MAILS, 2):
            values = {"kind": kind, "occasion": occasion, "state": state, "state_reason": sentence}
            values |= {"id": number, "header_id": f"<{number}@stadt.example>"}
            values |= {} if old == "0001" else {"needs_release": state == "held"}
            connection.execute(message.insert().values(dict(first) | values))
        connection.execute(score.update().values(result={"rank": 3, "reasons": list(OLD_REASONS)}))
    before = _content(any_engine, schema)
    upgrade(any_engine)
    with make_sessions(any_engine)() as session:
        found = session.scalars(select(Message).where(Message.id > 1).order_by(Message.id))
        expected = [new for _, new in OLD_MAILS]
        if old == "0001":  # it knew neither the release nor a restore
            expected[0] = ("", *expected[0][1:])
        assert [(str(m.state_reason_code), m.about_on, m.step, m.sequence) for m in found] == expected
        coded = [{"text": text} | figures for text, figures in OLD_REASONS.items()]
        assert session.scalars(select(Score.result)).one() == {"rank": 3, "reasons": coded}
    downgrade(any_engine, old)
    assert _content(any_engine, schema) == before


def test_an_older_version_finds_what_was_to_be_read_recorded(any_engine: Engine) -> None:
    with make_sessions(any_engine)() as session:
        rows.fill_all(session)
        session.add(rows.incoming(uid="2", sha256="2" * 64, state="to_read"))
        session.execute(update(Incoming).where(Incoming.id == 1).values(state="to_read"))
        session.commit()
    downgrade(any_engine, "0004")
    upgrade(any_engine)
    with make_sessions(any_engine)() as session:
        assert list(session.scalars(select(Incoming.state).order_by(Incoming.id))) == ["return", "automatic"]


@pytest.mark.parametrize("old", ["0001", "0002", "0003"])
def test_what_an_older_version_had_erased_stays_erased(any_engine: Engine, old: str) -> None:
    with make_sessions(any_engine)() as session:
        rows.fill_all(session)
        session.add(rows.incoming(uid="2", sha256="2" * 64, sender="gelöscht"))
        session.add(rows.message(occasion="return-1/2", header_id="<2@stadt.example>", recipient="gelöscht"))
        session.add(EventReply(milestone_id=1, attendee="gelöscht-2", answer="accepted", replied_at=rows.NOW))
        session.execute(update(Return).values(sender="gelöscht"))
        session.commit()
    downgrade(any_engine, old)
    upgrade(any_engine)
    with make_sessions(any_engine)() as session:
        found = {
            model: list(session.scalars(select(model.erased).order_by(model.id))) for model in (Incoming, Message, EventReply)
        }
        assert all(erased == [False, True] for erased in found.values()), found
        assert list(session.scalars(select(Return.erased))) == [True]


OLD_CASES = {
    "Es wurde kein zuständiges Amt genannt.": "not_named",
    "Das genannte Amt „32/33“ ist nicht eindeutig.": "unknown",
    "Das Amt hat sich selbst als zuständig genannt.": "own_office",
    "Amt 33 hat die Leistung bereits abgelehnt.": "refused_before",
    "Vorschlag: Amt 34. Die Entscheidung ist der Koordination vorbehalten.": "reserved",
    "Von Amt 33 an Amt 34 verwiesen.": "forwarded",
    "Entscheidung der Koordination: Amt 34.": "decided",
    "Das Amt hat die Zuständigkeit inzwischen bestätigt.": "taken_back",
    "Die Leistung ist hier entfallen.": "service_gone",
    "Ein eigener Satz.": None,
}


@pytest.mark.parametrize("sentence", OLD_CASES)
def test_the_sentence_of_an_old_case_becomes_a_code_once(any_engine: Engine, sentence: str) -> None:
    with make_sessions(any_engine)() as session:
        rows.fill_all(session)
        session.execute(update(ResponsibilityCase).values(reason=sentence))
        session.commit()
    downgrade(any_engine, "0005")
    upgrade(any_engine)
    with make_sessions(any_engine)() as session:
        found = session.scalars(select(ResponsibilityCase)).one()
        assert (found.reason, found.reason_code) == (sentence, OLD_CASES[sentence])
        assert session.scalars(select(Office.aliases)).all() == [[]]


def test_the_loaded_weights_are_what_their_version_means_and_evaluations_had_them(any_engine: Engine) -> None:
    plan = {"version": "1.0", "criteria": [], "waves": []}
    with make_sessions(any_engine)() as session:
        rows.fill_all(session)
        session.execute(update(Rollout).values(config={"prioritisation": plan}))
        session.commit()
    downgrade(any_engine, "0014")
    upgrade(any_engine)
    with make_sessions(any_engine)() as session:
        known = session.scalars(select(PrioritisationVersion)).one()
        assert (known.version, known.content, known.loaded_at) == ("1.0", plan, rows.NOW)
        assert session.scalars(select(Evaluation.version)).all() == ["1.0"]


def test_evaluations_and_papers_get_the_survey_that_was_open_on_their_day_and_measures_the_first(any_engine: Engine) -> None:
    later = rows.NOW + timedelta(days=400)
    with make_sessions(any_engine)() as session:
        rows.fill_all(session)
        session.add(rows.round_(key="erhebung-2", opened_on=date(2021, 3, 1), previous_id=1))
        second = {"rollout_id": 1, "evaluated_at": later, "input_hash": "4" * 64, "ranked": 1, "blocked": 0, "incomplete": 0}
        session.add(Evaluation(**second))
        session.add(BoardPaper(rollout_id=1, input_hash="4" * 64, version="1.0", draft_at=later))
        session.commit()
    downgrade(any_engine, "0023")
    upgrade(any_engine)
    with make_sessions(any_engine)() as session:
        first = session.scalars(select(Round.key).order_by(Round.id)).first()
        for model in (Evaluation, BoardPaper):
            assert session.scalars(select(model.round_key).order_by(model.id)).all() == [first, "erhebung-2"]
        assert session.scalars(select(Measure.round_key)).all() == [first]
