"""Codes beside the sentences that something was decided by; columns for what mails are about and for what is erased

This is the one place that reads sentences and takes keys to pieces: as they were written before this revision.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

REMINDERS = ("reminder", "responsibility_reminder", "escalation")
REMINDER = re.compile(r"(.+)@(\d{4}-\d{2}-\d{2})(?:#\d+)?")  # step@deadline#list
INVITATION = re.compile(r"(\d{4}-\d{2}-\d{2})-(\d+)")  # day-SEQUENCE
POINTS = re.compile(r"(.+): (stark|schwach) \((\d+) von 100\)")
MISSING = re.compile(r"Angabe fehlt: (.+)")

# what names a person → the column in which stood that it is erased, and how
PERSONAL = {
    "incoming": ("sender", "gelöscht"),
    "return": ("sender", "gelöscht"),
    "message": ("recipient", "gelöscht"),
    "event_reply": ("attendee", "gelöscht-%"),
}

message = sa.table(
    "message",
    *(sa.column(name, sa.String()) for name in ("kind", "occasion", "state", "state_reason", "state_reason_code", "step")),
    *(sa.column(name, sa.Integer()) for name in ("id", "sequence")),
    sa.column("needs_release", sa.Boolean()),
    sa.column("about_on", sa.Date()),
)
score = sa.table("score", sa.column("id", sa.Integer()), sa.column("evaluation_id", sa.Integer()), sa.column("result", sa.JSON()))


def upgrade() -> None:
    # plain ADD COLUMN: on SQLite a copied table would lose what Alembic does not see
    op.add_column("message", sa.Column("state_reason_code", sa.String(length=40), server_default=sa.text("''"), nullable=False))
    op.add_column("message", sa.Column("about_on", sa.Date(), nullable=True))
    op.add_column("message", sa.Column("step", sa.String(length=120), server_default=sa.text("''"), nullable=False))
    op.add_column("message", sa.Column("sequence", sa.Integer(), server_default="0", nullable=False))
    for table in PERSONAL:
        op.add_column(table, sa.Column("erased", sa.Boolean(), server_default=sa.false(), nullable=False))
    _code_the_states()
    _say_what_mails_are_about()
    _mark_what_is_erased()
    _rewrite_reasons(_with_code)


def downgrade() -> None:
    _rewrite_reasons(_sentence)
    for table in PERSONAL:
        op.drop_column(table, "erased")
    for name in ("sequence", "step", "about_on", "state_reason_code"):
        op.drop_column("message", name)


def _code_the_states() -> None:
    restored = message.c.state_reason.startswith("Seit der Sicherung vom ")
    codes = {
        "since_backup": sa.and_(message.c.state == "held", message.c.needs_release, restored),
        "copy_missing": sa.and_(
            message.c.state == "unknown", message.c.state_reason == "Kopie nicht eingetroffen; vermutlich nicht versandt."
        ),
        "event_moved": sa.and_(
            message.c.kind == "event_invitation",
            message.c.state == "cancelled",
            message.c.state_reason == "Der Termin wurde verschoben.",
        ),
    }
    for code, condition in codes.items():
        op.execute(message.update().where(condition).values(state_reason_code=code))


def _say_what_mails_are_about() -> None:
    query = sa.select(message.c.id, message.c.kind, message.c.occasion).where(
        message.c.kind.in_((*REMINDERS, "event_invitation"))
    )
    found = [(row.id, _about(row.kind, row.occasion)) for row in op.get_bind().execute(query)]
    change = message.update().where(message.c.id == sa.bindparam("row"))
    change = change.values({name: sa.bindparam(f"new_{name}") for name in ("about_on", "step", "sequence")})
    if rows := [{"row": row, **about} for row, about in found if about]:
        op.get_bind().execute(change, rows)


def _about(kind: str, occasion: str) -> dict[str, Any]:
    if kind in REMINDERS:
        matched = REMINDER.fullmatch(occasion)
        day, step, sequence = (matched[2], matched[1], 0) if matched else ("", "", 0)
    else:
        matched = INVITATION.fullmatch(occasion)
        day, step, sequence = (matched[1], "", int(matched[2])) if matched else ("", "", 0)
    return {"new_about_on": date.fromisoformat(day), "new_step": step, "new_sequence": sequence} if day else {}


def _mark_what_is_erased() -> None:
    for name, (column, pattern) in PERSONAL.items():
        table = sa.table(name, sa.column(column, sa.String()), sa.column("erased", sa.Boolean()))
        op.execute(table.update().where(table.c[column].like(pattern)).values(erased=True))


def _rewrite_reasons(rewrite: Callable[[Any], Any]) -> None:
    """Rewrite the reasons of every score, one evaluation after the other: thousands of services each."""
    connection = op.get_bind()
    change = score.update().where(score.c.id == sa.bindparam("row")).values(result=sa.bindparam("new_result"))
    for evaluation in connection.scalars(sa.select(score.c.evaluation_id).distinct().order_by(score.c.evaluation_id)).all():
        found = connection.execute(sa.select(score.c.id, score.c.result).where(score.c.evaluation_id == evaluation)).all()
        rows = [
            {"row": row, "new_result": result | {"reasons": [rewrite(reason) for reason in result["reasons"]]}}
            for row, result in found
            if result.get("reasons")
        ]
        if rows:
            connection.execute(change, rows)


def _with_code(sentence: str) -> dict[str, Any]:
    code, criterion, points = _taken_apart(sentence)
    return {"code": code, "text": sentence, "criterion": criterion, "points": points}


def _taken_apart(sentence: str) -> tuple[str, str, int | None]:
    """Return the code, the criterion and the points of a reason."""
    if matched := POINTS.fullmatch(sentence):
        return {"stark": "strong", "schwach": "weak"}[matched[2]], matched[1], int(matched[3])
    if matched := MISSING.fullmatch(sentence):
        return "missing", matched[1], None
    return "blocked" if sentence.startswith("Rechtlich gesperrt: ") else "other", "", None


def _sentence(reason: dict[str, Any]) -> str:
    return str(reason["text"])
