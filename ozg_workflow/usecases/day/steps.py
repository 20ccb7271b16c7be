"""The order of a day; the command line and the flows carry out the same one."""

from collections.abc import Callable
from dataclasses import replace

from ozg_workflow.domain.errors import OzgError, PartlyFailedError, worst_status
from ozg_workflow.domain.failures import Failure
from ozg_workflow.domain.steps import RUN_DAY, Step, title
from ozg_workflow.usecases.day.digest import something_to_tell
from ozg_workflow.usecases.day.perform import perform
from ozg_workflow.usecases.day.plan_day import DayPlan, plan_day
from ozg_workflow.usecases.day.report_failures import report_failures
from ozg_workflow.usecases.outbox.deliver import something_to_deliver
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import QueuedMail, StepResult
from ozg_workflow.usecases.step.step_runs import tell_end
from ozg_workflow.usecases.step.successions import offices_wait
from ozg_workflow.usecases.step.unforeseen import in_our_words, note

__all__ = ["Day", "DayFailedError", "perform", "run_day", "tell_failures"]

Perform = Callable[[Step, str, str | None], StepResult]
PLAN = "Plan des Tages"


class DayFailedError(OzgError):
    """Some steps of a day failed; the others were done. The exit status is that of the worst one."""

    def __init__(self, failed: list[Failure]) -> None:
        super().__init__("\n".join(f"{f.title}: {f.message}" for f in failed))
        self.exit_status = worst_status(f.exit_status for f in failed)


class Day:
    """A day while it goes on: all results together, the steps that were done, and what failed with its step and its words."""

    def __init__(self, ctx: Context, perform_step: Perform) -> None:
        self.ctx, self._perform = ctx, perform_step
        self.total = StepResult(title="Tageslauf")
        self.done: list[str] = []
        self.failed: list[Failure] = []
        self.errors: list[OzgError] = []

    def attempt(self, step: Step, words: str = "", milestone: str | None = None) -> None:
        """Carry out one step; whatever breaks is noted, and the rest of the day follows."""
        words = words or title(step)
        try:
            self.total.absorb(self._perform(step, words, milestone))
        except Exception as error:  # noqa: BLE001 - whatever breaks, the rest of the day follows
            if isinstance(error, PartlyFailedError):
                self.total.absorb(error.done)
            self.fail(step, words, error)
        else:
            self.done.append(step)

    def fail(self, name: str, words: str, error: Exception) -> None:
        """Note that something failed, and tell it in one line."""
        told = in_our_words(error)
        self.errors.append(told)
        self.failed.append(Failure(step=name, title=words, message=str(told), exit_status=told.exit_status))
        self.total.lines += [f"{words}: {line}" for line in str(told).splitlines()]

    def plan(self) -> DayPlan:
        """Return what is due; a plan nobody can make leaves the milestones out, and the routine follows."""
        try:
            plan = plan_day(self.ctx)
        except Exception as error:  # noqa: BLE001 - digest and delivery must follow
            note("plan failed", error, rollout=self.ctx.rollout_key)
            self.fail("plan", PLAN, error)
            return DayPlan(steps=(), skipped=(), updates=False, reminders=True, tracking=False)
        for words, broken in plan.broken:
            self.fail("plan", words, broken)
        return plan

    def wanted(self, question: Callable[[Context], bool]) -> bool:
        """Answer a question about a step; one that cannot be answered means yes, and the step itself tells what is wrong."""
        try:
            return question(self.ctx)
        except Exception as error:  # noqa: BLE001 - see above
            note("question failed", error, rollout=self.ctx.rollout_key)
            return True

    def digest_waits(self) -> bool:
        """Tell whether there is a digest to deliver; where the delivery has failed already, it waits in the outbox like everything else."""
        return (
            Step.DIGEST in self.done and Step.DELIVER not in {f.step for f in self.failed} and self.wanted(something_to_deliver)
        )

    def end(self) -> None:
        """Only a day without failures counts, and only that is told to whoever waits for it."""
        if self.failed:
            return
        try:
            tell_end(self.ctx, RUN_DAY, self.total)
            if not self.ctx.preview:
                self.ctx.ping()
        except Exception as error:  # noqa: BLE001 - everything else is done and must be told
            self.fail(RUN_DAY, self.total.title, error)


def run_day(ctx: Context, perform_step: Perform, *, has_inbox: bool) -> Day:
    """Do everything that is due today: `perform_step(step, title, milestone)` carries out one step.

    A failing step never stops the rest of the day, nor does a plan or a question that breaks. Steps that have nothing to do are left out.
    """
    day = Day(ctx, perform_step)
    if day.wanted(offices_wait):
        day.attempt(Step.FOLLOW_OFFICES)
    if has_inbox:
        day.attempt(Step.COLLECT)
    else:
        day.total.say("Kein Postfach eingestellt (OZG_INBOX_URL), es wird nicht gelesen.")
    plan = day.plan()
    if plan.updates:
        day.attempt(Step.UPDATE_MILESTONES)
    for line in plan.skipped:
        day.total.say(f"Ausgelassen: {line}")
    for due in plan.steps:
        day.attempt(due.step, due.title, due.milestone)
    routine: tuple[tuple[Step, Callable[[Context], bool]], ...] = (
        (Step.REMIND, lambda _: plan.reminders),
        (Step.TRACK, lambda _: plan.tracking),
        (Step.DELIVER, something_to_deliver),
        (Step.DIGEST, something_to_tell),  # after the delivery: it tells what really went out
    )
    for step, question in routine:
        if day.wanted(question):
            day.attempt(step)
    if day.digest_waits():
        day.attempt(Step.DELIVER)
    day.total.mails = _once(day.total.mails)
    day.end()
    return day


def _once(mails: list[QueuedMail]) -> list[QueuedMail]:
    """Return each mail as it was told first: one that was queued and then due has its attachments where it was queued."""
    return list({mail.header_id: mail for mail in reversed(mails)}.values())[::-1]


def tell_failures(day: Day) -> None:
    """Note in the audit log what failed and what works again, and mail the coordinator where it is worth a mail."""
    if day.ctx.preview:
        return
    try:
        notices = report_failures(day.ctx, day.failed, day.done)
    except Exception as error:  # noqa: BLE001 - the failures themselves must be told, whatever becomes of the mail
        note("report failed", error, rollout=day.ctx.rollout_key)
        day.fail("report", "Störungsmeldung", error)
        return
    day.total.absorb(replace(notices, broken=[]))
    for line in notices.broken:
        day.fail("report", "Störungsmeldung", OzgError(line))
    if notices.mails and not any(f.step == Step.DELIVER for f in day.failed):
        day.attempt(Step.DELIVER)
