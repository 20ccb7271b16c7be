"""The few mails that came back, and the few answers of other offices, are found without reading all of them"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

BOUNCES, ADOPTED = "ix_event_bounced", "ix_return_row_adopted"


def upgrade() -> None:
    bounced = sa.text("verb = 'bounced'")
    op.create_index(BOUNCES, "event", ["rollout_id"], sqlite_where=bounced, postgresql_where=bounced)
    op.create_index(ADOPTED, "return_row", ["row_id"], sqlite_where=sa.text("adopted = 1"), postgresql_where=sa.text("adopted"))


def downgrade() -> None:
    op.drop_index(ADOPTED, "return_row")
    op.drop_index(BOUNCES, "event")
