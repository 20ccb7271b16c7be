"""States that cannot be are found on both databases, each with its object and what to do."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from ozg_workflow.database.consistency import find_impossible
from ozg_workflow.database.session import make_sessions
from tests.database import rows

UNCLEAR = "ohne den Tag oder die Stufe, um die es in ihr geht; sie könnte noch einmal entstehen."
M, L, R = "UPDATE message SET ", "UPDATE service_list SET ", "UPDATE service_list_row SET "


def test_one_of_everything_is_no_finding(any_engine: Engine, any_session: Session) -> None:
    rows.fill_all(any_session)
    assert find_impossible(any_engine) == []


def test_an_empty_database_is_no_finding(any_engine: Engine) -> None:
    assert find_impossible(any_engine) == []


@pytest.mark.parametrize(
    ("change", "subject", "problem"),
    [
        (M + "state = 'gesendet'", "Tabelle message, Zeile 1", "Das Wort „gesendet“ in der Spalte „state“ ist unbekannt."),
        (M + "state = 'accepted'", "Mail Nr. 1", "angenommen, aber ohne Zeitpunkt."),
        (
            M + "state = 'claimed', claimed_by = 'w'",
            "Mail Nr. 1",
            "in Zustellung, aber von niemandem oder ohne Ende der Belegung.",
        ),
        (
            M + "state = 'data_started', lease_until = CURRENT_TIMESTAMP",
            "Mail Nr. 1",
            "in Zustellung, aber von niemandem oder ohne Ende der Belegung.",
        ),
        (M + "lease_until = CURRENT_TIMESTAMP", "Mail Nr. 1", "nicht in Zustellung, aber belegt."),
        ("DELETE FROM message_recipient", "Mail Nr. 1", "ohne Empfänger."),
        (M + "state_reason_code = 'copy_missing'", "Mail Nr. 1", "mit einem Grund, der nicht zu ihrem Zustand passt."),
        (
            M + "state_reason_code = 'kopie'",
            "Tabelle message, Zeile 1",
            "Das Wort „kopie“ in der Spalte „state_reason_code“ ist unbekannt.",
        ),
        (M + "step = ''", "Mail Nr. 1", UNCLEAR),
        (M + "kind = 'event_invitation', step = '', about_on = NULL", "Mail Nr. 1", UNCLEAR),
        (L + "state = 'sent', sent_at = CURRENT_TIMESTAMP", "Liste 1", "versandt, aber keine Mail mit ihr wurde angenommen."),
        (
            L + "state = 'sent';" + M + "state = 'accepted', accepted_at = CURRENT_TIMESTAMP",
            "Liste 1",
            "versandt, aber ohne Zeitpunkt.",
        ),
        (L + "state = 'queued'; DELETE FROM message_list", "Liste 1", "im Postausgang, aber keine Mail trägt sie."),
        (L + "state = 'returned'", "Liste 1", "zurück, aber Zeilen sind noch offen."),
        (
            R + "state = 'answered', answered_at = CURRENT_TIMESTAMP; DELETE FROM return_row",
            "Zeile 1",
            "beantwortet, aber kein Rücklauf sagt es.",
        ),
        (R + "state = 'disputed'; DELETE FROM responsibility_case", "Zeile 1", "„nicht zuständig“, aber ohne Fall."),
        (R + "state = 'withdrawn'", "Fall 1", "offen, aber seine Zeile ist entfallen."),
        (R + "state = 'moved'", "Fall 1", "offen, aber seine Zeile ist schon verschoben."),
        ("UPDATE round SET previous_id = id", "Runde 1", "wiederholt eine Runde, die nicht vor ihr kam."),
    ],
)
def test_what_cannot_be_is_named(any_engine: Engine, any_session: Session, change: str, subject: str, problem: str) -> None:
    rows.fill_all(any_session)
    for statement in change.split(";"):
        any_session.execute(text(statement))
    any_session.commit()
    found = find_impossible(any_engine)
    assert [(f.subject, f.problem) for f in found] == [(subject, problem)]
    assert found[0].remedy


def test_a_mail_about_a_list_of_another_rollout_is_named(any_engine: Engine, any_session: Session) -> None:
    rows.fill_all(any_session)
    any_session.add(rows.rollout(key="andere"))
    any_session.flush()
    any_session.execute(text(M + "rollout_id = 2"))
    any_session.commit()
    assert [f.problem for f in find_impossible(any_engine)] == ["gehört zu Liste 1 eines anderen Rollouts."]


def test_an_audit_log_that_can_be_changed_is_named(any_engine: Engine, any_session: Session) -> None:
    for name in ("event_no_update",) if any_engine.dialect.name == "sqlite" else ("event_append_only ON event",):
        any_session.execute(text(f"DROP TRIGGER {name}"))
    any_session.commit()
    assert [f.subject for f in find_impossible(any_engine)] == ["Protokoll"]


def test_a_number_that_is_taken_already_is_named(postgres_engine: Engine) -> None:
    with make_sessions(postgres_engine)() as session:
        rows.fill_all(session)
        session.add(rows.rollout(id=40, key="zweiter"))
        session.commit()
    assert [f.subject for f in find_impossible(postgres_engine)] == ["Tabelle rollout"]


def test_a_missing_key_against_doubles_is_named(postgres_engine: Engine) -> None:
    """On SQLite it stands in the definition of its table and cannot get lost alone."""
    with postgres_engine.begin() as connection:
        connection.execute(text("ALTER TABLE message DROP CONSTRAINT uq_message_header_id"))
    assert [f.subject for f in find_impossible(postgres_engine)] == ["Tabelle message"]
