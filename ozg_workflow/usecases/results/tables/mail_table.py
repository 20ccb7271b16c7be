"""Mail a table to the coordinator, who changes it and sends it back: what the form of the cockpit does."""

from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.post.intent import Attachment, MailIntent
from ozg_workflow.domain.post.mails.routine import WorkingTableMail
from ozg_workflow.report.decision_sheet import decision_xlsx
from ozg_workflow.usecases.answers.export import FORMATS
from ozg_workflow.usecases.outbox.queue_mail import queue_mail
from ozg_workflow.usecases.results.measure_admin.agreed import all_measures
from ozg_workflow.usecases.results.measure_admin.exchange import measures_xlsx
from ozg_workflow.usecases.results.papers import paper_to_decide
from ozg_workflow.usecases.results.proposals import decision_sheet
from ozg_workflow.usecases.results.tables.file import TABLE_TITLES, Table
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work

FILES = {Table.MEASURES: "massnahmen.xlsx", Table.DECISION: "entscheidung.xlsx"}


def mail_table(ctx: Context, table: Table) -> StepResult:
    """Queue the mail with the table. Raises InputError where there are no measures, or no paper to decide on, yet."""
    with ctx.work(Deployment.SEND_TABLE.form_title) as work:
        lines, content = _measures(work) if table is Table.MEASURES else _decision(work)
        work.count("lines", lines)
        work.record("table_sent", ("rollout", work.rollout.key), f"{TABLE_TITLES[table]}: {FILES[table]}")
        queue_mail(work, _intent(work, table, lines, content))
    return work.result


def _measures(work: Work) -> tuple[int, bytes]:
    measures = all_measures(work)
    return len(measures), measures_xlsx(work, measures)


def _decision(work: Work) -> tuple[int, bytes]:
    sheet = decision_sheet(work, *paper_to_decide(work))
    return len(sheet.proposals), decision_xlsx(sheet)


def _intent(work: Work, table: Table, lines: int, content: bytes) -> MailIntent:
    coordinator = work.config.contacts.coordinator
    mail = WorkingTableMail(
        name=coordinator.name,
        table=TABLE_TITLES[table],
        decision=table is Table.DECISION,
        lines=lines,
        file=FILES[table],
        form=str(Deployment.TAKE_TABLE),
    )
    return MailIntent(
        mail=mail,
        to=(coordinator.email,),
        recipient=coordinator.email,
        object_key=f"tabelle-{table}",
        occasion=work.now().isoformat(),  # whoever asks again gets it again
        attachments=(Attachment(name=FILES[table], content=content, content_type=FORMATS[".xlsx"].media_type),),
    )
