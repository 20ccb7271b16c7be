"""Moved dates, repeated and closed rounds, releases, relays; an audit log that only grows"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

REFUSED = "the audit log is append-only"


def upgrade() -> None:
    op.create_table(
        "relay",
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("next_free_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures_in_a_row", sa.Integer(), nullable=False),
        sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_relay")),
    )
    with op.batch_alter_table("message") as table:
        table.add_column(sa.Column("needs_release", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("milestone") as table:
        table.add_column(sa.Column("moved_from", sa.Date(), nullable=True))
        table.add_column(sa.Column("moved_to", sa.Date(), nullable=True))
        table.add_column(sa.Column("sequence", sa.Integer(), server_default="0", nullable=False))
    with op.batch_alter_table("round") as table:
        table.add_column(sa.Column("previous_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
        table.create_foreign_key(op.f("fk_round_previous_id"), "round", ["previous_id"], ["id"])
    with op.batch_alter_table("service_list") as table:
        table.add_column(sa.Column("extended", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("service_list_row") as table:
        table.add_column(sa.Column("prefill", sa.JSON(), server_default=sa.text("'{}'"), nullable=False))
    _protect_the_audit_log()


def downgrade() -> None:
    _open_the_audit_log()
    with op.batch_alter_table("service_list_row") as table:
        table.drop_column("prefill")
    with op.batch_alter_table("service_list") as table:
        table.drop_column("extended")
    with op.batch_alter_table("round") as table:
        table.drop_constraint(op.f("fk_round_previous_id"), type_="foreignkey")
        table.drop_column("closed_at")
        table.drop_column("previous_id")
    with op.batch_alter_table("milestone") as table:
        table.drop_column("sequence")
        table.drop_column("moved_to")
        table.drop_column("moved_from")
    with op.batch_alter_table("message") as table:
        table.drop_column("needs_release")
    op.drop_table("relay")


def _protect_the_audit_log() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER event_no_{verb} BEFORE {verb.upper()} ON event BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION event_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON event FOR EACH ROW EXECUTE FUNCTION event_append_only()"
    )


def _open_the_audit_log() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER event_no_{verb}")
        return
    op.execute("DROP TRIGGER event_append_only ON event")
    op.execute("DROP FUNCTION event_append_only()")
