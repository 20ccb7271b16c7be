"""Papers for the board, and what it decided about each service"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "board_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("input_hash", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("draft_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("doubts", sa.JSON(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("proposed", sa.JSON(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(length=100), server_default=sa.text("''"), nullable=False),
        sa.Column("document", sa.String(length=200), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(["rollout_id"], ["rollout.id"], name=op.f("fk_board_paper_rollout_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_paper")),
    )
    op.create_index("ix_board_paper_rollout_id", "board_paper", ["rollout_id"])
    op.create_table(
        "board_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("proposed_wave", sa.String(length=20), nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=False),
        sa.Column("wave", sa.String(length=20), server_default=sa.text("''"), nullable=False),
        sa.Column("reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["board_paper.id"], name=op.f("fk_board_decision_paper_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_board_decision_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_decision")),
        sa.UniqueConstraint("paper_id", "service_id", name=op.f("uq_board_decision_paper_id_service_id")),
    )


def downgrade() -> None:
    op.drop_table("board_decision")
    op.drop_table("board_paper")
