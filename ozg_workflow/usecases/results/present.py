"""Present the prioritisation: the board paper, the slides, and the mail that brings them to the board."""

from collections import Counter
from datetime import date
from pathlib import Path

from sqlalchemy import select

from ozg_workflow.database.models import Evaluation, Milestone, ServiceList
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.plan.timeline import STATE_TITLES, Action, state_on
from ozg_workflow.domain.post.mail import Attachment, MailIntent
from ozg_workflow.domain.post.mails.results import PresentationMail, RankLine
from ozg_workflow.domain.results.comparison import Comparison
from ozg_workflow.domain.results.implementation import Target, plan_measures
from ozg_workflow.domain.results.prioritisation import Score, Wave
from ozg_workflow.domain.rollout import RolloutConfig
from ozg_workflow.domain.steps import Step, title
from ozg_workflow.domain.survey.service_list import BACK
from ozg_workflow.report.board_data import BoardPaper, DepartmentReturn, PlannedWave, TimelineRow
from ozg_workflow.report.board_paper import board_paper_pdf, board_paper_pptx
from ozg_workflow.usecases.outbox.queue_mail import queue_mail
from ozg_workflow.usecases.results.candidates import additive_questions, candidates
from ozg_workflow.usecases.results.compare_rounds import comparison
from ozg_workflow.usecases.results.evaluate import newest_evaluation, scores_of
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.files import write_if_changed
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.levels import last_levels
from ozg_workflow.usecases.survey.rounds import survey_round
from ozg_workflow.usecases.timeline.milestones import complete

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
KEPT = "vorlagen"  # folder of the papers by the version of their weights
NO_DEPARTMENT = "Ohne Dezernat"


def present(ctx: Context) -> StepResult:
    """Write `vorlage.pdf` and `vorlage.pptx` and mail them to the board's office. Raises InputError before the evaluation."""
    with ctx.work(title(Step.PRESENT)) as work:
        evaluation = evaluation_or_fail(work)
        paper = _paper(work, evaluation)
        files = (
            Attachment(name="vorlage.pdf", content=board_paper_pdf(paper), content_type="application/pdf"),
            Attachment(name="vorlage.pptx", content=board_paper_pptx(paper), content_type=PPTX),
        )
        message = queue_mail(work, _mail(work.config, evaluation, paper, files))
        complete(work, Action.PRESENT)
        kept = ctx.reports / KEPT / f"{evaluation.version or 'ohne'}-{evaluation.input_hash[:8]}"
    if not ctx.preview:
        for file in files:
            _write(work, file, kept, fresh=message is not None)
    return work.result


def _write(work: Work, file: Attachment, kept: Path, *, fresh: bool) -> None:
    """Write a paper, and a copy by its version: what was presented stays as it was, for it shows the plan on its day."""
    current, copy = work.ctx.reports / file.name, kept / file.name
    if fresh:
        write_if_changed(work, copy, file.content)
    if fresh or not (copy.exists() or current.exists()):
        write_if_changed(work, current, file.content)
    elif copy.exists():
        write_if_changed(work, current, copy.read_bytes())


def evaluation_or_fail(work: Work) -> Evaluation:
    """Return the newest evaluation. Raises InputError when there is none, or when it has not the weights that are loaded."""
    evaluation, version = newest_evaluation(work), work.config.prioritisation.version
    if evaluation is None:
        raise InputError("Es gibt noch keine Auswertung. Bitte zuerst „ozg evaluate“ ausführen.")
    if evaluation.version not in ("", version):
        raise InputError(
            f"Es gelten die Gewichte Version {version}; die letzte Auswertung hat Version {evaluation.version}. "
            "Bitte zuerst „ozg evaluate“ ausführen."
        )
    return evaluation


def _paper(work: Work, evaluation: Evaluation) -> BoardPaper:
    scores = scores_of(evaluation)
    milestones = list(
        work.session.scalars(select(Milestone).where(Milestone.rollout_id == work.rollout.id).order_by(Milestone.position))
    )
    label = next((m.planned_label for m in milestones if m.action is Action.PRESENT), german.month(work.today))
    return BoardPaper(
        city=work.config.city,
        title=work.config.title,
        rollout=work.rollout.key,
        date_label=label,
        evaluated_at=evaluation.evaluated_at,
        scores=scores,
        plan=work.config.prioritisation,
        office_names=work.directory.office_names,
        departments=_returns_by_department(work),
        waves=_waves(work.config, scores, last_levels(work), work.today),
        target_level_title=level_title(work.config),
        target_on=work.config.timeline.due_on(Action.COMPLETE),
        scale_title=work.config.scale.title,
        coordinator=work.config.contacts.coordinator.name,
        timeline=tuple(_timeline_row(m, work.today) for m in milestones),
        comparison=_comparison(work, scores),
    )


def _comparison(work: Work, scores: tuple[Score, ...]) -> Comparison | None:
    round_ = survey_round(work)
    if round_ is None or round_.previous_id is None:
        return None
    return comparison(work, round_, candidates(work, round_, additive_questions(work.config)), scores)


def _timeline_row(milestone: Milestone, today: date) -> TimelineRow:
    state = state_on(milestone.action, milestone.state, milestone.acts_on, milestone.last_day, today)
    return TimelineRow(when=milestone.planned_label, title=milestone.title, state=STATE_TITLES[state])


def target_of(config: RolloutConfig) -> Target:
    """Return what the rollout wants to reach until when."""
    return Target(level=config.scale.target_level, deadline=config.timeline.due_on(Action.COMPLETE))


def department_title(work: Work, office: str) -> str:
    """Return the Dezernat of an office as people read it, also of one that belongs to none."""
    found = work.directory.find_department(office)
    return found.title if found else NO_DEPARTMENT


def level_title(config: RolloutConfig) -> str:
    """Return the target level as people read it, `Stufe 4 – Online-Transaktion`."""
    level = config.scale.level(config.scale.target_level)
    return f"Stufe {level.value} – {level.title}" if level else ""


def _returns_by_department(work: Work) -> tuple[DepartmentReturn, ...]:
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


def _waves(config: RolloutConfig, scores: tuple[Score, ...], levels: dict[int, int], today: date) -> tuple[PlannedWave, ...]:
    plan = config.prioritisation
    measures = plan_measures(scores, plan.waves, levels, target_of(config), today)
    names = {s.service_id: s.name for s in scores}

    def planned(wave: Wave) -> PlannedWave:
        own = [names[m.service_id] for m in measures if m.wave == wave.key]
        return PlannedWave(
            title=wave.title,
            starts_on=date.fromisoformat(wave.starts_on),
            ends_on=date.fromisoformat(wave.ends_on),
            count=len(own),
            examples=tuple(own[:3]),
        )

    return tuple(planned(wave) for wave in plan.waves)


def _mail(config: RolloutConfig, evaluation: Evaluation, paper: BoardPaper, files: tuple[Attachment, ...]) -> MailIntent:
    board = config.contacts.executive_board
    return MailIntent(
        mail=PresentationMail(
            name=board.name,
            ranked=evaluation.ranked,
            blocked=evaluation.blocked,
            incomplete=evaluation.incomplete,
            month_label=paper.date_label,
            top=tuple(
                RankLine(rank=s.rank, name=s.name, office=f"Amt {s.office}", score=s.score)
                for s in paper.scores[:10]
                if s.rank is not None
            ),
        ),
        to=(board.email,),
        cc=(config.contacts.coordinator.email,),
        recipient=board.email,
        object_key="vorlage",
        occasion=f"evaluation-{evaluation.input_hash[:16]}",
        attachments=files,
    )
