"""Show what loading the configuration would bring about, mails included, and change nothing."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from ozg_workflow.database.models import Milestone
from ozg_workflow.domain import german
from ozg_workflow.domain.consequences import told
from ozg_workflow.domain.plan.milestones import Action, MilestoneState
from ozg_workflow.domain.rollout import RolloutData
from ozg_workflow.usecases.setup.prepare import figures_line, prepare
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.send_lists import send_supplements
from ozg_workflow.usecases.timeline.announce import announce
from ozg_workflow.usecases.timeline.invitations import update_outstanding


def preview_prepare(ctx: Context, data: RolloutData) -> StepResult:
    """Return every consequence: what `prepare` would do, and the mails that would go out with the next sending.

    It is the real thing, undone; what would have to be confirmed says so.
    """
    with replace(ctx, preview=True).as_one() as one:
        result = prepare(one, data)
        consequences = told(result.consequences or ())
        result.lines[:] = [*consequences, *(line for line in result.lines if not _is_told(line, consequences))]
        following = _mails(one)
    result.mails, result.broken = following.mails, following.broken
    number = german.count(len(result.mails), "Mail ginge", "Mails gingen")
    result.say(f"{number} mit dem nächsten Versand hinaus." if result.mails else "Es ginge keine Mail hinaus.")
    return result


def _is_told(line: str, consequences: Sequence[str]) -> bool:
    """Tell whether a line only says once more what stands among the consequences."""
    return f"  {line.removesuffix('.')}" in consequences


def preview_first(data: RolloutData) -> StepResult:
    """Return the same where there is no database yet: everything would be new."""
    return StepResult(
        title=f"Vorbereitung {data.config.key}",
        lines=["Die Datenbank gibt es noch nicht: Sie würde angelegt und alles geladen.", figures_line(data)],
        consequences=[],
    )


def _mails(ctx: Context) -> StepResult:
    """Let everything follow that sends mail about a changed configuration: Nachträge, invitations to events that have moved."""
    total = StepResult(title="")
    total.absorb(send_supplements(ctx))
    for key in _moved_events(ctx):
        total.absorb(announce(ctx, key))
    return total


def _moved_events(ctx: Context) -> list[str]:
    with ctx.reading() as work:
        query = select(Milestone).where(Milestone.rollout_id == work.rollout.id, Milestone.action == Action.EVENT)
        running = work.session.scalars(query.where(Milestone.state == MilestoneState.RUNNING).order_by(Milestone.position))
        return [stored.key for stored in running if _is_outstanding(work, stored.key)]


def _is_outstanding(work: Work, key: str) -> bool:
    planned = work.config.timeline.get(key)
    return planned is not None and update_outstanding(work, planned)
