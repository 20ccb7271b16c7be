"""Who settled a case, with which note and for which body outside the city; why a service came to an office; where a row stood before"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

CASE = (("settled_body", sa.String(length=200)), ("settled_by", sa.String(length=100)), ("note", sa.Text()))


def upgrade() -> None:
    # plain ADD COLUMN: on SQLite a copied table would lose what Alembic does not see
    for name, kind in CASE:
        op.add_column("responsibility_case", sa.Column(name, kind, server_default=sa.text("''"), nullable=False))
    op.add_column("assignment", sa.Column("arrival", sa.String(length=40), nullable=True))
    op.add_column("assignment", sa.Column("reason", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("service_list_row", sa.Column("printed", sa.JSON(), server_default=sa.text("'[]'"), nullable=False))


def downgrade() -> None:
    op.drop_column("service_list_row", "printed")
    op.drop_column("assignment", "reason")
    op.drop_column("assignment", "arrival")
    for name, _ in reversed(CASE):
        op.drop_column("responsibility_case", name)
