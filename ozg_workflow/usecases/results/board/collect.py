"""Collect what the paper for the board says: the ranking, the plan, what it costs, what else could be decided, what it hangs on."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from ozg_workflow.database.models import Evaluation, Measure, Milestone, ServiceList
from ozg_workflow.domain.plan.milestones import STATE_TITLES, Action, state_on
from ozg_workflow.domain.results.board.alternatives import Question, alternatives
from ozg_workflow.domain.results.board.doubts import Doubt
from ozg_workflow.domain.results.board.effort import Costs, Known
from ozg_workflow.domain.results.board.risks import risks
from ozg_workflow.domain.results.implementation import MeasurePlan, MeasureState
from ozg_workflow.domain.results.prioritisation import Candidate, Score
from ozg_workflow.domain.survey.question import Kind
from ozg_workflow.domain.survey.service_list import BACK
from ozg_workflow.report.board.data import BoardPaper, DepartmentPlan, DepartmentReturn, Proposed, TimelineRow
from ozg_workflow.usecases.results.board.reuse import reuse_words
from ozg_workflow.usecases.results.candidates import additive_questions, candidates, left_out
from ozg_workflow.usecases.results.compare_rounds import comparison
from ozg_workflow.usecases.results.frame import frame_of
from ozg_workflow.usecases.results.maturity import maturity_among
from ozg_workflow.usecases.results.papers import meeting_label
from ozg_workflow.usecases.results.targets import NO_DEPARTMENT, department_title, level_title
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.questions.rounds import survey_round


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """An evaluation with its scores, the measures they make, and the levels reported last (by service id).

    `shifts` say why services are in another wave than their rank alone would have them.
    """

    evaluation: Evaluation
    scores: tuple[Score, ...]
    plans: tuple[MeasurePlan, ...]
    levels: dict[int, int]
    shifts: tuple[str, ...] = ()


def board_paper(work: Work, ranked: Ranked, found: tuple[Doubt, ...]) -> BoardPaper:
    """Return what the paper and the slides say."""
    milestones = list(
        work.session.scalars(select(Milestone).where(Milestone.rollout_id == work.rollout.id).order_by(Milestone.position))
    )
    round_ = survey_round(work)
    answered = candidates(work, round_, additive_questions(work.config)) if round_ else ()
    return BoardPaper(
        city=work.config.city,
        title=work.config.title,
        rollout=work.rollout.key,
        date_label=meeting_label(work),
        evaluated_at=ranked.evaluation.evaluated_at,
        scores=ranked.scores,
        plan=work.config.prioritisation,
        office_names=work.directory.office_names,
        departments=_returns(work),
        proposed=_proposed(work, ranked, answered),
        target_level_title=level_title(work.config),
        target_on=work.config.timeline.due_on(Action.COMPLETE),
        scale_title=work.config.scale.title,
        coordinator=work.config.contacts.coordinator.name,
        timeline=tuple(_timeline_row(m, work.today) for m in milestones),
        comparison=comparison(work, round_, answered, ranked.scores) if round_ and round_.previous_id else None,
        doubts=tuple(doubt.sentence for doubt in found),
        shifts=ranked.shifts,
        reuse=reuse_words(work, ranked.plans),
        left_out=left_out(work),
        maturity=maturity_among(work, round_, answered) if round_ else None,
    )


def _proposed(work: Work, ranked: Ranked, answered: tuple[Candidate, ...]) -> Proposed:
    plan = work.config.prioritisation
    known, waiting = _known(work, answered)
    costs = Costs(assumed=work.config.effort_days, known=known, scores={s.service_id: s for s in ranked.scores})
    question = Question(
        scores=ranked.scores,
        candidates=answered,
        levels=ranked.levels,
        frame=frame_of(work, plan),
        costs=costs,
    )
    return Proposed(
        measures=ranked.plans,
        efforts=costs.by_wave(ranked.plans, plan.waves),
        total=costs.of(ranked.plans),
        assumed=work.config.effort_days,
        departments=_planned(work, ranked.plans),
        alternatives=alternatives(question),
        risks=risks(ranked.scores, ranked.plans, plan.top, waiting),
    )


def _known(work: Work, answered: tuple[Candidate, ...]) -> tuple[Known, int]:
    """Return what is known about the services, and how many measures depend on another one."""
    questions = work.config.questionnaire.questions
    staff, cases = (next((q.key for q in questions if q.kind is kind), "") for kind in (Kind.DECIMAL, Kind.INTEGER))
    query = select(Measure.service_id, Measure.effort_days, Measure.depends_on).where(Measure.rollout_id == work.rollout.id)
    measures = work.session.execute(query).all()
    known = Known(
        agreed={service: days for service, days, _ in measures if days is not None},
        staff=_numbers(answered, staff),
        cases=_numbers(answered, cases),
    )
    return known, sum(depends is not None for _, _, depends in measures)


def _numbers(answered: tuple[Candidate, ...], question: str) -> dict[int, float]:
    found = ((c.service_id, c.answers.get(question)) for c in answered)
    return {service: float(value) for service, value in found if isinstance(value, int | float)}


def _planned(work: Work, plans: tuple[MeasurePlan, ...]) -> tuple[DepartmentPlan, ...]:
    """Return the measures of each Dezernat that are still to be done, by wave."""
    todo = [plan for plan in plans if plan.state is not MeasureState.REACHED]
    titles = {office: department_title(work, office) for office in {plan.office for plan in todo}}
    counts = Counter((titles[plan.office], plan.wave) for plan in todo)
    order = [*(d.title for _, d in sorted(work.directory.departments.items())), NO_DEPARTMENT]
    waves = work.config.prioritisation.waves
    return tuple(
        DepartmentPlan(title=title, measures=tuple(counts[title, wave.key] for wave in waves))
        for title in order
        if any(counts[title, wave.key] for wave in waves)
    )


def _timeline_row(milestone: Milestone, today: date) -> TimelineRow:
    state = state_on(milestone.action, milestone.state, milestone.acts_on, milestone.last_day, today)
    return TimelineRow(when=milestone.planned_label, title=milestone.title, state=STATE_TITLES[state])


def _returns(work: Work) -> tuple[DepartmentReturn, ...]:
    round_ = survey_round(work)
    counts: dict[str, Counter[bool]] = {number: Counter() for number in sorted(work.directory.departments)}
    for item in work.session.scalars(select(ServiceList).where(ServiceList.round_id == (round_.id if round_ else -1))):
        department = work.directory.find_department(item.office.number)
        counts.setdefault(department.number if department else "", Counter())[item.state in BACK] += 1
    titles = {number: department.title for number, department in work.directory.departments.items()}
    return tuple(
        DepartmentReturn(title=titles.get(number, NO_DEPARTMENT), lists=count.total(), returned=count[True])
        for number, count in counts.items()
    )
