"""Write the record of processing from configuration and database."""

from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy import func, make_url, select

from ozg_workflow.database.models import Base
from ozg_workflow.domain.data_protection.holdings import HOLDINGS, Holding
from ozg_workflow.domain.data_protection.record import Places, ProcessingRecord
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.report.privacy.paper import record_markdown, record_pdf
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.files import write_if_changed
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work

NAME: Final = "verarbeitungsverzeichnis"


def write_record(ctx: Context, folder: Path | None = None) -> StepResult:
    """Write it as PDF and as Markdown into `folder`, by default beside the reports of the rollout."""
    with ctx.reading("Verzeichnis der Verarbeitungstätigkeiten") as work:
        record, target = processing_record(work), folder or ctx.reports
        write_if_changed(work, target / f"{NAME}.pdf", record_pdf(record))
        write_if_changed(work, target / f"{NAME}.md", record_markdown(record).encode())
        work.say("Was nur die Stadt sagen kann (Rechtsgrundlage, Verträge, Fristen), steht dort als Lücke.")
        return work.result


def processing_record(work: Work) -> ProcessingRecord:
    """Return the record of one rollout. Rows are those of the whole database, because tables are shared by its rollouts."""
    config = work.config
    contacts = config.contacts
    return ProcessingRecord(
        city=config.city,
        title=config.title,
        rollout=config.key,
        today=work.today,
        coordinator=contacts.coordinator.name,
        coordinator_email=contacts.coordinator.email,
        sender_email=contacts.sender.email,
        people=tuple(dict.fromkeys((*config.coordinators, *config.deputies))),
        retention_days=config.retention_days,
        ends_on=_end(work),
        places=Places(database=_database(work), smtp=work.ctx.relay, inbox=work.ctx.mailbox),
        holdings=HOLDINGS,
        rows={holding.key: _rows(work, holding) for holding in HOLDINGS},
    )


def _end(work: Work) -> date | None:
    return next((m.planned_on for m in work.config.timeline.milestones if m.action is Action.COMPLETE), None)


def _database(work: Work) -> str:
    """Say where the data lies, without a login."""
    url = make_url(str(work.session.connection().engine.url))
    if url.get_backend_name() == "sqlite":
        return f"SQLite-Datei {Path(url.database or '').name} unter var/"
    return f"PostgreSQL {url.host or 'auf demselben Rechner'}, Datenbank {url.database}"


def _rows(work: Work, holding: Holding) -> int:
    """Count the rows of its first table: the others hang on it."""
    table = Base.metadata.tables[holding.tables[0]]
    return work.session.scalar(select(func.count()).select_from(table)) or 0
