"""The bytes of a mail in a table of their own: a change of its state does not write them anew"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "message_content",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_message_content_message_id")),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_message_content")),
    )
    op.add_column("message", sa.Column("size", sa.Integer(), server_default="0", nullable=False))
    op.execute("INSERT INTO message_content (message_id, content) SELECT id, content FROM message")
    op.execute("UPDATE message SET size = length(content)")
    op.drop_column("message", "content")


def downgrade() -> None:
    op.add_column("message", sa.Column("content", sa.LargeBinary(), server_default=sa.text("''"), nullable=False))
    op.execute("UPDATE message SET content = (SELECT content FROM message_content WHERE message_id = message.id)")
    op.drop_column("message", "size")
    op.drop_table("message_content")
