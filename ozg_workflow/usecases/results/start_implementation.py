"""Start the implementation: one measure per service the board has accepted, one kick-off mail per Dezernat."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from sqlalchemy import select

from ozg_workflow.database.models import Department, Measure, Office
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.post.intent import Attachment, MailIntent
from ozg_workflow.domain.post.mails.results import ImplementationStartMail, MeasureLine, WaveLine
from ozg_workflow.domain.results.board.verdicts import CARRIED_OUT, VERDICT_TITLES, Decision, decided_measures
from ozg_workflow.domain.results.implementation import MeasurePlan, MeasureState, plan_measures
from ozg_workflow.domain.results.prioritisation import Score, Wave
from ozg_workflow.domain.results.routes import ROUTE_TITLES
from ozg_workflow.domain.results.solutions import Solutions, words_of
from ozg_workflow.domain.steps import Step, title
from ozg_workflow.report.kick_off import KickOffLine, kick_off_xlsx
from ozg_workflow.usecases.answers.export import FORMATS
from ozg_workflow.usecases.outbox.queue_mail import queue_mail
from ozg_workflow.usecases.results.board.decisions import decisions_of
from ozg_workflow.usecases.results.cycles.renew import renew
from ozg_workflow.usecases.results.evaluate import scores_of
from ozg_workflow.usecases.results.measure_admin.plan_waves import place_new
from ozg_workflow.usecases.results.measures import all_measures, start_due_measures
from ozg_workflow.usecases.results.papers import DECISION_MISSING, decided_paper, evaluation_of, of_cycle
from ozg_workflow.usecases.results.present import evaluation_or_fail
from ozg_workflow.usecases.results.targets import level_title, target_of
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.levels import last_levels
from ozg_workflow.usecases.survey.questions.rounds import newest_survey, survey_round
from ozg_workflow.usecases.timeline.milestones import complete


def start_implementation(ctx: Context) -> StepResult:
    """Plan the measures the board has decided and queue the kick-off mails. Raises InputError before the evaluation and the decision."""
    with ctx.work(title(Step.START_IMPLEMENTATION)) as work:
        added = _add_measures(work)
        start_due_measures(work)
        for number, measures in _by_department(work):
            work.attempt(work.directory.departments[number].title, partial(_tell, number, measures, added))
        if not work.result.broken:
            complete(work, Action.START_IMPLEMENTATION)
    return work.result


def _add_measures(work: Work) -> frozenset[int]:
    """Add a measure for every accepted service that has none, and renew those of earlier surveys; what was agreed since stays as it is.

    Return the ids of those that join others of the same survey, which the Dezernate have been told of.
    """
    plans, round_key = _decided(work), newest_survey(work)
    measures = all_measures(work)
    known = {measure.service_id for measure in measures}
    begun = any(measure.round_key == round_key for measure in measures)
    renewed = renew(work, measures, plans, round_key)
    new = _new(work, [plan for plan in plans if plan.service_id not in known], round_key)
    if new:
        work.record("measures_planned", ("rollout", work.rollout.key), f"{len(new)} Maßnahmen")
        work.did(f"{german.count(len(new), 'Maßnahme', 'Maßnahmen')} geplant.")
    elif not renewed:
        work.say(f"Alle {len(known)} Maßnahmen sind bereits geplant.")
    if placed := [*new, *(m for m in renewed if m.state is MeasureState.PLANNED)]:
        place_new(work, placed)
    work.result.figures = {"measures": len(known) + len(new)}
    return frozenset(measure.id for measure in (*new, *renewed)) if begun else frozenset()


def _new(work: Work, plans: Sequence[MeasurePlan], round_key: str) -> list[Measure]:
    offices = {o.number: o.id for o in work.session.scalars(select(Office).where(Office.rollout_id == work.rollout.id))}
    new = [
        Measure(
            rollout_id=work.rollout.id,
            service_id=plan.service_id,
            office_id=offices[work.directory.current(plan.office)],
            rank=plan.rank,
            wave=plan.wave,
            starts_on=plan.starts_on,
            target_level=plan.target_level,
            target_on=plan.target_on,
            state=plan.state,
            round_key=round_key,
        )
        for plan in plans
    ]
    work.session.add_all(new)
    work.session.flush()
    return new


def _decided(work: Work) -> tuple[MeasurePlan, ...]:
    """Return the measures the board wants, with the office that has each service now. Raises InputError before the decision."""
    newest = {score.service_id: score for score in scores_of(evaluation_or_fail(work))}
    paper = decided_paper(work)
    if paper is None:
        raise InputError(f"{DECISION_MISSING} Er wird mit „ozg board accept“ oder „ozg board import“ festgehalten.")
    presented = (score for score in scores_of(evaluation_of(work, paper)) if score.service_id in newest)
    scores = [replace(score, office=newest[score.service_id].office) for score in presented]
    waves, target, decisions = work.config.prioritisation.waves, target_of(work.config), decisions_of(work, paper)
    plans = plan_measures(scores, waves, last_levels(work), target, work.today)
    _tell_others(work, decisions, [score for score in newest.values() if score.rank is not None])
    return decided_measures(plans, decisions, waves, target, work.today)


def _tell_others(work: Work, decisions: Mapping[int, Decision], ranked: Sequence[Score]) -> None:
    """Tell which services get no measure, and why: what the board put off with its reason, what it has not decided."""
    names = {score.service_id: score.name for score in ranked}
    for decision in decisions.values():
        if decision.verdict not in CARRIED_OUT and decision.service_id in names:
            words = f"„{names[decision.service_id]}“: {VERDICT_TITLES[decision.verdict]} – {decision.reason}"
            work.say(f"Keine Maßnahme: {words}")
    if undecided := len(names.keys() - decisions.keys()):
        words = german.count(undecided, "gereihte Leistung ist", "gereihte Leistungen sind")
        work.say(f"Hinweis: {words} noch nicht beschlossen; eine neue Vorlage holt es nach.")


def _by_department(work: Work) -> list[tuple[str, list[Measure]]]:
    """Return the measures of the newest survey that are carried out, by Dezernat; those of an office that belongs to none, or is not in force, are told and left out."""
    round_key = newest_survey(work)
    measures = [measure for measure in all_measures(work, named=True) if measure.round_key == round_key and measure.carried_out]
    offices = {measure.office.number: measure.office for measure in measures}
    departments = {number: _department(work, office) for number, office in sorted(offices.items())}
    groups: dict[str, list[Measure]] = {}
    for measure in measures:
        if department := departments[measure.office.number]:
            groups.setdefault(department.number, []).append(measure)
    return sorted(groups.items())


def _department(work: Work, office: Office) -> Department | None:
    if why := work.directory.why_not_in_force(office.number):
        work.say(f"Hinweis: {office.title} {why} (organisation.csv); zu seinen Maßnahmen geht keine Mail hinaus.")
        return None
    return work.department_of(office)


def _tell(number: str, measures: list[Measure], added: frozenset[int], work: Work) -> None:
    department, later = work.directory.departments[number], [measure.id for measure in measures if measure.id in added]
    joined = later if len(later) < len(measures) else []
    intent = MailIntent(
        mail=ImplementationStartMail(
            department_title=department.title,
            head_name=department.head_name,
            waves=_waves(work, measures),
            target_level_title=level_title(work.config),
            target_on=work.config.timeline.due_on(Action.COMPLETE),
            repeated="" if joined else _repeated(work),
            added=len(joined),
        ),
        to=(department.mailbox,),
        recipient=number,
        object_key="umsetzung",
        occasion=f"beginn{of_cycle(newest_survey(work))}" + (f"-{max(joined)}" if joined else ""),
        attachments=(_table(work, department.title, measures),),
    )
    queue_mail(work, intent)


def _repeated(work: Work) -> str:
    """Return the title of the newest survey where it repeats another one, empty for the first."""
    survey = survey_round(work)
    return survey.title if survey and survey.previous_id else ""


def _table(work: Work, department: str, measures: list[Measure]) -> Attachment:
    """Return a table of all measures; the mail names so many of each wave only."""
    titles, solutions = {wave.key: wave.title for wave in work.config.prioritisation.waves}, Solutions.of(work.config.solutions)
    lines = [
        KickOffLine(
            rank=m.rank,
            name=m.service.name,
            office=f"Amt {m.office.number}",
            wave=titles.get(m.wave, m.wave),
            starts_on=m.starts_on,
            target_on=m.target_on,
            route=ROUTE_TITLES[m.route] if m.route else "",
            solutions=words_of(solutions.fitting(m.service.key, m.service.ozg_id)),
        )
        for m in sorted(measures, key=lambda m: (m.starts_on, m.rank, m.id))
    ]
    content = kick_off_xlsx(department, work.rollout.city, lines, german.evening(work.today))
    return Attachment(name="massnahmen.xlsx", content=content, content_type=FORMATS[".xlsx"].media_type)


def _waves(work: Work, measures: list[Measure]) -> tuple[WaveLine, ...]:
    """Return the waves that have a measure; one that is planned no more has the days of its measures."""
    known = {wave.key: wave for wave in work.config.prioritisation.waves}
    keys = [key for key in dict.fromkeys((*known, *(m.wave for m in measures))) if any(m.wave == key for m in measures)]
    return tuple(_wave_line(key, known.get(key), [m for m in measures if m.wave == key]) for key in keys)


def _wave_line(key: str, wave: Wave | None, own: list[Measure]) -> WaveLine:
    return WaveLine(
        title=wave.title if wave else key,
        starts_on=wave.first_day if wave else min(m.starts_on for m in own),
        ends_on=date.fromisoformat(wave.ends_on) if wave else max(m.target_on for m in own),
        measures=tuple(
            MeasureLine(rank=m.rank, name=m.service.name, office=f"Amt {m.office.number}", target_on=m.target_on) for m in own
        ),
    )
