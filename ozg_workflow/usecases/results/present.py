"""Present the prioritisation: draft the paper, the slides and the sheet for the decision, and mail them to the coordinator only."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from ozg_workflow.database.models import BoardPaper as StoredPaper
from ozg_workflow.database.models import Evaluation
from ozg_workflow.domain import german
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.post.intent import Attachment, MailIntent
from ozg_workflow.domain.post.mails.results import BoardDraftMail
from ozg_workflow.domain.results.board.proposed import proposed
from ozg_workflow.domain.results.implementation import MeasurePlan
from ozg_workflow.domain.results.prioritisation import Score
from ozg_workflow.domain.steps import Step, title
from ozg_workflow.report.board.data import BoardPaper
from ozg_workflow.report.board.paper import board_paper_pdf, board_paper_pptx
from ozg_workflow.report.board.texts import PaperTexts
from ozg_workflow.report.decision_sheet import decision_xlsx
from ozg_workflow.usecases.outbox.queue_mail import queue_mail
from ozg_workflow.usecases.results.board.collect import Ranked, board_paper
from ozg_workflow.usecases.results.board.doubts import board_doubts, doubts_of
from ozg_workflow.usecases.results.evaluate import newest_evaluation, scores_of
from ozg_workflow.usecases.results.frame import frame_of
from ozg_workflow.usecases.results.papers import of_cycle, paper_of
from ozg_workflow.usecases.results.proposals import decision_sheet
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.files import write_if_changed
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.levels import last_levels
from ozg_workflow.usecases.survey.questions.rounds import survey_round
from ozg_workflow.usecases.timeline.milestones import begin
from ozg_workflow.workspace.places import template_folders

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
        levels, texts = last_levels(work), PaperTexts(template_folders(ctx.home, "paper"))
        scores = scores_of(evaluation)
        plans, shifted = _proposed(work, scores, levels)
        stored = _draft(work, evaluation, plans)
        ranked = Ranked(evaluation=evaluation, scores=scores, plans=plans, levels=levels, shifts=shifted)
        paper = board_paper(work, ranked, doubts_of(stored))
        with ThreadPoolExecutor(1) as aside:  # the typesetter runs outside of Python: a second processor sets the paper meanwhile
            pdf = aside.submit(board_paper_pdf, paper, texts)
            slides = board_paper_pptx(paper, texts)
            sheet = decision_xlsx(decision_sheet(work, evaluation, stored, scores))
        contents = (pdf.result(), slides, sheet)
        files = tuple(Attachment(name=n, content=c, content_type=k) for (n, k), c in zip(FILES.items(), contents, strict=True))
        message = queue_mail(work, _mail(work, evaluation, paper, files))
        begin(work, Action.PRESENT)
        kept = kept_folder(ctx, evaluation)
    if not ctx.preview:
        for file in files:
            _write(work, file, kept, fresh=message is not None)
    return work.result


def _proposed(work: Work, scores: tuple[Score, ...], levels: dict[int, int]) -> tuple[tuple[MeasurePlan, ...], tuple[str, ...]]:
    """Return the waves that are proposed, and a sentence for each service that the capacity of its office keeps out of its wave."""
    found, shifted = proposed(scores, levels, frame_of(work, work.config.prioritisation))
    names = {score.service_id: score.name for score in scores}
    sentences = tuple(f"{names[service_id]}: {why}" for service_id, why in shifted.items())
    for sentence in sentences:
        work.say(sentence)
    return found, sentences


def kept_folder(ctx: Context, evaluation: Evaluation) -> Path:
    """Return the folder in which the papers of an evaluation stay as they were drafted."""
    return ctx.reports / KEPT / f"{evaluation.version or 'ohne'}-{evaluation.input_hash[:8]}{of_cycle(evaluation.round_key)}"


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
        round_key=evaluation.round_key,
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
    survey = survey_round(work)
    if survey and survey.key != evaluation.round_key:
        raise InputError(f"„{survey.title}“ ist noch nicht ausgewertet. Bitte zuerst „ozg evaluate“ ausführen.")
    if evaluation.version not in ("", version):
        raise InputError(
            f"Es gelten die Gewichte Version {version}; die letzte Auswertung hat Version {evaluation.version}. "
            "Bitte zuerst „ozg evaluate“ ausführen."
        )
    return evaluation


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
        occasion=f"entwurf-{evaluation.input_hash[:16]}{provisional}{of_cycle(evaluation.round_key)}",
        attachments=files,
    )
