"""A person has read what a mail holds beside what was recorded."""

from typing import Final

from sqlalchemy import bindparam, select

from ozg_workflow.database.models import Incoming, Return
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.post.mail import IncomingState
from ozg_workflow.usecases.intake.to_read import clear, open_notes
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work

TITLE = "Gelesen"
_OF_ROLLOUT: Final = select(Incoming).where(Incoming.id == bindparam("mail"), Incoming.rollout_id == bindparam("rollout"))


def clear_to_read(ctx: Context, incoming_id: int, *, remark: str = "") -> StepResult:
    """Clear everything that is to be read in a mail; twice is as good as once.

    Raises InputError when there is no such mail, or when it waits in the quarantine, which asks for more than reading.
    """
    with ctx.work(TITLE) as work:
        incoming = find_incoming(work, incoming_id)
        if incoming.state is IncomingState.QUARANTINED:
            raise InputError(
                f"Die Mail Nr. {incoming_id} liegt im Klärungskorb; bitte mit „ozg inbox assign“ zuordnen oder mit „ozg inbox dismiss“ erledigen."
            )
        if incoming.state is not IncomingState.TO_READ:
            work.say(f"In der Mail Nr. {incoming_id} ist nichts mehr zu lesen.")
            return work.result
        waiting = open_notes(work.session, incoming_id)
        clear(work, waiting, remark)
        settle(work, incoming)
        text = german.count(len(waiting), "Hinweis", "Hinweise") + " gelesen" + (", mit Vermerk" if remark else "")
        work.record("mail_read", ("incoming", incoming_id), text)
        work.did(f"Die Mail Nr. {incoming_id} ist gelesen.")
    return work.result


def settle(work: Work, incoming: Incoming) -> None:
    """Let a mail rest as what it is when nothing in it is to be read any more."""
    work.session.flush()
    if incoming.state is IncomingState.TO_READ and not open_notes(work.session, incoming.id):
        recorded = work.session.scalar(select(Return.id).where(Return.incoming_id == incoming.id).limit(1))
        incoming.state = IncomingState.RETURN if recorded else IncomingState.AUTOMATIC


def find_incoming(work: Work, incoming_id: int) -> Incoming:
    """Return a mail of this rollout. Raises InputError when there is none."""
    item = work.session.scalar(_OF_ROLLOUT, {"mail": incoming_id, "rollout": work.rollout.id})
    if item is None:
        raise no_such_mail(incoming_id)
    return item


def no_such_mail(incoming_id: int) -> InputError:
    """Return what is told about a number that no mail of this rollout has."""
    return InputError(f"Die eingegangene Mail Nr. {incoming_id} gibt es nicht.")
