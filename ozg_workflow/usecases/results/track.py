"""Follow the implementation: start measures, ask how far they are, report at the end."""

from collections import Counter
from datetime import datetime

from sqlalchemy import func, select

from ozg_workflow.database.models import Measure, Message, Office, Round, Service
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.plan.timeline import Action
from ozg_workflow.domain.post.mail import Attachment, MailIntent, MailKind
from ozg_workflow.domain.post.mails.results import DepartmentLine, FinalReportMail, ProgressQueryMail
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.domain.rollout import RolloutConfig
from ozg_workflow.domain.steps import Step, title
from ozg_workflow.domain.survey.service_list import RoundKind
from ozg_workflow.report.final_report import FinalReport, MeasureResult, final_report_pdf, has_reached
from ozg_workflow.usecases.outbox.queue_mail import queue_mail
from ozg_workflow.usecases.results.delays import REMARK, newest_reports
from ozg_workflow.usecases.results.evaluate import newest_evaluation
from ozg_workflow.usecases.results.last_reports import Reports, last_reports, prefill_of
from ozg_workflow.usecases.results.measures import start_due_measures
from ozg_workflow.usecases.results.present import department_title, level_title
from ozg_workflow.usecases.results.remind_measures import remind_of_delays
from ozg_workflow.usecases.results.tracking import NOT_ASKED, due_progress_round, left_out, progress_round
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.files import write_if_changed
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.rollout_access import dump_questionnaire
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.levels import last_readings
from ozg_workflow.usecases.survey.rounds import ListPlan
from ozg_workflow.usecases.survey.send_lists import dispatch, list_lines
from ozg_workflow.usecases.survey.supplements.mail import Printed
from ozg_workflow.usecases.timeline.milestones import complete


def track(ctx: Context) -> StepResult:
    """Start measures whose day has come, open the progress round that is due, remind of measures that are late. Raises InputError before the start."""
    with ctx.work(title(Step.TRACK)) as work:
        measures = _measures(work)
        if not measures:
            raise InputError("Die Umsetzung hat noch nicht begonnen. Bitte zuerst „ozg start-implementation“ ausführen.")
        start_due_measures(work)
        _ask(work, measures)
        remind_of_delays(work)
        counts = Counter(m.state for m in measures)
        work.say(
            f"{german.count(len(measures), 'Maßnahme', 'Maßnahmen')}: {counts[MeasureState.PLANNED]} geplant, "
            f"{counts[MeasureState.STARTED]} begonnen, {counts[MeasureState.REACHED]} am Ziel."
        )
    return work.result


def _measures(work: Work) -> list[Measure]:
    return list(
        work.session.scalars(select(Measure).where(Measure.rollout_id == work.rollout.id).order_by(Measure.rank, Measure.id))
    )


def _ask(work: Work, measures: list[Measure]) -> None:
    """Ask the offices of the running measures; those that could not be asked when the round was opened are asked again."""
    key = due_progress_round(work)
    if key is None:
        return
    known = progress_round(work, key)
    round_ = known or _open(work, key)
    again = left_out(work, known) if known else None
    reports = last_reports(work)
    plans = [
        _plan(work, round_, office, services, reports)
        for office, services in _open_services(measures)
        if again is None or office.id in again
    ]
    asked = {item.office.id for item in dispatch(work, round_, plans, _query_mail)}
    for plan in plans:
        if plan.office.id not in asked and again is None:
            work.record(NOT_ASKED, ("round", key), plan.office.title, {"office": plan.office.id})


def _plan(work: Work, round_: Round, office: Office, services: list[Service], reports: Reports) -> ListPlan:
    prefill = prefill_of(work, office.id, (service.id for service in services), reports)
    return ListPlan(office=office, services=tuple(services), due_on=round_.due_on, prefill=prefill)


def _open(work: Work, key: str) -> Round:
    due_on = work.config.timeline.calendar.shift(work.today, work.config.timeline.progress.due_working_days)
    round_ = Round(
        rollout_id=work.rollout.id,
        key=key,
        kind=RoundKind.PROGRESS,
        title="Umsetzungsstand",
        opened_on=work.today,
        due_on=due_on,
        responsibility_due_on=None,
        questionnaire=dump_questionnaire(work.config.progress_questionnaire),
    )
    work.session.add(round_)
    work.session.flush()
    work.record("round_opened", ("round", key), f"Frist {german.short_date(due_on)}")
    work.did(f"Abfrage des Umsetzungsstands eröffnet, Frist {german.short_date(due_on)}.")
    return round_


def _open_services(measures: list[Measure]) -> list[tuple[Office, list[Service]]]:
    groups: dict[int, tuple[Office, list[Service]]] = {}
    for measure in measures:
        if measure.state is MeasureState.STARTED:
            groups.setdefault(measure.office_id, (measure.office, []))[1].append(measure.service)
    return sorted(groups.values(), key=lambda pair: pair[0].number)


def _query_mail(work: Work, round_: Round, number: str, lists: list[Printed]) -> MailIntent:
    department = work.directory.departments[number]
    ids = tuple(item.service_list.id for item, _ in lists)
    return MailIntent(
        mail=ProgressQueryMail(
            department_title=department.title,
            lists=list_lines(lists),
            due_on=round_.due_on,
            return_to=work.config.contacts.sender.email,
            target_level_title=level_title(work.config),
        ),
        to=(department.mailbox,),
        recipient=number,
        object_key=round_.key,
        occasion="-".join(("abfrage", *map(str, ids))) if _was_asked(work, round_, number) else "abfrage",
        list_ids=ids,
        attachments=tuple(book for _, book in lists),
    )


def _was_asked(work: Work, round_: Round, number: str) -> bool:
    """Tell whether a Dezernat has a mail of this round already: what its other offices are asked later is a mail of its own."""
    query = select(Message.id).where(
        Message.rollout_id == work.rollout.id,
        Message.kind == MailKind.PROGRESS_QUERY,
        Message.recipient == number,
        Message.object_key == round_.key,
    )
    return work.session.scalar(query.limit(1)) is not None


def report_completion(ctx: Context) -> StepResult:
    """Write the final report, mail it to the board's office and close the last milestone."""
    with ctx.work(title(Step.REPORT_COMPLETION)) as work:
        report = _report(work)
        content = final_report_pdf(report)
        message = queue_mail(work, _final_mail(work.config, report, content))
        complete(work, Action.COMPLETE)
    target = ctx.reports / "abschlussbericht.pdf"
    if not ctx.preview and (message is not None or not target.exists()):  # what was reported stays as it was reported
        write_if_changed(work, target, content)
    return work.result


def _report(work: Work) -> FinalReport:
    measures = _measures(work)
    services = (
        work.session.scalar(select(func.count(Service.id)).where(Service.rollout_id == work.rollout.id, Service.active)) or 0
    )
    deadline = work.config.timeline.due_on(Action.COMPLETE)
    ranking = newest_evaluation(work)
    return FinalReport(
        city=work.config.city,
        title=work.config.title,
        rollout=work.rollout.key,
        date_label=german.short_date(deadline),
        created_at=work.now(),
        coordinator=work.config.contacts.coordinator.name,
        scale=work.config.scale,
        target_level=work.config.scale.target_level,
        target_on=deadline,
        measures=_results(work, measures),
        without_measure=services - len(measures),
        starts_on=work.config.timeline.due_on(Action.START_IMPLEMENTATION),
        weights_version=ranking.version if ranking else "",
    )


def _results(work: Work, measures: list[Measure]) -> tuple[MeasureResult, ...]:
    readings, reports = last_readings(work), newest_reports(work, [m.service_id for m in measures])
    return tuple(
        _result(work, m, readings.get(m.service_id), str(reports.get(m.service_id, {}).get(REMARK) or "")) for m in measures
    )


def _result(work: Work, measure: Measure, reading: tuple[int, datetime] | None, words: str) -> MeasureResult:
    level, at = reading or (None, None)
    return MeasureResult(
        service=measure.service.name,
        office=measure.office.title,
        department=department_title(work, measure.office.number),
        level=level,
        reported_on=german.local_day(at) if at else None,
        reached_on=german.local_day(measure.reached_at) if measure.reached_at else None,
        words=words,
    )


def _final_mail(config: RolloutConfig, report: FinalReport, content: bytes) -> MailIntent:
    board = config.contacts.executive_board
    return MailIntent(
        mail=FinalReportMail(
            name=board.name,
            measures=len(report.measures),
            reached=report.reached,
            target_level_title=level_title(config),
            by_department=_by_department(report),
        ),
        to=(board.email,),
        cc=(config.contacts.coordinator.email,),
        recipient=board.email,
        object_key="abschluss",
        occasion="bericht",
        attachments=(Attachment(name="abschlussbericht.pdf", content=content, content_type="application/pdf"),),
    )


def _by_department(report: FinalReport) -> tuple[DepartmentLine, ...]:
    totals = Counter(m.department for m in report.measures)
    reached = Counter(m.department for m in report.measures if has_reached(m, report.target_level))
    return tuple(DepartmentLine(title=title, measures=n, reached=reached[title]) for title, n in sorted(totals.items()))
