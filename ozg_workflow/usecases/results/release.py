"""Release the draft: paper, slides and sheet go to the board, exactly as the coordinator has read them."""

from pathlib import Path

from ozg_workflow.database.models import BoardPaper, Evaluation
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.post.intent import Attachment, MailIntent
from ozg_workflow.domain.post.mails.results import PresentationMail, RankLine
from ozg_workflow.usecases.outbox.queue_mail import queue_mail
from ozg_workflow.usecases.results.board.doubts import board_doubts, doubts_of
from ozg_workflow.usecases.results.evaluate import scores_of
from ozg_workflow.usecases.results.papers import meeting_label, of_cycle, paper_of
from ozg_workflow.usecases.results.present import FILES, evaluation_or_fail, kept_folder
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.timeline.milestones import complete

TITLE = "Vorlage freigeben"
TOP = 10  # ranks the mail names


def release_paper(ctx: Context, *, confirmed: bool = False) -> StepResult:
    """Send the drafted paper to the board, once; what is provisional only when `confirmed`.

    Raises InputError: there is no draft of the newest evaluation, its files are gone, or it is provisional and not confirmed.
    """
    with ctx.work(TITLE) as work:
        evaluation, paper = drafted(work)
        if paper.released_at:
            work.say(f"Die Vorlage ist bereits freigegeben, am {german.local_time(paper.released_at)} Uhr.")
            return work.result
        _ask(work, paper, confirmed=confirmed or ctx.preview)
        queue_mail(work, _mail(work, evaluation, _files(kept_folder(ctx, evaluation))))
        paper.released_at = work.now()
        board = work.config.contacts.executive_board.name
        work.record("board_paper_released", ("board_paper", paper.id), f"an {board}, Gewichte Version {paper.version}")
        work.did(f"Die Vorlage ist freigegeben und geht an: {board}.")
        complete(work, Action.PRESENT)
    return work.result


def drafted(work: Work) -> tuple[Evaluation, BoardPaper]:
    """Return the newest evaluation and the paper that presents it. Raises InputError where there is none."""
    evaluation = evaluation_or_fail(work)
    paper = paper_of(work, evaluation)
    if paper is None:
        raise InputError("Zu der letzten Auswertung gibt es noch keine Vorlage. Bitte zuerst „ozg present“ ausführen.")
    return evaluation, paper


def _ask(work: Work, paper: BoardPaper, *, confirmed: bool) -> None:
    """Raise InputError naming what speaks against it, today or when it was drafted, unless it is confirmed."""
    found = tuple(dict.fromkeys(doubt.sentence for doubt in (*board_doubts(work), *doubts_of(paper))))
    if found and not confirmed:
        raise InputError(
            f"Die Vorlage ist vorläufig: {' '.join(found)} Wer sie trotzdem freigibt, bestätigt das mit „--yes“ "
            "(Formular: „Auch vorläufig“ ankreuzen). Es ist nichts geändert."
        )
    for sentence in found:
        work.say(f"Vorläufig: {sentence}")


def _files(folder: Path) -> tuple[Attachment, ...]:
    missing = [name for name in FILES if not (folder / name).exists()]
    if missing:
        raise InputError(f"{german.join(missing)} fehlt in {folder}; „ozg present“ schreibt sie wieder.")
    return tuple(Attachment(name=n, content=(folder / n).read_bytes(), content_type=kind) for n, kind in FILES.items())


def _mail(work: Work, evaluation: Evaluation, files: tuple[Attachment, ...]) -> MailIntent:
    contacts = work.config.contacts
    first = [score for score in scores_of(evaluation)[:TOP] if score.rank is not None]
    return MailIntent(
        mail=PresentationMail(
            name=contacts.executive_board.name,
            ranked=evaluation.ranked,
            blocked=evaluation.blocked,
            incomplete=evaluation.incomplete,
            month_label=meeting_label(work),
            top=tuple(RankLine(rank=s.rank or 0, name=s.name, office=f"Amt {s.office}", score=s.score) for s in first),
        ),
        to=(contacts.executive_board.email,),
        cc=(contacts.coordinator.email,),
        recipient=contacts.executive_board.email,
        object_key="vorlage",
        occasion=f"evaluation-{evaluation.input_hash[:16]}{of_cycle(evaluation.round_key)}",
        attachments=files,
    )
