"""What the portals show of each service, when that was imported, and which services the SDG regulation names"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # plain ADD COLUMN: on SQLite a copied table would lose what Alembic does not see
    op.add_column("service", sa.Column("sdg", sa.Boolean(), nullable=True))
    op.add_column("rollout", sa.Column("portal_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "portal_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=14), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("online", sa.Boolean(), nullable=True),
        sa.Column("urls", sa.JSON(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["rollout_id"], ["rollout.id"], name=op.f("fk_portal_entry_rollout_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_entry")),
        sa.UniqueConstraint("rollout_id", "key", name=op.f("uq_portal_entry_rollout_id_key")),
    )


def downgrade() -> None:
    op.drop_table("portal_entry")
    op.drop_column("rollout", "portal_at")
    op.drop_column("service", "sdg")
