"""Evaluations, papers and measures belong to a survey; what the measures of an earlier one were stays"""

from datetime import date, datetime

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

DATED = {"evaluation": "evaluated_at", "board_paper": "draft_at", "measure": "starts_on"}


def upgrade() -> None:
    for table in DATED:
        op.add_column(table, sa.Column("round_key", sa.String(length=60), server_default=sa.text("''"), nullable=False))
    op.create_table(
        "past_measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("round_key", sa.String(length=60), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("wave", sa.String(length=20), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("target_level", sa.Integer(), nullable=False),
        sa.Column("target_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["rollout_id"], ["rollout.id"], name=op.f("fk_past_measure_rollout_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_past_measure_service_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_past_measure_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_measure")),
        sa.UniqueConstraint(
            "rollout_id", "round_key", "service_id", name=op.f("uq_past_measure_rollout_id_round_key_service_id")
        ),
    )
    _fill(op.get_bind())


def _fill(connection: sa.Connection) -> None:
    """Give each row the newest survey that had been opened on its day, else the first one; measures are of the first: no later one could renew them."""
    surveys = sa.table("round", *map(sa.column, ("rollout_id", "key", "kind", "id")), sa.column("opened_on", sa.Date()))
    found = sa.select(surveys.c.rollout_id, surveys.c.key, surveys.c.opened_on).where(surveys.c.kind == "survey")
    rounds: dict[int, list[tuple[str, date]]] = {}
    for rollout, key, opened_on in connection.execute(found.order_by(surveys.c.id)):
        rounds.setdefault(rollout, []).append((key, opened_on))
    for name, dated in DATED.items():
        kind = sa.Date() if dated == "starts_on" else sa.DateTime(timezone=True)
        rows = sa.table(name, sa.column("id"), sa.column("rollout_id"), sa.column("round_key"), sa.column(dated, kind))
        for row_id, rollout, at in connection.execute(sa.select(rows.c.id, rows.c.rollout_id, rows.c[dated])).all():
            if own := rounds.get(rollout):
                day = at.date() if isinstance(at, datetime) else own[0][1]
                key = next((key for key, opened_on in reversed(own) if opened_on <= day), own[0][0])
                connection.execute(sa.update(rows).where(rows.c.id == row_id).values(round_key=key))


def downgrade() -> None:
    op.drop_table("past_measure")
    for table in DATED:
        op.drop_column(table, "round_key")
