"""What a person has to read in a mail; the same mail that came another way"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # plain ADD COLUMN: on SQLite a copied table would lose what Alembic does not see
    op.add_column("incoming", sa.Column("fingerprint", sa.String(length=64), server_default=sa.text("''"), nullable=False))
    op.create_index("ix_incoming_fingerprint", "incoming", ["fingerprint"])
    op.create_table(
        "incoming_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incoming_id", sa.Integer(), nullable=False),
        sa.Column("service_list_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cleared_by", sa.String(length=100), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("erased", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["incoming_id"], ["incoming.id"], name=op.f("fk_incoming_note_incoming_id")),
        sa.ForeignKeyConstraint(["service_list_id"], ["service_list.id"], name=op.f("fk_incoming_note_service_list_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_note")),
    )
    op.create_index("ix_incoming_note_incoming_id", "incoming_note", ["incoming_id"])


def downgrade() -> None:
    # an older program knows no such state; what was recorded stays recorded
    incoming = sa.table("incoming", sa.column("id", sa.Integer()), sa.column("state", sa.String()))
    returned = sa.select(sa.table("return", sa.column("incoming_id", sa.Integer())).c.incoming_id)
    recorded = sa.case((incoming.c.id.in_(returned), "return"), else_="automatic")
    op.execute(incoming.update().where(incoming.c.state == "to_read").values(state=recorded))
    op.drop_table("incoming_note")
    op.drop_index("ix_incoming_fingerprint", table_name="incoming")
    op.drop_column("incoming", "fingerprint")
