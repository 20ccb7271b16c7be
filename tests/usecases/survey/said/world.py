"""A small world for generated stories about one service: returns, changes of the catalogue, lists, decisions, corrections, in any order.

The mails are not written and the workbooks not filled in: a return is what was read from them. Everything behind that is real.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from ozg_workflow.database.models import Incoming, Office, ServiceList, ServiceListRow
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.post.mail import IncomingKind, IncomingState
from ozg_workflow.domain.rollout import RolloutData
from ozg_workflow.domain.survey.late_answers import LateAnswers
from ozg_workflow.domain.survey.returns import ReturnedList, ReturnedRow
from ozg_workflow.mail.read.parse import parse_mail
from ozg_workflow.mail.read.unpack import UnpackedFile
from ozg_workflow.usecases.answers.correct import Wish, correct
from ozg_workflow.usecases.intake.match_return import Matched
from ozg_workflow.usecases.intake.record_return import record_return
from ozg_workflow.usecases.survey.cases import list_cases
from ozg_workflow.usecases.survey.decide_cases import decide_cases, decide_elsewhere, reopen_cases
from tests.usecases.town import GOOD, Town, copy_home, sent_home, shared_templates, town_data

SERVICE = "L8"
HEADINGS = {question.heading: question.key for question in town_data().config.questionnaire.questions}
CELLS = {HEADINGS[heading]: value for heading, value in GOOD.items()}


def catalogue(office: str, rule: LateAnswers = LateAnswers.OFFER) -> RolloutData:
    """The small town with its last service at an office; without it where that is empty."""
    data = town_data()
    kept = (replace(s, office=office) if s.ref == SERVICE else s for s in data.services if office or s.ref != SERVICE)
    return replace(data, services=tuple(kept), config=replace(data.config, late_answers=rule))


@dataclass
class World:
    """A town with its lists out, whose day goes on with every step."""

    town: Town
    rule: LateAnswers
    said: int = 0

    def change(self, office: str) -> None:
        """Load the catalogue with the service at another office."""
        self._later()
        self.town.prepare(catalogue(office, self.rule))

    def send(self) -> None:
        """Send what is missing."""
        self._later()
        self.town.do("send-lists")
        self.town.change(ServiceList, ServiceList.sent_at.is_(None), sent_at=self.town.clock.moment)

    def back(self, office: str, cells: Mapping[str, Any], written: datetime | None = None) -> None:
        """Let every list of an office come back that holds the service, with these cells in its row."""
        self._later()
        with self.town.ctx().work("Rücklauf") as work:
            query = select(ServiceListRow).join(ServiceList).join(Office).where(Office.number == office)
            rows = [r for r in work.session.scalars(query) if r.service.ref == SERVICE and r.service_list.sent_at]
            for row in rows:
                self.said += 1
                incoming = Incoming(
                    rollout_id=work.rollout.id,
                    mailbox="welt",
                    uidvalidity=1,
                    uid=str(self.said),
                    sha256=hashlib.sha256(str(self.said).encode()).hexdigest(),
                    content=b"",
                    received_at=self.town.clock.moment,
                    kind=IncomingKind.PERSON,
                    state=IncomingState.RETURN,
                )
                work.session.add(incoming)
                work.session.flush()
                mail = replace(parse_mail(b"From: amt@bielefeld.example\n\n"), date=written)
                record_return(work, incoming, mail, _matched(row, cells))

    def decide(self, office: str) -> None:
        """Settle what is open."""
        self._later()
        with suppress(InputError):
            decide_cases(self.town.ctx(), [case.id for case in list_cases(self.town.ctx(), only_open=True)], office)

    def elsewhere(self) -> None:
        """Settle what is open with no office of this city."""
        self._later()
        with suppress(InputError):
            decide_elsewhere(self.town.ctx(), [case.id for case in list_cases(self.town.ctx(), only_open=True)], "Kreis")

    def reopen(self) -> None:
        """Open the last case again, where that can be."""
        self._later()
        with suppress(InputError):
            reopen_cases(self.town.ctx(), [case.id for case in list_cases(self.town.ctx())][-1:], "neu bedacht")

    def correct(self, office: str, value: str) -> None:
        """Correct a figure by phone, where that can be."""
        self._later()
        with suppress(InputError):
            wish = Wish(office=office, service=SERVICE, question="case_volume", value=value, source="Telefonat")
            correct(self.town.ctx(actor="Frau Lindner"), wish)

    def _later(self) -> None:
        self.town.clock.moment += timedelta(hours=1)


def _matched(row: ServiceListRow, cells: Mapping[str, Any]) -> Matched:
    addresses = {key: f"{chr(65 + n)}7" for n, key in enumerate(cells)}
    returned = ReturnedRow(row_id=row.id, number=row.number, cells=dict(cells), addresses=addresses)
    item = row.service_list
    return Matched(
        file=UnpackedFile(name=f"liste_{item.office.number}_v{item.version}.xlsx", content=b""),
        sha256="",
        service_list=item,
        returned=ReturnedList(token="", list_id=item.id, version=item.version, nil_return=False, rows=(returned,)),
    )


@contextmanager
def new_world(homes: Path, rule: LateAnswers = LateAnswers.OFFER) -> Iterator[World]:
    """Open a world that begins on 06.04.2020."""
    town = Town(copy_home(sent_home(homes), "welt"), date(2020, 4, 6), templates=shared_templates())
    try:
        if rule is not LateAnswers.OFFER:
            town.prepare(catalogue("50", rule))
        yield World(town=town, rule=rule)
    finally:
        town.close()


Step = Callable[[World], None]
