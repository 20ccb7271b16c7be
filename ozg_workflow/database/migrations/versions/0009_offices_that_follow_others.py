"""The office that has taken over another one, the office and version a list was printed for, and the addresses people had before"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("department", "office"):
        op.add_column(table, sa.Column("former_addresses", sa.JSON(), server_default=sa.text("'{}'"), nullable=False))
    op.add_column("office", sa.Column("successor", sa.String(length=20), server_default=sa.text("''"), nullable=False))
    op.add_column("service_list", sa.Column("former_office", sa.String(length=20), server_default=sa.text("''"), nullable=False))
    op.add_column("service_list", sa.Column("former_version", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("service_list", "former_version")
    op.drop_column("service_list", "former_office")
    op.drop_column("office", "successor")
    for table in ("office", "department"):
        op.drop_column(table, "former_addresses")
