"""Which mails about measures that miss their target day are due, today and in the days to come."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sqlalchemy import bindparam, select

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import Message, MessageMeasure
from ozg_workflow.domain.results.lateness import Delayed
from ozg_workflow.domain.results.progress.delay_reminders import DelayIntent, SentStep, WaitingMeasure, due_delay_reminders
from ozg_workflow.usecases.results.delays import delayed_until
from ozg_workflow.usecases.step.work import Work

_SENT: Final = (
    select(MessageMeasure.measure_id, Message.step, MessageMeasure.due_on)
    .join(Message, Message.id == MessageMeasure.message_id)
    .where(Message.rollout_id == bindparam("rollout"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """The measures that miss their target day or threaten to, and are to be carried out, by id, and the steps that were sent for each."""

    measures: dict[int, Delayed]
    sent: dict[int, Counter[SentStep]]


def delay_intents(work: Work) -> tuple[DelayIntent, ...]:
    """Return the mails about late measures that are due today."""
    return due_today(work, waiting_measures(work, work.today)) if work.config.timeline.progress.delays.steps else ()


def foreseen_delay_intents(work: Work, days: Sequence[date]) -> dict[date, tuple[DelayIntent, ...]]:
    """Return those of today and of later days, in their order, as if nothing is reported and every one is sent."""
    timeline, found = work.config.timeline, {}
    items = _items(work, waiting_measures(work, days[-1])) if timeline.progress.delays.steps and days else []
    for day in days:
        found[day] = due_delay_reminders(items, timeline.progress.delays, timeline.calendar, day)
        sent = {measure: (intent.step.key, due_on) for intent in found[day] for measure, due_on in intent.due}
        items = [replace(i, sent=i.sent | {sent[i.measure_id]}) if i.measure_id in sent else i for i in items]
    return found


def waiting_measures(work: Work, until: date) -> Waiting:
    """Return the measures that are late or threaten to be on some day until `until`; those nobody carries out are not among them."""
    late = delayed_until(work, until)
    if not late:
        return Waiting(measures={}, sent={})
    sent: defaultdict[int, Counter[SentStep]] = defaultdict(Counter)
    for measure, step, due_on in columns(work.session, _SENT, {"rollout": work.rollout.id}):
        sent[measure][step, due_on] += 1
    return Waiting(measures={item.measure_id: item for item in late}, sent=sent)


def due_today(work: Work, waiting: Waiting) -> tuple[DelayIntent, ...]:
    """Return the mails about these measures that are due today."""
    timeline = work.config.timeline
    return due_delay_reminders(_items(work, waiting), timeline.progress.delays, timeline.calendar, work.today)


def _items(work: Work, waiting: Waiting) -> list[WaitingMeasure]:
    """Return the measures as the rules see them; nobody can be reminded of those of an office that is not in force."""
    offices = {item.office for item in waiting.measures.values()}
    department = {o: work.directory.find_department(o) for o in offices if not work.directory.why_not_in_force(o)}
    return [
        WaitingMeasure(
            measure_id=number,
            office=item.office,
            department=found.number,
            pace=item.pace,
            sent=frozenset(waiting.sent.get(number, ())),
        )
        for number, item in waiting.measures.items()
        if (found := department.get(item.office))
    ]
