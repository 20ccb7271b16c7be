"""The refs under which a service was known before; what the configuration was loaded from"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # plain ADD COLUMN: on SQLite a copied table would lose what Alembic does not see
    op.add_column("service", sa.Column("former_refs", sa.JSON(), server_default=sa.text("'[]'"), nullable=False))
    op.add_column("rollout", sa.Column("files_hash", sa.String(length=64), server_default=sa.text("''"), nullable=False))


def downgrade() -> None:
    op.drop_column("rollout", "files_hash")
    op.drop_column("service", "former_refs")
