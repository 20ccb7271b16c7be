"""Late measures of all rollouts are counted without reading every measure"""

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

NAME = "ix_measure_rollout_id_state_target_on_office_id_route"


def upgrade() -> None:
    op.create_index(NAME, "measure", ["rollout_id", "state", "target_on", "office_id", "route"])


def downgrade() -> None:
    op.drop_index(NAME, "measure")
