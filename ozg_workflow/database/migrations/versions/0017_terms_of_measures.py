"""What is agreed about a measure: route, contact, effort, dependency, note"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # plain ADD COLUMN: on SQLite a copied table would lose what Alembic does not see
    op.add_column("measure", sa.Column("route", sa.String(length=40), nullable=True))
    for name in ("contact", "note"):
        op.add_column("measure", sa.Column(name, sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("measure", sa.Column("effort_days", sa.Integer(), nullable=True))
    # no foreign key: SQLite would have to copy the table; whoever writes it checks the other measure
    op.add_column("measure", sa.Column("depends_on", sa.Integer(), nullable=True))


def downgrade() -> None:
    for name in ("depends_on", "effort_days", "note", "contact", "route"):
        op.drop_column("measure", name)
