"""States that cannot be, on either database: each check is one question, and every answer names its object and what to do."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    String,
    UniqueConstraint,
    and_,
    exists,
    func,
    inspect,
    not_,
    or_,
    select,
    text,
    type_coerce,
)

from ozg_workflow.database.findings import RESTORE, Finding
from ozg_workflow.database.models import (
    Base,
    Correction,
    Message,
    MessageContent,
    MessageList,
    MessageRecipient,
    ResponsibilityCase,
    ReturnRow,
    Round,
    ServiceList,
    ServiceListRow,
)
from ozg_workflow.database.models.base import EnumText
from ozg_workflow.database.session import read_only
from ozg_workflow.domain.post.mail import REMINDER_KINDS, MailKind
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.domain.post.reasons import STATE_OF_REASON
from ozg_workflow.domain.survey.responsibility import CaseState
from ozg_workflow.domain.survey.service_list import BACK, UNFINISHED_ROWS, ListState, RowState

CLAIMS: Final = (MessageState.CLAIMED, MessageState.DATA_STARTED)
GONE: Final = (RowState.MOVED, RowState.WITHDRAWN)
DELIVER: Final = "„ozg deliver“ ausführen; bleibt es dabei, Hilfe holen."


def find_impossible(engine: Engine) -> list[Finding]:
    """Return every state that cannot be; unknown words first, because the other questions rely on the known ones."""
    with read_only(engine).connect() as connection:
        return [finding for check in CHECKS for finding in check(connection)]


def _ids(connection: Connection, model: Any, *conditions: ColumnElement[bool]) -> Iterator[int]:
    yield from connection.scalars(select(model.id).where(*conditions).order_by(model.id))


def _unknown_words(connection: Connection) -> Iterator[Finding]:
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, EnumText):
                known, raw = tuple(str(member) for member in column.type.enum), type_coerce(column, String)
                for key, word in connection.execute(select(table.primary_key.columns[0], raw).where(raw.not_in(known))):
                    problem = f"Das Wort „{word}“ in der Spalte „{column.name}“ ist unbekannt."
                    yield Finding(subject=f"Tabelle {table.name}, Zeile {key}", problem=problem, remedy=RESTORE)


def _messages(connection: Connection) -> Iterator[Finding]:
    addressed = exists().where(MessageRecipient.message_id == Message.id)
    written = exists().where(MessageContent.message_id == Message.id)
    cases: tuple[tuple[ColumnElement[bool], str, str], ...] = (
        (
            and_(_is(Message.state, MessageState.ACCEPTED), Message.accepted_at.is_(None)),
            "angenommen, aber ohne Zeitpunkt.",
            "Im Protokoll des Mailservers nach der Message-ID sehen („ozg mail show NR“).",
        ),
        (
            and_(_is(Message.state, *CLAIMS), or_(Message.lease_until.is_(None), Message.claimed_by == "")),
            "in Zustellung, aber von niemandem oder ohne Ende der Belegung.",
            DELIVER,
        ),
        (
            and_(not_(_is(Message.state, *CLAIMS)), Message.lease_until.is_not(None)),
            "nicht in Zustellung, aber belegt.",
            DELIVER,
        ),
        (
            or_(*(and_(_is(Message.state_reason_code, why), not_(_is(Message.state, s))) for why, s in STATE_OF_REASON.items())),
            "mit einem Grund, der nicht zu ihrem Zustand passt.",
            RESTORE,
        ),
        (
            and_(
                _is(Message.kind, *REMINDER_KINDS, MailKind.EVENT_INVITATION),
                or_(Message.about_on.is_(None), and_(_is(Message.kind, *REMINDER_KINDS), Message.step == "")),
            ),
            "ohne den Tag oder die Stufe, um die es in ihr geht; sie könnte noch einmal entstehen.",
            RESTORE,
        ),
        (not_(written), "ohne Inhalt.", RESTORE),
        (not_(addressed), "ohne Empfänger.", "„ozg mail cancel NR“, dann den Schritt erneut ausführen."),
    )
    for condition, problem, remedy in cases:
        for message_id in _ids(connection, Message, condition):
            yield Finding(subject=f"Mail Nr. {message_id}", problem=problem, remedy=remedy.replace("NR", str(message_id)))


def _doubles(connection: Connection) -> Iterator[Finding]:
    """Unique keys prevent them; a database whose indexes are gone would send twice."""
    query = select(Message.header_id, func.count()).group_by(Message.header_id).having(func.count() > 1)
    for header_id, number in connection.execute(query):
        yield Finding(subject=f"Message-ID {header_id}", problem=f"{number} Mails haben sie.", remedy=RESTORE)
    for table in Base.metadata.sorted_tables:
        wanted = {tuple(c.name for c in key.columns) for key in table.constraints if isinstance(key, UniqueConstraint)}
        found = {tuple(key["column_names"]) for key in inspect(connection).get_unique_constraints(table.name)}
        for columns in sorted(wanted - found):
            problem = f"Der Schlüssel über {', '.join(columns)} fehlt, der Doppeltes verhindert."
            yield Finding(subject=f"Tabelle {table.name}", problem=problem, remedy=RESTORE)


def _lists(connection: Connection) -> Iterator[Finding]:
    carried = exists().where(MessageList.service_list_id == ServiceList.id)
    accepted = exists().where(
        MessageList.service_list_id == ServiceList.id,
        MessageList.message_id == Message.id,
        or_(Message.accepted_at.is_not(None), _is(Message.state, MessageState.ACCEPTED, MessageState.BOUNCED)),
    )
    unfinished = exists().where(ServiceListRow.service_list_id == ServiceList.id, _is(ServiceListRow.state, *UNFINISHED_ROWS))
    cases: tuple[tuple[ColumnElement[bool], str, str], ...] = (
        (
            and_(_is(ServiceList.state, ListState.SENT), not_(accepted)),
            "versandt, aber keine Mail mit ihr wurde angenommen.",
            "„ozg mail list“ ansehen; die Liste mit „ozg lists export“ schreiben und von Hand senden.",
        ),
        (
            and_(_is(ServiceList.state, ListState.SENT, ListState.PARTLY_RETURNED), ServiceList.sent_at.is_(None), accepted),
            "versandt, aber ohne Zeitpunkt.",
            DELIVER,
        ),
        (and_(_is(ServiceList.state, ListState.QUEUED), not_(carried)), "im Postausgang, aber keine Mail trägt sie.", RESTORE),
        (
            and_(_is(ServiceList.state, *sorted(BACK)), unfinished),
            "zurück, aber Zeilen sind noch offen.",
            "Die Liste erneut einlesen: „ozg inbox list --all“, dann „ozg inbox retry NR“.",
        ),
    )
    for condition, problem, remedy in cases:
        for list_id in _ids(connection, ServiceList, condition):
            yield Finding(subject=f"Liste {list_id}", problem=problem, remedy=remedy)


def _rows(connection: Connection) -> Iterator[Finding]:
    told = or_(exists().where(ReturnRow.row_id == ServiceListRow.id), exists().where(Correction.row_id == ServiceListRow.id))
    for row_id in _ids(connection, ServiceListRow, ServiceListRow.answered_at.is_not(None), not_(told)):
        problem = "beantwortet, aber kein Rücklauf sagt es."
        yield Finding(subject=f"Zeile {row_id}", problem=problem, remedy=RESTORE)
    opened = exists().where(ResponsibilityCase.row_id == ServiceListRow.id)
    for row_id in _ids(connection, ServiceListRow, _is(ServiceListRow.state, RowState.DISPUTED), not_(opened)):
        remedy = "Die Liste erneut einlesen: „ozg inbox retry NR“."
        yield Finding(subject=f"Zeile {row_id}", problem="„nicht zuständig“, aber ohne Fall.", remedy=remedy)
    query = (
        select(ResponsibilityCase.id, type_coerce(ServiceListRow.state, String))
        .join(ServiceListRow, ServiceListRow.id == ResponsibilityCase.row_id)
        .where(_is(ResponsibilityCase.state, CaseState.OPEN), _is(ServiceListRow.state, *GONE))
        .order_by(ResponsibilityCase.id)
    )
    for case_id, state in connection.execute(query):
        what = "entfallen" if state == RowState.WITHDRAWN else "schon verschoben"
        remedy = "„ozg prepare“ ausführen; bleibt es dabei, Hilfe holen."
        yield Finding(subject=f"Fall {case_id}", problem=f"offen, aber seine Zeile ist {what}.", remedy=remedy)


def _rounds(connection: Connection) -> Iterator[Finding]:
    before = Base.metadata.tables["round"].alias()
    wrong = select(Round.id).join(before, before.c.id == Round.previous_id)
    wrong = wrong.where(or_(before.c.rollout_id != Round.rollout_id, before.c.id >= Round.id))
    for round_id in connection.scalars(wrong):
        problem = "wiederholt eine Runde, die nicht vor ihr kam."
        yield Finding(subject=f"Runde {round_id}", problem=problem, remedy=RESTORE)
    foreign = (
        select(MessageList.message_id, MessageList.service_list_id)
        .join(Message, Message.id == MessageList.message_id)
        .join(ServiceList, ServiceList.id == MessageList.service_list_id)
        .join(Round, Round.id == ServiceList.round_id)
        .where(Round.rollout_id != Message.rollout_id)
    )
    for message_id, list_id in connection.execute(foreign):
        problem = f"gehört zu Liste {list_id} eines anderen Rollouts."
        yield Finding(subject=f"Mail Nr. {message_id}", problem=problem, remedy=RESTORE)


def _audit_log(connection: Connection) -> Iterator[Finding]:
    found = set(connection.scalars(text(TRIGGERS[connection.dialect.name])))
    if missing := sorted(PROTECTION[connection.dialect.name] - found):
        problem = f"nicht mehr gegen Änderungen geschützt ({', '.join(missing)} fehlt)."
        yield Finding(subject="Protokoll", problem=problem, remedy=RESTORE)


def _numbers(connection: Connection) -> Iterator[Finding]:
    """On PostgreSQL the next number must come after the highest one, or new rows are refused."""
    if connection.dialect.name != "postgresql":
        return
    for table in Base.metadata.sorted_tables:
        sequence = "id" in table.c and connection.scalar(select(func.pg_get_serial_sequence(f'"{table.name}"', "id")))
        highest = connection.scalar(select(func.max(table.c.id))) if sequence else None
        if highest and (connection.scalar(text(f"SELECT last_value FROM {sequence}")) or 0) < highest:  # noqa: S608 - its own answer
            remedy = f"SELECT setval('{sequence}', {highest}); in psql ausführen."
            yield Finding(subject=f"Tabelle {table.name}", problem="Die nächste Nummer ist schon vergeben.", remedy=remedy)


def _is(column: Any, *states: str) -> ColumnElement[bool]:
    """Compare as text: a word nobody knows must not stop the checks."""
    return type_coerce(column, String).in_([str(state) for state in states])


TRIGGERS: Final = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid IN ('event'::regclass, 'audit_seal'::regclass) AND tgenabled <> 'D'",
}
PROTECTION: Final = {
    "sqlite": {"event_no_update", "event_no_delete", "audit_seal_no_update", "audit_seal_no_delete"},
    "postgresql": {"event_append_only", "audit_seal_append_only"},
}
CHECKS: Final[tuple[Callable[[Connection], Iterator[Finding]], ...]] = (
    _unknown_words,
    _messages,
    _doubles,
    _lists,
    _rows,
    _rounds,
    _audit_log,
    _numbers,
)
