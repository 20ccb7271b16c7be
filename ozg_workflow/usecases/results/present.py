"""Present the prioritisation: draft the paper, the slides and the sheet for the decision, and mail them to the coordinator only."""

from collections import Counter
from dataclasses import asdict, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from sqlalchemy import select

from ozg_workflow.database.models import BoardPaper as StoredPaper
from ozg_workflow.database.models import Evaluation, Milestone, ServiceList
from ozg_workflow.domain import german
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.plan.timeline import STATE_TITLES, Action, state_on
from ozg_workflow.domain.post.mail import Attachment, MailIntent
from ozg_workflow.domain.post.mails.results import BoardDraftMail
from ozg_workflow.domain.results.board.doubts import Doubt
from ozg_workflow.domain.results.comparison import Comparison
from ozg_workflow.domain.results.implementation import MeasurePlan, Target, plan_measures
from ozg_workflow.domain.results.prioritisation import Score, Wave
from ozg_workflow.domain.results.proposed import carried
from ozg_workflow.domain.rollout import RolloutConfig
from ozg_workflow.domain.steps import Step, title
from ozg_workflow.domain.survey.service_list import BACK
from ozg_workflow.report.board_data import BoardPaper, DepartmentReturn, PlannedWave, TimelineRow
from ozg_workflow.report.board_paper import board_paper_pdf, board_paper_pptx
from ozg_workflow.report.decision_sheet import decision_xlsx
from ozg_workflow.usecases.outbox.queue_mail import queue_mail
from ozg_workflow.usecases.results.candidates import additive_questions, candidates
from ozg_workflow.usecases.results.compare_rounds import comparison
from ozg_workflow.usecases.results.evaluate import newest_evaluation, scores_of
from ozg_workflow.usecases.results.maturity import NO_DEPARTMENT
from ozg_workflow.usecases.results.papers import board_doubts, doubts_of, paper_of
from ozg_workflow.usecases.results.proposals import decision_sheet
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.files import write_if_changed
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.levels import last_levels
from ozg_workflow.usecases.survey.questions.rounds import survey_round
from ozg_workflow.usecases.timeline.milestones import begin

FILES = {  # of a paper, with their types
    "vorlage.pdf": "application/pdf",
    "vorlage.pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "entscheidung.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
KEPT = "vorlagen"  # folder of the papers by the version of their weights


def present(ctx: Context) -> StepResult:
    """Draft paper, slides and sheet and mail them to the coordinator; nobody else gets anything. Raises InputError before the evaluation."""
    with ctx.work(title(Step.PRESENT)) as work:
        evaluation = evaluation_or_fail(work)
        scores = scores_of(evaluation)
        plans, shifted = _planned(work, scores)
        stored = _draft(work, evaluation, plans)
        paper = replace(_paper(work, evaluation, plans, doubts_of(stored)), shifts=shifted)
        contents = (board_paper_pdf(paper), board_paper_pptx(paper), decision_xlsx(decision_sheet(work, evaluation, stored)))
        files = tuple(Attachment(name=n, content=c, content_type=k) for (n, k), c in zip(FILES.items(), contents, strict=True))
        message = queue_mail(work, _mail(work, evaluation, paper, files))
        begin(work, Action.PRESENT)
        kept = kept_folder(ctx, evaluation)
    if not ctx.preview:
        for file in files:
            _write(work, file, kept, fresh=message is not None)
    return work.result


def _planned(work: Work, scores: tuple[Score, ...]) -> tuple[tuple[MeasurePlan, ...], tuple[str, ...]]:
    """Return the waves that are proposed, and a sentence for each service that the capacity of its office keeps out of its wave."""
    agreed, target = work.config.prioritisation, target_of(work.config)
    plans = plan_measures(scores, agreed.waves, last_levels(work), target, work.today)
    names = {score.service_id: score.name for score in scores}
    found, shifted = carried(plans, names, agreed, target.deadline, work.today)
    sentences = tuple(f"{names[service_id]}: {why}" for service_id, why in shifted.items())
    for sentence in sentences:
        work.say(sentence)
    return found, sentences


def kept_folder(ctx: Context, evaluation: Evaluation) -> Path:
    """Return the folder in which the papers of an evaluation stay as they were drafted."""
    return ctx.reports / KEPT / f"{evaluation.version or 'ohne'}-{evaluation.input_hash[:8]}"


def _draft(work: Work, evaluation: Evaluation, plans: tuple[MeasurePlan, ...]) -> StoredPaper:
    """Return the paper of an evaluation, drafted anew while it is not released and other things speak against it than before."""
    found, known = board_doubts(work), paper_of(work, evaluation)
    if known and (known.released_at or known.decided_at or doubts_of(known) == found):
        work.say(f"Den Entwurf zu dieser Auswertung gibt es seit dem {german.local_time(known.draft_at)} Uhr.")
        return known
    stored = known or StoredPaper(
        rollout_id=work.rollout.id,
        input_hash=evaluation.input_hash,
        version=evaluation.version,
        proposed={str(plan.service_id): plan.wave for plan in plans},
    )
    stored.draft_at, stored.doubts = work.now(), [asdict(doubt) for doubt in found]
    work.session.add(stored)
    work.session.flush()
    work.record("board_paper_drafted", ("board_paper", stored.id), f"{len(plans)} Leistungen, Gewichte Version {stored.version}")
    work.did("Die Vorlage ist als Entwurf geschrieben; sie geht nur an die Koordination.")
    for doubt in found:
        work.say(f"Vorläufig: {doubt.sentence}")
    return stored


def _write(work: Work, file: Attachment, kept: Path, *, fresh: bool) -> None:
    """Write a paper, and a copy by its version: what was presented stays as it was, for it shows the plan on its day.

    Where the copy is missing the drafting was broken off, or somebody took it away: it is written now.
    """
    copy = kept / file.name
    if fresh or not copy.exists():
        write_if_changed(work, copy, file.content)
    write_if_changed(work, work.ctx.reports / file.name, copy.read_bytes())


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


def _paper(work: Work, evaluation: Evaluation, plans: tuple[MeasurePlan, ...], found: tuple[Doubt, ...]) -> BoardPaper:
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
        waves=_waves(work.config, scores, plans),
        target_level_title=level_title(work.config),
        target_on=work.config.timeline.due_on(Action.COMPLETE),
        scale_title=work.config.scale.title,
        coordinator=work.config.contacts.coordinator.name,
        timeline=tuple(_timeline_row(m, work.today) for m in milestones),
        comparison=_comparison(work, scores),
        doubts=tuple(doubt.sentence for doubt in found),
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
    return config.scale.title_of(config.scale.target_level)


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


def _waves(config: RolloutConfig, scores: tuple[Score, ...], measures: tuple[MeasurePlan, ...]) -> tuple[PlannedWave, ...]:
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

    return tuple(planned(wave) for wave in config.prioritisation.waves)


def _mail(work: Work, evaluation: Evaluation, paper: BoardPaper, files: tuple[Attachment, ...]) -> MailIntent:
    contacts = work.config.contacts
    provisional = f"-{sha256(repr(paper.doubts).encode()).hexdigest()[:8]}" if paper.doubts else ""
    return MailIntent(
        mail=BoardDraftMail(
            name=contacts.coordinator.name,
            board=contacts.executive_board.name,
            board_email=contacts.executive_board.email,
            doubts=paper.doubts,
            ranked=evaluation.ranked,
            blocked=evaluation.blocked,
            incomplete=evaluation.incomplete,
            month_label=paper.date_label,
            form=str(Deployment.RELEASE_BOARD),
        ),
        to=(contacts.coordinator.email,),
        recipient=contacts.coordinator.email,
        object_key="vorlage",
        occasion=f"entwurf-{evaluation.input_hash[:16]}{provisional}",
        attachments=files,
    )
