"""The papers for the board."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ozg_workflow.database.models.base import Base, UtcDateTime
from ozg_workflow.database.models.rollouts import Rollout


class BoardPaper(Base):
    """A paper for the board, from the draft to the decision; `input_hash`, `version` and `round_key` are those of its evaluation.

    `doubts` say why it is provisional (`[{"code", "sentence"}]`), `proposed` maps ids of services (as text) to the key of the wave; the board met on `decided_on`, and `decided_by` recorded that
    at `decided_at`; `document` is the file of the decision in the folder of the reports.
    """

    __tablename__ = "board_paper"

    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey(Rollout.id), index=True)
    input_hash: Mapped[str] = mapped_column(String(64))
    version: Mapped[str] = mapped_column(String(40))
    round_key: Mapped[str] = mapped_column(String(60), default="", server_default=text("''"))
    draft_at: Mapped[datetime] = mapped_column(UtcDateTime)
    doubts: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list, server_default=text("'[]'"))
    proposed: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default=text("'{}'"))
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_on: Mapped[date | None]
    decided_by: Mapped[str] = mapped_column(String(100), default="", server_default=text("''"))
    document: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"))
