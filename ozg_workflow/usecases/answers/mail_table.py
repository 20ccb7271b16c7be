"""Mail the table of the answers to the coordinator: what the form of the cockpit does."""

from pathlib import Path
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.domain.post.intent import Attachment, MailIntent
from ozg_workflow.domain.post.mails.routine import AnswersExportMail
from ozg_workflow.domain.survey.bundles import bundle, owes
from ozg_workflow.report.answers.table import AnswerTable
from ozg_workflow.report.answers.workbook import answers_xlsx
from ozg_workflow.usecases.answers.export import FORMATS, tell
from ozg_workflow.usecases.answers.table import answer_table
from ozg_workflow.usecases.outbox.queue_mail import queue_mail
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.files import write_if_changed
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.questions.rounds import find_round

TITLE: Final = "Angaben exportieren"
RANKING: Final = "priorisierung.xlsx"
MOST_BYTES: Final = 14_500_000  # of files; encoded for mail they are 20 MB, which most mail servers still take


def mail_answers(ctx: Context, round_key: str | None = None, *, most_bytes: int = MOST_BYTES) -> StepResult:
    """Write the workbook of a round into the reports and mail it to the coordinator, with the ranking where there is one.

    Files of more than `most_bytes` are not sent with it: the mail then tells where they are. Raises InputError for an unknown round.
    """
    with ctx.reading(TITLE) as work:
        table = answer_table(work, find_round(work, round_key))
    path = ctx.reports / f"angaben-{table.round_key}.xlsx"
    files = [_attachment(path.name, answers_xlsx(table)), *_ranking(ctx.reports / RANKING)]
    attached = sum(len(file.content) for file in files) <= most_bytes
    with ctx.work(TITLE) as work:
        tell(work, table, path.name)
        queue_mail(work, _intent(work, table, path, tuple(files) if attached else ()))
        if not ctx.preview:
            write_if_changed(work, path, files[0].content)
    return work.result


def _ranking(path: Path) -> list[Attachment]:
    return [_attachment(path.name, path.read_bytes())] if path.exists() else []


def _attachment(name: str, content: bytes) -> Attachment:
    return Attachment(name=name, content=content, content_type=FORMATS[".xlsx"].media_type)


def _intent(work: Work, table: AnswerTable, path: Path, files: tuple[Attachment, ...]) -> MailIntent:
    coordinator, found = work.config.contacts.coordinator, bundle(table.asked, table.counting)
    level = table.asked.scale.level(table.asked.scale.compliant_level)
    mail = AnswersExportMail(
        name=coordinator.name,
        round_title=table.round_title,
        lists=table.lists,
        returned=table.returned,
        services=found.services,
        online=found.online,
        online_from=f"Stufe {level.value} – {level.title}" if level else "",
        offline=found.offline,
        unsaid=found.level_unknown + found.level_open,
        asks_cases=table.asked.volume is not None,
        cases=german.number(found.cases),
        cases_known=found.cases_known,
        open_lines=sum(owes(line) for line in table.counting),
        contradictions=sum(len(line.contradictions) for line in table.counting),
        files=tuple(file.name for file in files),
        place=str(path),
    )
    return MailIntent(
        mail=mail,
        to=(coordinator.email,),
        recipient=coordinator.email,
        object_key=f"angaben-{table.round_key}",
        occasion=work.now().isoformat(),  # whoever asks again gets it again
        attachments=files,
    )
