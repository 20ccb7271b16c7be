"""Lists may be sent filled in with what the portals show"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # plain ADD COLUMN: on SQLite a copied table would lose what Alembic does not see
    op.add_column("service_list_row", sa.Column("portal_prefill", sa.JSON(), server_default=sa.text("'{}'"), nullable=False))


def downgrade() -> None:
    op.drop_column("service_list_row", "portal_prefill")
