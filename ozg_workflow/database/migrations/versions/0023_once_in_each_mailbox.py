"""The same bytes count once in each mailbox, not once in all of them"""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

EVERYWHERE = "uq_incoming_sha256"
IN_A_MAILBOX = "uq_incoming_sha256_mailbox"


def upgrade() -> None:
    with op.batch_alter_table("incoming") as table:  # no triggers hang on it
        table.drop_constraint(EVERYWHERE, type_="unique")
        table.create_unique_constraint(IN_A_MAILBOX, ["sha256", "mailbox"])


def downgrade() -> None:
    with op.batch_alter_table("incoming") as table:
        table.drop_constraint(IN_A_MAILBOX, type_="unique")
        table.create_unique_constraint(EVERYWHERE, ["sha256"])
