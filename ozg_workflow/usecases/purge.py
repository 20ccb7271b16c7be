"""Erase personal data of senders when the rollout has been over for long enough; shown before it is done."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Incoming, Message, Milestone, Return, Rollout
from ozg_workflow.domain import german
from ozg_workflow.domain.mail import MailKind
from ozg_workflow.domain.timeline import Action, MilestoneState
from ozg_workflow.usecases.context import Context, StepResult, record
from ozg_workflow.usecases.rollout_access import Directory, config_of, find_rollout

ANSWERS = (MailKind.ACKNOWLEDGEMENT, MailKind.RETURN_WITH_ERRORS)
ERASED = "gelöscht"


def purge(ctx: Context, *, confirmed: bool) -> StepResult:
    """Erase mails and senders once `retention_days` have passed since the end; without `confirmed` only tell what would go.

    Answers, lists, figures and the audit log stay; functional mailboxes and heads of the directory are no senders' data.
    """
    result = StepResult(title="Personenbezogene Daten löschen")
    with ctx.transaction() as session:
        rollout = find_rollout(ctx, session, lock=True)
        config = config_of(ctx, rollout)
        done = session.scalar(select(Milestone).where(Milestone.rollout_id == rollout.id, Milestone.action == Action.COMPLETE))
        if done is None or done.state is not MilestoneState.DONE or done.done_at is None:
            result.say("Der Rollout ist noch nicht abgeschlossen; es wird nichts gelöscht.")
            return result
        ends_on = done.done_at.astimezone(ZoneInfo(german.TIME_ZONE)).date() + timedelta(days=config.retention_days)
        if ctx.today <= ends_on:
            result.say(f"Die Aufbewahrungsfrist läuft bis {german.short_date(ends_on)}; es wird nichts gelöscht.")
            return result
        _erase(ctx, session, rollout, confirmed=confirmed, result=result)
    return result


def _erase(ctx: Context, session: Session, rollout: Rollout, *, confirmed: bool, result: StepResult) -> None:
    directory = Directory(ctx, session, rollout)
    mails = list(session.scalars(select(Incoming).where(Incoming.rollout_id == rollout.id, Incoming.sender != ERASED)))
    returns = [
        r for r in session.scalars(select(Return).where(Return.sender != ERASED)) if r.service_list.round.rollout_id == rollout.id
    ]
    answers = list(
        session.scalars(
            select(Message).where(Message.rollout_id == rollout.id, Message.kind.in_(ANSWERS), Message.recipient != ERASED)
        )
    )
    answers = [m for m in answers if not directory.knows(m.recipient)]
    figures = {"incoming": len(mails), "returns": len(returns), "messages": len(answers)}
    text = f"{len(mails)} eingegangene Mails, Absender von {len(returns)} Rückläufen, {len(answers)} Antworten an Personen"
    if not any(figures.values()):
        result.say("Es ist nichts mehr zu löschen.")
        return
    if not confirmed:
        result.say(
            f"Gelöscht würden: {text}. Mit „ozg db purge --yes“ wird es ausgeführt; das lässt sich nicht rückgängig machen."
        )
        return
    for mail in mails:
        mail.content, mail.sender, mail.subject, mail.header_id = b"", ERASED, ERASED, ""
    for returned in returns:
        returned.sender, returned.file_name = ERASED, ERASED
    for message in answers:
        _erase_message(message)
    result.figures = figures
    record(ctx, session, rollout, "purged", ("rollout", rollout.key), text)
    result.did(f"Gelöscht: {text}.")


def _erase_message(message: Message) -> None:
    message.content = b""
    for recipient in message.recipients:
        if recipient.address == message.recipient:
            recipient.address = ERASED
    message.occasion, message.recipient = f"{message.occasion}/{message.id}", ERASED
