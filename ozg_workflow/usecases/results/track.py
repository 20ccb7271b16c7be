"""Follow the implementation: start measures, ask how far they are, report at the end."""

from collections import Counter

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Measure, Office, Rollout, Round, Service
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.plan.timeline import Action
from ozg_workflow.domain.post.mail import Attachment, MailIntent, MailKind
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.domain.rollout import RolloutConfig
from ozg_workflow.domain.survey.service_list import RoundKind
from ozg_workflow.report.final_report import FinalReport, MeasureResult, final_report_pdf, has_reached
from ozg_workflow.usecases.outbox.queue_mail import queue_mail
from ozg_workflow.usecases.results.measures import start_due_measures
from ozg_workflow.usecases.results.present import level_title
from ozg_workflow.usecases.results.tracking import due_progress_round
from ozg_workflow.usecases.step.context import Context, StepResult, record
from ozg_workflow.usecases.step.files import write_if_changed
from ozg_workflow.usecases.step.rollout_access import Directory, config_of, dump_questionnaire, find_rollout
from ozg_workflow.usecases.survey.levels import last_levels
from ozg_workflow.usecases.survey.rounds import NewList, add_list, workbook_of
from ozg_workflow.usecases.timeline.milestones import complete


def track(ctx: Context) -> StepResult:
    """Start measures whose day has come and open the progress round that is due. Raises InputError before the start."""
    result = StepResult(title="Stand der Umsetzung")
    with ctx.transaction() as session:
        rollout = find_rollout(ctx, session, lock=True)
        config = config_of(ctx, rollout)
        measures = _measures(session, rollout)
        if not measures:
            raise InputError("Die Umsetzung hat noch nicht begonnen. Bitte zuerst „ozg start-implementation“ ausführen.")
        start_due_measures(ctx, session, rollout, result)
        _ask(ctx, session, rollout, config, measures, result)
        counts = Counter(m.state for m in measures)
        result.say(
            f"{german.count(len(measures), 'Maßnahme', 'Maßnahmen')}: {counts[MeasureState.PLANNED]} geplant, "
            f"{counts[MeasureState.STARTED]} begonnen, {counts[MeasureState.REACHED]} am Ziel."
        )
    return result


def _measures(session: Session, rollout: Rollout) -> list[Measure]:
    return list(session.scalars(select(Measure).where(Measure.rollout_id == rollout.id).order_by(Measure.rank, Measure.id)))


def _ask(
    ctx: Context, session: Session, rollout: Rollout, config: RolloutConfig, measures: list[Measure], result: StepResult
) -> None:
    key = due_progress_round(ctx, session, rollout, config)
    if key is None:
        return
    due_on = config.timeline.calendar.shift(ctx.today, config.timeline.progress.due_working_days)
    round_ = Round(
        rollout_id=rollout.id,
        key=key,
        kind=RoundKind.PROGRESS,
        title="Umsetzungsstand",
        opened_on=ctx.today,
        due_on=due_on,
        responsibility_due_on=None,
        questionnaire=dump_questionnaire(config.progress_questionnaire),
    )
    session.add(round_)
    session.flush()
    record(ctx, session, rollout, "round_opened", ("round", key), f"Frist {german.short_date(due_on)}")
    result.did(f"Abfrage des Umsetzungsstands eröffnet, Frist {german.short_date(due_on)}.")
    directory = Directory(ctx, session, rollout)
    groups: dict[str, list[NewList]] = {}
    for office, services in _open_services(measures):
        item = add_list(ctx, session, round_, office, services, 1, due_on)
        groups.setdefault(directory.department_of(office.number).number, []).append(item)
    for number, lists in sorted(groups.items()):
        queue_mail(ctx, session, rollout, config, _query_mail(ctx, config, directory, round_, number, lists), result)


def _open_services(measures: list[Measure]) -> list[tuple[Office, list[Service]]]:
    groups: dict[int, tuple[Office, list[Service]]] = {}
    for measure in measures:
        if measure.state is MeasureState.STARTED:
            groups.setdefault(measure.office_id, (measure.office, []))[1].append(measure.service)
    return sorted(groups.values(), key=lambda pair: pair[0].number)


def _query_mail(
    ctx: Context, config: RolloutConfig, directory: Directory, round_: Round, number: str, lists: list[NewList]
) -> MailIntent:
    department = directory.departments[number]
    books = [workbook_of(ctx, config, directory, item.service_list) for item in lists]
    return MailIntent(
        kind=MailKind.PROGRESS_QUERY,
        to=(department.mailbox,),
        recipient=number,
        object_key=round_.key,
        occasion="abfrage",
        list_ids=tuple(item.service_list.id for item in lists),
        attachments=tuple(books),
        values={
            "department_title": department.title,
            "lists": [
                {"office_title": item.office.title, "rows": len(item.services), "file_name": book.name}
                for item, book in zip(lists, books, strict=True)
            ],
            "due_on": round_.due_on,
            "return_to": config.contacts.sender.email,
            "target_level_title": level_title(config),
        },
    )


def report_completion(ctx: Context) -> StepResult:
    """Write the final report, mail it to the board's office and close the last milestone."""
    result = StepResult(title="Abschluss der Umsetzung")
    with ctx.transaction() as session:
        rollout = find_rollout(ctx, session, lock=True)
        config = config_of(ctx, rollout)
        report = _report(ctx, session, rollout, config)
        content = final_report_pdf(report)
        message = queue_mail(ctx, session, rollout, config, _final_mail(config, report, content), result)
        complete(ctx, session, rollout, Action.COMPLETE, result)
    target = ctx.reports / "abschlussbericht.pdf"
    if not ctx.preview and (message is not None or not target.exists()):  # what was reported stays as it was reported
        write_if_changed(target, content, result)
    return result


def _report(ctx: Context, session: Session, rollout: Rollout, config: RolloutConfig) -> FinalReport:
    directory = Directory(ctx, session, rollout)
    measures, levels = _measures(session, rollout), last_levels(session, rollout)
    services = session.scalar(select(func.count(Service.id)).where(Service.rollout_id == rollout.id, Service.active)) or 0
    deadline = config.timeline.due_on(Action.COMPLETE)
    return FinalReport(
        city=config.city,
        title=config.title,
        rollout=ctx.rollout_key,
        date_label=german.short_date(deadline),
        created_at=ctx.clock(),
        coordinator=config.contacts.coordinator.name,
        scale=config.scale,
        target_level=config.scale.target_level,
        target_on=deadline,
        measures=tuple(
            MeasureResult(
                service=m.service.name,
                office=m.office.title,
                department=directory.department_of(m.office.number).title,
                level=levels.get(m.service_id),
            )
            for m in measures
        ),
        without_measure=services - len(measures),
    )


def _final_mail(config: RolloutConfig, report: FinalReport, content: bytes) -> MailIntent:
    board = config.contacts.executive_board
    return MailIntent(
        kind=MailKind.FINAL_REPORT,
        to=(board.email,),
        cc=(config.contacts.coordinator.email,),
        recipient=board.email,
        object_key="abschluss",
        occasion="bericht",
        attachments=(Attachment(name="abschlussbericht.pdf", content=content, content_type="application/pdf"),),
        values={
            "name": board.name,
            "measures": len(report.measures),
            "reached": report.reached,
            "target_level_title": level_title(config),
            "by_department": _by_department(report),
        },
    )


def _by_department(report: FinalReport) -> list[dict[str, object]]:
    totals = Counter(m.department for m in report.measures)
    reached = Counter(m.department for m in report.measures if has_reached(m, report.target_level))
    return [{"title": title, "measures": total, "reached": reached[title]} for title, total in sorted(totals.items())]
