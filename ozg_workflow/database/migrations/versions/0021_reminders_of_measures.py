"""Which measures a mail reminds of"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "message_measure",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_message_measure_message_id")),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name=op.f("fk_message_measure_measure_id")),
        sa.PrimaryKeyConstraint("message_id", "measure_id", name=op.f("pk_message_measure")),
    )
    op.create_index("ix_message_measure_measure_id", "message_measure", ["measure_id"])


def downgrade() -> None:
    op.drop_table("message_measure")
