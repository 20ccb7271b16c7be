"""Every stage of the SMTP dialogue × every fault: what becomes of the mail, as the table in docs/outbox.md says."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from ozg_workflow.database.models import DeliveryAttempt
from ozg_workflow.domain.errors import OzgError
from ozg_workflow.domain.post.intent import MailIntent
from ozg_workflow.domain.post.mails.announcements import InformationStaffCouncilMail
from ozg_workflow.usecases.outbox.queue_mail import queue_mail
from tests.faults.patient import PatientTransport
from tests.faults.smtp_server import Fault, SmtpServer, Stage
from tests.usecases.town import Town, open_town, prepared_home

DOCS = Path(__file__).parents[2] / "docs" / "outbox.md"
START, END = "<!-- fault matrix: checked by tests/faults -->\n", "<!-- end of the fault matrix -->"
PATIENCE, SHORT_PATIENCE = 10, 0.3  # seconds per answer; the answer to the content may take four times as long


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What a run leaves of the mail that met the fault and of the one behind it, and what the next run makes of the first."""

    mail: str
    next_mail: str
    status: int
    finally_: str
    attempts: int
    copies: int

    def row(self, stage: Stage, fault: Fault) -> str:
        """The cell as a row of the table in the docs."""
        cells = (
            stage,
            fault,
            f"`{self.mail}`",
            f"`{self.next_mail}`",
            self.status,
            f"`{self.finally_}`",
            self.attempts,
            self.copies,
        )
        return f"| {' | '.join(map(str, cells))} |"


@pytest.fixture(scope="module")
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as running:
        yield running


def queue(town: Town, number: int, *recipients: str) -> None:
    """Put a small mail into the outbox as a step does."""
    with town.ctx().work("Probe") as work:
        intent = MailIntent(
            mail=InformationStaffCouncilMail.sample(),
            to=recipients,
            recipient=recipients[0],
            object_key="probe",
            occasion=str(number),
        )
        queue_mail(work, intent)


def run(town: Town, server: SmtpServer, stage: Stage, fault: Fault | None = None) -> int:
    """Deliver once and return the exit status; nobody waits long for a silence that is planned."""
    timeout = SHORT_PATIENCE if fault is Fault.HANG else PATIENCE
    url = server.url("ozg:geheim" if stage is Stage.AUTH else "", "smtp+starttls" if stage is Stage.STARTTLS else "smtp")
    try:
        town.do("deliver", open_transport=lambda: PatientTransport(url, timeout=timeout))
    except OzgError as error:
        return error.exit_status
    return 0


def experience(town: Town, server: SmtpServer, stage: Stage, fault: Fault) -> Cell:
    """Send two mails of which the first meets the fault, then deliver again when the server is healthy and every wait is over."""
    server.taken.clear()
    queue(town, 1, "amt10@bielefeld.example", "amt20@bielefeld.example")
    queue(town, 2, "amt33@bielefeld.example")
    server.fail(stage, fault)
    status = run(town, server, stage, fault)
    server.heal()
    after = [str(m.state) for m in town.messages()]
    town.clock.wait(hours=5)
    run(town, server, Stage.MAIL)
    server.wait_until_idle()
    first, second = town.messages()
    assert second.state == "accepted", "a fault of one mail never keeps the next one for good"
    copies = [
        sum(address in mail.recipients for mail in server.taken if mail.header_id == first.header_id)
        for address in ("amt10@bielefeld.example", "amt20@bielefeld.example")
    ]
    assert max(copies) <= 1, "nobody gets a mail twice"
    assert server.copies()[second.header_id] == 1
    if first.state == "accepted":
        assert [c for c, r in zip(copies, first.recipients, strict=True) if r.state == "accepted"].count(0) == 0, (
            "a mail got lost"
        )
    return Cell(
        mail=after[0], next_mail=after[1], status=status, finally_=str(first.state), attempts=attempts(town), copies=sum(copies)
    )


def attempts(town: Town) -> int:
    """How often the first mail was tried."""
    with town.session() as session:
        query = select(func.count()).select_from(DeliveryAttempt).where(DeliveryAttempt.message_id == town.messages()[0].id)
        return session.scalar(query) or 0


CELLS = [(stage, fault) for stage in Stage for fault in Fault]


def documented() -> dict[str, str]:
    """The rows of the table in the docs by stage and fault."""
    table = DOCS.read_text(encoding="utf-8").partition(START)[2].partition(END)[0]
    rows = [line for line in table.splitlines() if line.startswith("|")][2:]
    return {" × ".join(part.strip() for part in row.split("|")[1:3]): row for row in rows}


def write_down(stage: Stage, fault: Fault, row: str) -> None:
    """Put a row into the docs, in the order of the dialogue."""
    head, _, rest = DOCS.read_text(encoding="utf-8").partition(START)
    table, _, tail = rest.partition(END)
    rows = documented() | {f"{stage} × {fault}": row}
    order = [rows[name] for s, f in CELLS if (name := f"{s} × {f}") in rows]
    heading = "\n".join(table.splitlines()[:2])
    DOCS.write_text(f"{head}{START}{heading}\n" + "\n".join(order) + f"\n{END}{tail}", encoding="utf-8")


@pytest.fixture
def town(homes: Path) -> Iterator[Town]:
    yield from open_town(prepared_home(homes), date(2020, 3, 16))


@pytest.mark.parametrize(("stage", "fault"), CELLS, ids=lambda value: str(value.name).lower())
def test_the_mail_becomes_what_the_table_says(town: Town, server: SmtpServer, stage: Stage, fault: Fault) -> None:
    """Run with UPDATE_DOCS=1 to accept a changed behaviour after reading it."""
    cell = experience(town, server, stage, fault)
    if os.environ.get("UPDATE_DOCS"):
        write_down(stage, fault, cell.row(stage, fault))
    assert documented()[f"{stage} × {fault}"] == cell.row(stage, fault)
    unseen = stage in (Stage.AFTER_354, Stage.BODY, Stage.BEFORE_DOT) and fault is Fault.HANG  # the dot was sent into a silence
    assert "unknown" not in (cell.mail, cell.finally_) or stage is Stage.DOT or unseen


def test_the_table_has_a_row_for_every_stage_and_fault() -> None:
    assert list(documented()) == [f"{stage} × {fault}" for stage, fault in CELLS]
