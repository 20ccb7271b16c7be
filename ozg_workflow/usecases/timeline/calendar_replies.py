"""Acceptances and refusals of the invitations to the information events."""

from typing import Final

from sqlalchemy import bindparam, select

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import EventReply, Milestone
from ozg_workflow.usecases.step.work import Work

ANSWERS = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentative"}
TITLES = {"accepted": "zugesagt", "declined": "abgesagt", "tentative": "mit Vorbehalt"}
_ANSWERS: Final = select(Milestone.key, EventReply.answer).join(EventReply).where(Milestone.rollout_id == bindparam("rollout"))


def event_uid(rollout_key: str, milestone_key: str, domain: str) -> str:
    """Return the UID of the calendar entry of an event; it never changes."""
    return f"{rollout_key}.{milestone_key}@{domain}"


def rollout_of_event(uid: str) -> str:
    """Return the key of the rollout whose event has this UID."""
    return uid.rpartition("@")[0].rpartition(".")[0]


def note_calendar_reply(work: Work, uid: str, attendee: str, partstat: str) -> None:
    """Keep the newest answer of an attendee to one of our events; answers to other events are ignored."""
    answer = ANSWERS.get(partstat.upper())
    milestones = work.session.scalars(select(Milestone).where(Milestone.rollout_id == work.rollout.id))
    milestone = next((m for m in milestones if uid.startswith(f"{work.rollout.key}.{m.key}@")), None)
    if answer is None or milestone is None:
        return
    known = work.session.scalar(
        select(EventReply).where(EventReply.milestone_id == milestone.id, EventReply.attendee == attendee.lower())
    )
    if known is None:
        work.session.add(EventReply(milestone_id=milestone.id, attendee=attendee.lower(), answer=answer, replied_at=work.now()))
    else:
        known.answer, known.replied_at = answer, work.now()
    work.record("event_reply", ("milestone", milestone.key), f"{milestone.title}: {TITLES[answer]}")
    work.did(f"{milestone.title}: {attendee} hat {TITLES[answer]}.")
    work.count("calendar_replies")


def reply_counts(work: Work) -> dict[str, dict[str, int]]:
    """Return milestone key → answer → number of mailboxes."""
    counts: dict[str, dict[str, int]] = {}
    for key, answer in columns(work.session, _ANSWERS, {"rollout": work.rollout.id}):
        entry = counts.setdefault(key, dict.fromkeys(TITLES, 0))
        entry[answer] += 1
    return counts
