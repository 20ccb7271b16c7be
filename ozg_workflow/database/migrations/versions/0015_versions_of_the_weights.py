"""What each version of the weights means, and the version an evaluation was made with"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ROLLOUT = sa.table("rollout", sa.column("id"), sa.column("config", sa.JSON), sa.column("created_at", sa.DateTime(timezone=True)))


def upgrade() -> None:
    known = op.create_table(
        "prioritisation_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["rollout_id"], ["rollout.id"], name=op.f("fk_prioritisation_version_rollout_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prioritisation_version")),
        sa.UniqueConstraint("rollout_id", "version", name=op.f("uq_prioritisation_version_rollout_id_version")),
    )
    op.add_column("evaluation", sa.Column("version", sa.String(length=40), server_default=sa.text("''"), nullable=False))
    op.add_column("evaluation", sa.Column("again_at", sa.DateTime(timezone=True), nullable=True))
    for rollout in op.get_bind().execute(sa.select(ROLLOUT)).all():
        plan = (rollout.config or {}).get("prioritisation")
        if plan and plan.get("version"):
            _keep(known, rollout, plan)


def _keep(known: sa.Table, rollout: sa.Row[Any], plan: dict[str, Any]) -> None:
    """The loaded weights are what their version means; evaluations so far did not say which they had, most had these."""
    version = str(plan["version"])[:40]
    values = {"rollout_id": rollout.id, "version": version, "content": plan, "loaded_at": rollout.created_at}
    op.get_bind().execute(known.insert().values(values))
    evaluation = sa.table("evaluation", sa.column("rollout_id"), sa.column("version"))
    op.get_bind().execute(evaluation.update().where(evaluation.c.rollout_id == rollout.id).values(version=version))


def downgrade() -> None:
    op.drop_column("evaluation", "again_at")
    op.drop_column("evaluation", "version")
    op.drop_table("prioritisation_version")
