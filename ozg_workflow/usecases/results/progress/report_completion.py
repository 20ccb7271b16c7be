"""The final report: what each measure has reached and when, what it has not and why, what was foretold."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import select

from ozg_workflow.database.models import Measure, Service
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.post.intent import Attachment, MailIntent
from ozg_workflow.domain.post.mails.results import DepartmentLine, FinalReportMail
from ozg_workflow.domain.results.board.verdicts import CARRIED_OUT, Decision, Verdict
from ozg_workflow.domain.results.prioritisation import RankState, Score
from ozg_workflow.domain.rollout import RolloutConfig
from ozg_workflow.domain.steps import Step, title
from ozg_workflow.report.final_report import FinalReport, LeftOut, MeasureResult, final_report_pdf, has_reached
from ozg_workflow.usecases.outbox.queue_mail import queue_mail
from ozg_workflow.usecases.results.board.decisions import decisions_of
from ozg_workflow.usecases.results.compare_rounds import years_compared
from ozg_workflow.usecases.results.delays import REMARK, newest_reports
from ozg_workflow.usecases.results.evaluate import newest_evaluation, scores_of
from ozg_workflow.usecases.results.measures import all_measures
from ozg_workflow.usecases.results.papers import last_decided_paper
from ozg_workflow.usecases.results.progress.kept_forecasts import kept_forecasts
from ozg_workflow.usecases.results.targets import department_title, level_title
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.files import write_if_changed
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.levels import last_readings
from ozg_workflow.usecases.timeline.milestones import complete

PUT_OFF: Final = {Verdict.DEFER: "zurückgestellt", Verdict.DROP: "gestrichen"}
BLOCKED, UNSAID, NOT_DECIDED, GIVEN_UP = (
    "rechtlich gesperrt",
    "ohne Angaben des Amtes",
    "nicht beschlossen",
    "ohne Umsetzung vereinbart",
)


def report_completion(ctx: Context) -> StepResult:
    """Write the final report, mail it to the board's office and close the last milestone."""
    with ctx.work(title(Step.REPORT_COMPLETION)) as work:
        _check_begun(work)
        report = _report(work)
        content = final_report_pdf(report)
        message = queue_mail(work, _final_mail(work.config, report, content))
        complete(work, Action.COMPLETE)
    target = ctx.reports / "abschlussbericht.pdf"
    if not ctx.preview and (message is not None or not target.exists()):  # what was reported stays as it was reported
        write_if_changed(work, target, content)
    return work.result


def _check_begun(work: Work) -> None:
    deadline = work.config.timeline.due_on(Action.COMPLETE)
    if work.today < deadline and not all_measures(work):
        raise InputError(
            f"Die Umsetzung hat noch nicht begonnen, und ihr Ende ist erst am {german.short_date(deadline)}; "
            "einen Abschlussbericht gibt es noch nicht."
        )


def _report(work: Work) -> FinalReport:
    measures = all_measures(work, named=True)
    carried_out = [measure for measure in measures if measure.carried_out]
    deadline = work.config.timeline.due_on(Action.COMPLETE)
    ranking = newest_evaluation(work)
    scores = scores_of(ranking) if ranking else ()
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
        measures=_results(work, carried_out),
        left_out=tuple(_left_out(work, {m.service_id: m.carried_out for m in measures}, scores)),
        starts_on=work.config.timeline.due_on(Action.START_IMPLEMENTATION),
        weights_version=ranking.version if ranking else "",
        forecasts=kept_forecasts(work),
        comparison=years_compared(work, scores) if ranking else None,
    )


def _left_out(work: Work, measures: Mapping[int, bool], scores: Sequence[Score]) -> Iterator[LeftOut]:
    """Yield the services without a measure that is carried out (service → whether): what the board decided about each, else why it has no rank."""
    paper = last_decided_paper(work)
    decisions = decisions_of(work, paper) if paper else {}
    states = {score.service_id: (score.state, score.office) for score in scores}
    titles = {office.number: office.title for office in work.directory.offices.values()}
    services = select(Service).where(Service.rollout_id == work.rollout.id, Service.active).order_by(Service.name, Service.ref)
    for service in work.session.scalars(services):
        if not measures.get(service.id):
            state, office = states.get(service.id, (None, service.proposed_office))
            why = GIVEN_UP if service.id in measures else _why(decisions.get(service.id), state)
            yield LeftOut(service=service.name, office=titles.get(office, office), why=why)


def _why(decision: Decision | None, state: RankState | None) -> str:
    if decision and decision.verdict not in CARRIED_OUT:
        return ": ".join(filter(None, (PUT_OFF[decision.verdict], decision.reason)))
    if state is RankState.BLOCKED:
        return BLOCKED
    return NOT_DECIDED if state is RankState.RANKED else UNSAID


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
        target_on=measure.target_on,
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
