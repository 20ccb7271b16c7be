"""Answers go along with a service that changes its office: where a prefilled answer stems from, and what was adopted"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # plain ADD COLUMN: on SQLite a copied table would lose what Alembic does not see
    op.add_column("service_list_row", sa.Column("prefill_row_id", sa.Integer(), nullable=True))
    op.add_column("return_row", sa.Column("adopted", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("return_row", "adopted")
    op.drop_column("service_list_row", "prefill_row_id")
