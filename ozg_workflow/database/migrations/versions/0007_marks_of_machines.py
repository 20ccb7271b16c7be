"""What speaks for a machine having written a mail, and why an automatic mail is unusual"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # plain ADD COLUMN: on SQLite a copied table would lose what Alembic does not see
    op.add_column("incoming", sa.Column("marks", sa.JSON(), server_default=sa.text("'[]'"), nullable=False))
    op.add_column("incoming", sa.Column("unusual", sa.JSON(), server_default=sa.text("'[]'"), nullable=False))


def downgrade() -> None:
    op.drop_column("incoming", "unusual")
    op.drop_column("incoming", "marks")
