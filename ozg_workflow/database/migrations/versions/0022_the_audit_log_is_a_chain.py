"""Each line of the audit log has a seal that holds the one before; those there are get theirs as they stand"""

import sqlalchemy as sa
from alembic import op

from ozg_workflow.database.models.base import UtcDateTime
from ozg_workflow.domain.proof.chain import Line, next_seals

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

REFUSED = "audit_seal is append-only"


def upgrade() -> None:
    op.create_table(
        "audit_seal",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_audit_seal_event_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_seal")),
        sa.UniqueConstraint("event_id", name=op.f("uq_audit_seal_event_id")),
    )
    _seal_what_there_is()
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER audit_seal_no_{verb} BEFORE {verb.upper()} ON audit_seal BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER audit_seal_append_only BEFORE UPDATE OR DELETE ON audit_seal "
        "FOR EACH ROW EXECUTE FUNCTION event_append_only()"
    )


def _seal_what_there_is() -> None:
    said = ("id", "rollout_id", "actor", "verb", "object_type", "object_id", "text")
    event = sa.table("event", *map(sa.column, said), sa.column("at", UtcDateTime), sa.column("data", sa.JSON))
    table = sa.table("audit_seal", sa.column("number"), sa.column("event_id"), sa.column("digest"))
    rows = op.get_bind().execute(sa.select(event).order_by(event.c.id))
    seals = [
        {"number": s.number, "event_id": s.event_id, "digest": s.digest}
        for s in next_seals(None, (Line(**row._asdict()) for row in rows))
    ]
    if seals:
        op.get_bind().execute(table.insert(), seals)


def downgrade() -> None:
    op.drop_table("audit_seal")
