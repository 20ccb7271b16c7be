"""What a person does to the quarantine: look, retry, assign, dismiss."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Incoming, Rollout
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.mail import IncomingState
from ozg_workflow.mail.parse import parse_mail
from ozg_workflow.usecases.collect import understand
from ozg_workflow.usecases.context import Context, StepResult, record
from ozg_workflow.usecases.rollout_access import find_rollout
from ozg_workflow.usecases.send_lists import send_supplements


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingView:
    """An incoming mail as people see it."""

    id: int
    state: IncomingState
    kind: str
    sender: str
    subject: str
    reason: str
    received_at: datetime


STATE_TITLES = {
    IncomingState.STORED: "gespeichert",
    IncomingState.RETURN: "Rücklauf",
    IncomingState.AUTOMATIC: "automatisch",
    IncomingState.QUARANTINED: "Klärungskorb",
    IncomingState.DISMISSED: "erledigt",
}


def list_incoming(ctx: Context, *, everything: bool = False) -> tuple[IncomingView, ...]:
    """Return the quarantine, or with `everything` all incoming mail."""
    with ctx.sessions() as session:
        rollout = find_rollout(ctx, session)
        query = select(Incoming).where(Incoming.rollout_id == rollout.id).order_by(Incoming.id)
        return tuple(
            _view(i) for i in session.scalars(query if everything else query.where(Incoming.state == IncomingState.QUARANTINED))
        )


def _view(item: Incoming) -> IncomingView:
    return IncomingView(
        id=item.id,
        state=item.state,
        kind=str(item.kind or ""),
        sender=item.sender,
        subject=item.subject,
        reason=item.reason,
        received_at=item.received_at,
    )


def show_incoming(ctx: Context, incoming_id: int) -> tuple[IncomingView, str, bytes]:
    """Return a mail, its text and its bytes."""
    with ctx.sessions() as session:
        item = _find(session, find_rollout(ctx, session), incoming_id)
        return _view(item), parse_mail(item.content).text, item.content


def _find(session: Session, rollout: Rollout, incoming_id: int) -> Incoming:
    item = session.get(Incoming, incoming_id)
    if item is None or item.rollout_id != rollout.id:
        raise InputError(f"Die eingegangene Mail Nr. {incoming_id} gibt es nicht.")
    return item


def retry_incoming(ctx: Context, incoming_id: int, *, trust_sender: bool = False) -> StepResult:
    """Understand a quarantined mail once more; with `trust_sender` a person vouches for its sender."""
    result = StepResult(title="Mail erneut verarbeiten")
    with ctx.transaction() as session:
        rollout = find_rollout(ctx, session, lock=True)
        item = _find(session, rollout, incoming_id)
        if item.state is not IncomingState.QUARANTINED:
            raise InputError(f"Die Mail Nr. {incoming_id} liegt nicht im Klärungskorb ({STATE_TITLES[item.state]}).")
        item.state = IncomingState.STORED
        verb = "assigned" if trust_sender else "retried"
        record(ctx, session, rollout, f"mail_{verb}", ("incoming", item.id), item.sender)
    understand(ctx, incoming_id, result, trust_sender=trust_sender)
    result.absorb(send_supplements(ctx))
    return result


def dismiss_incoming(ctx: Context, incoming_id: int, note: str) -> StepResult:
    """Take a mail out of the quarantine because a person has dealt with it."""
    result = StepResult(title="Mail erledigen")
    with ctx.transaction() as session:
        rollout = find_rollout(ctx, session, lock=True)
        item = _find(session, rollout, incoming_id)
        if item.state is IncomingState.DISMISSED:
            result.say(f"Die Mail Nr. {incoming_id} war bereits erledigt.")
            return result
        if item.state is not IncomingState.QUARANTINED:
            raise InputError(f"Die Mail Nr. {incoming_id} liegt nicht im Klärungskorb ({STATE_TITLES[item.state]}).")
        item.state = IncomingState.DISMISSED
        item.reason = f"{item.reason} – Erledigt: {note}" if note else item.reason
        record(ctx, session, rollout, "mail_dismissed", ("incoming", item.id), note)
        result.did(f"Die Mail Nr. {incoming_id} ist erledigt.")
    return result
