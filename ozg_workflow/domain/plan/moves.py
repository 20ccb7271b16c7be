"""Moving a date of the plan: whether it may be moved, and everything that follows from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ozg_workflow.domain import german
from ozg_workflow.domain.plan.calendar import WorkingCalendar
from ozg_workflow.domain.plan.milestones import Action, MilestoneState
from ozg_workflow.domain.plan.timeline import Change, Milestone, ReminderPlan, Timeline, in_force, order_mistakes

DEADLINES = frozenset({Action.RESPONSIBILITY_DEADLINE, Action.RETURN_DEADLINE})


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningList:
    """A list of the running survey as far as a moved deadline concerns it. `back` says that nothing is missing any more."""

    list_id: int
    office: str
    version: int
    due_on: date
    extended: bool
    back: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedList:
    """A list with its old and its new last day."""

    list_id: int
    office: str
    version: int
    old: date
    new: date
    back: bool

    @property
    def data(self) -> dict[str, object]:
        """The figures for the audit log."""
        return {"list": self.list_id, "office": self.office, "version": self.version, "from": str(self.old), "to": str(self.new)}


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedReminder:
    """One step of the reminders on its old and its new day; `passed` says that its new day is over already."""

    title: str
    old: date
    new: date
    passed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequences:
    """Everything that follows from moving one milestone."""

    old: Milestone
    new: Milestone
    reminders: tuple[MovedReminder, ...]
    lists: tuple[MovedList, ...]
    kept: tuple[RunningList, ...]
    invited: tuple[str, ...]
    warnings: tuple[str, ...]

    def lines(self) -> tuple[str, ...]:
        """Return them as people read them."""
        return (
            f"„{self.new.title}“: {self.new.planned_label} statt {self.old.planned_label}.",
            *(_reminder_line(step) for step in self.reminders),
            *self._list_lines(),
            *self._invitation_lines(),
            *(f"Achtung: {warning}" for warning in self.warnings),
        )

    def _list_lines(self) -> tuple[str, ...]:
        missing = [item for item in self.lists if not item.back]
        if self.new.action is not Action.RETURN_DEADLINE:
            return ()
        moved = f"Die neue Frist gilt für {german.count(len(missing), 'fehlende Liste', 'fehlende Listen')}" + (
            f": {german.join([_name(i.office, i.version) for i in missing])}." if missing else "."
        )
        kept = (
            f"{_name(item.office, item.version)} behält die eigene Frist {german.short_date(item.due_on)}"
            + (", die jetzt vor der allgemeinen liegt." if item.due_on < self.new.planned_on else ".")
            for item in self.kept
        )
        return (moved, *kept)

    def _invitation_lines(self) -> tuple[str, ...]:
        if self.new.action is not Action.EVENT:
            return ()
        if not self.invited:
            return ("Es wurde noch niemand eingeladen; die Einladung nennt gleich den neuen Termin.",)
        return (f"Eine aktualisierte Einladung erhalten: {german.join([f'Dezernat {number}' for number in self.invited])}.",)


def _name(office: str, version: int) -> str:
    return f"Amt {office}" if version == 1 else f"Amt {office} (Nachtrag, Fassung {version})"


def _reminder_line(step: MovedReminder) -> str:
    if step.passed:
        return f"{step.title}: entfällt, ihr neuer Tag ({german.short_date(step.new)}) ist nicht mehr nach heute."
    if step.new == step.old:
        return f"{step.title}: bleibt am {german.short_date(step.new)}."
    return f"{step.title}: am {german.short_date(step.new)} statt am {german.short_date(step.old)}."


def reason_not_to_move(milestone: Milestone, state: MilestoneState, to: date, today: date) -> str:
    """Return why a milestone cannot be moved to a day, empty when it can. A deadline that has passed may be set anew."""
    title, held = f"„{milestone.title}“", german.short_date(milestone.planned_on)
    event = milestone.action is Action.EVENT
    if event and (state is MilestoneState.DONE or (state is MilestoneState.RUNNING and milestone.planned_on <= today)):
        return f"{title} hat am {held} bereits stattgefunden und kann nicht mehr verschoben werden."
    if state is MilestoneState.DONE and milestone.action not in DEADLINES:
        return f"{title} ist bereits erledigt und kann nicht mehr verschoben werden."
    if state is MilestoneState.RUNNING and not event:
        return f"{title} hat bereits begonnen und kann nicht mehr verschoben werden."
    if to < today or (event and to == today):
        return f"Der {german.short_date(to)} liegt nicht in der Zukunft; {title} kann nicht dorthin verschoben werden."
    return ""


def due_after_move(item: RunningList, deadline: date) -> date:
    """Return the last day of a list under a general deadline: its own where a person gave it one; a Nachtrag keeps a later one."""
    if item.extended:
        return item.due_on
    return deadline if item.version == 1 else max(deadline, item.due_on)


def moved_lists(lists: Iterable[RunningList], deadline: date) -> tuple[MovedList, ...]:
    """Return the lists whose last day changes with the general deadline."""
    new = ((item, due_after_move(item, deadline)) for item in lists)
    return tuple(
        MovedList(list_id=i.list_id, office=i.office, version=i.version, old=i.due_on, new=due_on, back=i.back)
        for i, due_on in new
        if due_on != i.due_on
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A milestone, by its key, and the day it is to be moved to."""

    key: str
    to: date


def consequences(
    timeline: Timeline, move: Move, *, lists: tuple[RunningList, ...], invited: tuple[str, ...], today: date
) -> Consequences:
    """Return what follows from moving a milestone of the plan in force.

    `lists` are those of the running survey, `invited` the Dezernate that have an invitation to this event.
    """
    moved = in_force(timeline, {move.key: Change(moved_to=move.to)})
    old, new = (next(m for m in plan.milestones if m.key == move.key) for plan in (timeline, moved))
    returns = new.action is Action.RETURN_DEADLINE
    return Consequences(
        old=old,
        new=new,
        reminders=moved_reminders(timeline.reminders, timeline.calendar, old, new, today),
        lists=moved_lists(lists, move.to) if returns else (),
        kept=tuple(item for item in lists if returns and item.extended and not item.back),
        invited=invited if new.action is Action.EVENT else (),
        warnings=_warnings(timeline, moved, new),
    )


def moved_reminders(
    plan: ReminderPlan, calendar: WorkingCalendar, old: Milestone, new: Milestone, today: date
) -> tuple[MovedReminder, ...]:
    """Return the reminders of a deadline on their old and new days."""
    steps = (step for step in plan.steps if step.milestone == new.key)
    days = (
        (step, calendar.shift(old.planned_on, step.working_days), calendar.shift(new.planned_on, step.working_days))
        for step in steps
    )
    return tuple(MovedReminder(title=step.title, old=before, new=after, passed=after <= today) for step, before, after in days)


def _warnings(before: Timeline, after: Timeline, new: Milestone) -> tuple[str, ...]:
    known = {message for _, message in order_mistakes(before.milestones)}
    odd = tuple(message for _, message in order_mistakes(after.milestones) if message not in known)
    if after.calendar.is_working_day(new.planned_on):
        return odd
    return (f"Der {german.short_date(new.planned_on)} ist kein Arbeitstag.", *odd)
