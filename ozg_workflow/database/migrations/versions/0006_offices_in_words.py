"""Other names of offices, and the reason of a responsibility case as a code

Sentences of cases are read here once, as they were written before this revision.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# how a sentence began → its code; the first that fits
SENTENCES = (
    ("Es wurde kein zuständiges Amt genannt.", "not_named"),
    ("Das genannte Amt „%", "unknown"),
    ("Das Amt hat sich selbst als zuständig genannt.", "own_office"),
    ("Amt % hat die Leistung bereits abgelehnt.", "refused_before"),
    ("Vorschlag: Amt %", "reserved"),
    ("Von Amt % an Amt % verwiesen.", "forwarded"),
    ("Entscheidung der Koordination: %", "decided"),
    ("Das Amt hat die Zuständigkeit inzwischen bestätigt.", "taken_back"),
    ("Die Leistung ist hier entfallen.", "service_gone"),
)
case = sa.table("responsibility_case", *(sa.column(name, sa.String()) for name in ("reason", "reason_code")))


def upgrade() -> None:
    # plain ADD COLUMN: on SQLite a copied table would lose what Alembic does not see
    op.add_column("office", sa.Column("aliases", sa.JSON(), server_default=sa.text("'[]'"), nullable=False))
    op.add_column("responsibility_case", sa.Column("reason_code", sa.String(length=40), nullable=True))
    for sentence, code in SENTENCES:
        op.execute(case.update().where(case.c.reason.like(sentence), case.c.reason_code.is_(None)).values(reason_code=code))


def downgrade() -> None:
    op.drop_column("responsibility_case", "reason_code")
    op.drop_column("office", "aliases")
