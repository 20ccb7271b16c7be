"""Follow the implementation: start measures, ask how far they are, remind of what is late."""

from collections import Counter

from sqlalchemy import select

from ozg_workflow.database.models import Measure, Message, Office, Round, Service
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.post.intent import MailIntent
from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.domain.post.mails.results import ProgressQueryMail
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.domain.steps import Step, title
from ozg_workflow.domain.survey.service_list import RoundKind
from ozg_workflow.usecases.results.last_reports import Reports, last_reports, prefill_of
from ozg_workflow.usecases.results.measures import all_measures, start_due_measures
from ozg_workflow.usecases.results.progress.kept_forecasts import keep_forecast
from ozg_workflow.usecases.results.progress.remind_measures import remind_of_delays
from ozg_workflow.usecases.results.targets import level_title
from ozg_workflow.usecases.results.tracking import NOT_ASKED, due_progress_round, left_out, progress_round
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.rollout_access import dump_questionnaire
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.rounds import ListPlan
from ozg_workflow.usecases.survey.send_lists import dispatch, list_lines
from ozg_workflow.usecases.survey.supplements.mail import Printed


def track(ctx: Context) -> StepResult:
    """Start measures whose day has come, open the progress round that is due, remind of measures that are late. Raises InputError before the start."""
    with ctx.work(title(Step.TRACK)) as work:
        measures = all_measures(work, named=True)
        if not measures:
            raise InputError("Die Umsetzung hat noch nicht begonnen. Bitte zuerst „ozg start-implementation“ ausführen.")
        start_due_measures(work)
        _ask(work, measures)
        remind_of_delays(work)
        keep_forecast(work)
        counts = Counter(m.state for m in measures if m.carried_out)
        work.say(
            f"{german.count(counts.total(), 'Maßnahme', 'Maßnahmen')}: {counts[MeasureState.PLANNED]} geplant, "
            f"{counts[MeasureState.STARTED]} begonnen, {counts[MeasureState.REACHED]} am Ziel"
            + (f", {given_up} ohne Umsetzung." if (given_up := len(measures) - counts.total()) else ".")
        )
    return work.result


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
        if measure.state is MeasureState.STARTED and measure.carried_out:
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
