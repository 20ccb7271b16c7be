"""Why a measure is in another wave than the board named"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # plain ADD COLUMN: on SQLite a copied table would lose what Alembic does not see
    op.add_column("measure", sa.Column("shift", sa.Text(), server_default=sa.text("''"), nullable=False))


def downgrade() -> None:
    op.drop_column("measure", "shift")
