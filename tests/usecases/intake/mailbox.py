"""What became of the mails of a town."""

from sqlalchemy import func, select

from ozg_workflow.database.models import Incoming, Return
from tests.usecases.town import Town


def incoming(town: Town) -> list[tuple[str, str]]:
    with town.session() as session:
        return [(str(i.state), i.reason) for i in session.scalars(select(Incoming).order_by(Incoming.id))]


def returns(town: Town) -> int:
    with town.session() as session:
        return session.scalar(select(func.count(Return.id))) or 0


def filed(town: Town) -> dict[str, int]:
    folders = (".", ".OZG.Verarbeitet", ".OZG.Kl&AOQ-rung")
    found = {folder: [*(town.box / folder).glob("new/*"), *(town.box / folder).glob("cur/*")] for folder in folders}
    return {folder: len(files) for folder, files in found.items() if files}
