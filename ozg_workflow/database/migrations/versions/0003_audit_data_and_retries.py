"""Figures beside the words of the audit log; the version of the program that could not process a mail"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # plain ADD COLUMN: a copied table would lose the triggers that protect the audit log
    op.add_column("event", sa.Column("data", sa.JSON(), server_default=sa.text("'{}'"), nullable=False))
    op.add_column("incoming", sa.Column("failed_version", sa.String(length=40), server_default=sa.text("''"), nullable=False))
    op.create_index("ix_incoming_rollout_id_state", "incoming", ["rollout_id", "state"])
    op.add_column("message", sa.Column("copied_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("relay", sa.Column("lines", sa.JSON(), server_default=sa.text("'{}'"), nullable=False))
    op.add_column("rollout", sa.Column("restored_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "step_run",
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["rollout_id"], ["rollout.id"], name=op.f("fk_step_run_rollout_id")),
        sa.PrimaryKeyConstraint("rollout_id", "step", name=op.f("pk_step_run")),
    )
    if op.get_bind().dialect.name == "postgresql":  # an integer of SQLite is wide enough
        op.alter_column("incoming", "uidvalidity", type_=sa.BigInteger())


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("incoming", "uidvalidity", type_=sa.Integer())
    op.drop_table("step_run")
    op.drop_column("rollout", "restored_at")
    op.drop_column("relay", "lines")
    op.drop_column("message", "copied_at")
    op.drop_index("ix_incoming_rollout_id_state", table_name="incoming")
    op.drop_column("incoming", "failed_version")
    op.drop_column("event", "data")
