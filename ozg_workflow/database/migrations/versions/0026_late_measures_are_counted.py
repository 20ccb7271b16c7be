"""Late measures of all rollouts are counted without reading every measure"""

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

NAME = "ix_measure_state_target_on_rollout_id_office_id_route"


def upgrade() -> None:
    op.create_index(NAME, "measure", ["state", "target_on", "rollout_id", "office_id", "route"])


def downgrade() -> None:
    op.drop_index(NAME, "measure")
