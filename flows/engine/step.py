"""How a flow carries out its steps: each use case as a task, then the delivery; failures are told and stop nothing else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.engine.desk import is_subflow, refresh_desk, refresh_forms
from flows.engine.opening import open_contexts
from flows.engine.plain_failures import refused
from flows.engine.preview import preview_sentence, show_preview
from flows.engine.turns import perform_in_turn
from ozg_workflow.domain.errors import OzgError, PartlyFailedError, UnavailableError, worst_status
from ozg_workflow.domain.failures import Failure
from ozg_workflow.domain.steps import Step, title
from ozg_workflow.usecases.day.report_failures import report_failures
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.deciding import chosen
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.unforeseen import in_our_words, note

RETRY_SECONDS = 20.0
ONLY_PREVIEW = "Der Lauf ist deshalb nur eine Vorschau; es ist nichts geändert."


class StepFailedError(PartlyFailedError):
    """A task or subflow of ours ended as failed; the message is the German sentence it failed with, `done` what was done all the same."""

    def __init__(self, message: str, exit_status: int = 1, done: StepResult | None = None) -> None:
        super().__init__((message,), done or StepResult(title=""))
        self.exit_status = exit_status


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowStep:
    """One use case in a flow: its name in the audit log, its German title, what it does."""

    name: str
    title: str
    action: Callable[[Context], StepResult]


@dataclass(slots=True)
class Run:
    """What a run did on one rollout: all results together, the steps that were done, the ones that failed."""

    ctx: Context
    total: StepResult
    done: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)

    def forced(self, wanted: bool) -> bool:
        """Tell whether it is a preview although none was wanted."""
        return self.ctx.preview and not wanted

    def attempt(self, name: str, title: str, action: Callable[[], StepResult]) -> StepResult:
        """Carry out one step and remember how it ended. Raises OzgError when it failed."""
        try:
            result = action()
        except OzgError as error:
            self.failed.append(Failure(step=name, title=title, message=str(error), exit_status=error.exit_status))
            raise
        self.done.append(name)
        return result

    def carry_out(self, step: FlowStep) -> None:
        """Carry out one step as a task; the next one follows even when it fails."""
        try:
            self.total.absorb(self.attempt(step.name, step.title, lambda: run_as_task(step.title, lambda: step.action(self.ctx))))
        except StepFailedError as error:
            self.total.absorb(error.done)
            self.total.say(f"{step.title}: {error}")


def step(name: Step, milestone: str | None = None) -> FlowStep:
    """Return one of the steps of the table."""
    return FlowStep(name=name, title=title(name), action=lambda ctx: perform_in_turn(ctx, name, milestone))


def decision(words: str, by: str, decide: Callable[[Context], StepResult]) -> FlowStep:
    """Return what a person of the rollout decided in a form; it is done in their name."""
    return FlowStep(name="decision", title=words, action=lambda ctx: decide(chosen(ctx, by)))


DELIVER = step(Step.DELIVER)


def run_flow(
    title: str,
    steps: tuple[FlowStep, ...],
    *,
    rollout: str,
    today: date | None,
    preview: bool = False,
    deliver: bool = True,
    automatic: bool = False,
) -> "State[StepResult]":
    """Run the steps of a flow and deliver what they queued; end as failed with a sentence.

    What was queued before a failing step is delivered all the same. With `automatic` the calendar may run it: on every rollout
    unless one is named, and failures reach the coordinator by mail.
    """

    def work(run: Run) -> None:
        for each in (*steps, *((DELIVER,) if deliver and not run.ctx.preview else ())):
            run.carry_out(each)

    return on_rollouts(title, work, rollout=rollout, today=today, preview=preview, automatic=automatic)


def on_rollouts(
    title: str,
    work: Callable[[Run], None],
    *,
    rollout: str,
    today: date | None,
    preview: bool = False,
    automatic: bool = False,
    reads: bool = False,
) -> "State[StepResult]":
    """Do the work on the named rollout, the only one, or (automatic) on every one; one failure never stops the others.

    What only `reads` is free on any day.
    """
    try:
        opened = open_contexts(rollout, today, preview=preview, every=automatic)
        runs = [Run(replace(ctx, preview=False) if reads else ctx, StepResult(title=title)) for ctx in opened.contexts]
    except OzgError as error:
        return refused(error)
    for run in runs:
        if run.forced(preview):
            run.total.say(f"{run.ctx.why_no_mail} {ONLY_PREVIEW}")
        _guarded(run, work)
        if run.ctx.preview:
            _guarded(run, _show)
            continue
        if automatic and not run.ctx.why_no_mail:
            _guarded(run, _tell_failures)
        _guarded(run, lambda run: refresh_desk(run.ctx, changed=run.total.changed))
    for run in [run for run in runs if run.total.changed and not run.ctx.preview][-1:]:  # they hold the data of all rollouts
        _guarded(run, lambda run: refresh_forms(run.ctx))
    return _ended(title, runs, opened.broken)


def _show(run: Run) -> None:
    if not is_subflow():
        show_preview(run.ctx, run.total)


def _guarded(run: Run, work: Callable[[Run], None]) -> None:
    """Do one part; what goes wrong in a way nobody expected is a failure like others and stops neither the next part nor the other rollouts."""
    try:
        work(run)
    except OzgError as error:
        run.failed.append(Failure(step="flow", title=run.total.title, message=str(error), exit_status=error.exit_status))
    except Exception as error:  # noqa: BLE001 - the other rollouts and the mail about this one must follow
        get_run_logger().exception("%s: unerwarteter Fehler", run.ctx.rollout_key)
        message = f"Unerwarteter Fehler ({type(error).__name__}); Näheres steht im Protokoll des Laufs."
        run.failed.append(Failure(step="flow", title=run.total.title, message=message, exit_status=1))


def _tell_failures(run: Run) -> None:
    """Queue a mail about what failed, and try to deliver it unless the delivery is what failed: then it waits in the outbox."""
    notices = report_failures(run.ctx, run.failed, run.done)
    run.total.absorb(_without_broken(notices))
    run.failed += [Failure(step="report", title="Störungsmeldung", message=line, exit_status=1) for line in notices.broken]
    if notices.mails and not any(f.step == DELIVER.name for f in run.failed):
        run.carry_out(DELIVER)


def _ended(title: str, runs: list[Run], broken: Mapping[str, OzgError]) -> "State[StepResult]":
    total = StepResult(title=title)
    for run in runs:
        total.absorb(run.total)
    failures = [(run.ctx.rollout_key, f.message, f.exit_status) for run in runs for f in run.failed]
    failures += [(key, str(error), error.exit_status) for key, error in broken.items()]
    if failures:
        sentences = [f"{key}: {words}" if runs[1:] or broken else words for key, words, _ in failures]
        message = " ".join(dict.fromkeys(sentences))
        status = worst_status(status for *_, status in failures)
        return Failed(message=message, data=StepFailedError(message, status, _without_broken(total)))
    return Completed(message=_said(title, total, [run.ctx for run in runs]), data=total)


def _said(title: str, total: StepResult, contexts: list[Context]) -> str:
    """Return the sentence a run ends with."""
    if contexts and contexts[0].preview:
        forced = (line for line in total.lines if line.endswith(ONLY_PREVIEW))
        return " ".join((*dict.fromkeys(forced), preview_sentence(total, contexts)))
    return (total.lines[-1] if total.lines else title)[:200]


def _without_broken(total: StepResult) -> StepResult:
    """Return what was done; what failed stands in the message."""
    return replace(total, broken=[])


def run_as_task(title: str, action: Callable[[], StepResult]) -> StepResult:
    """Run one use case as a Prefect task; only what is unreachable for now is tried a second time.

    Raises StepFailedError with the German sentence of the failure; the run shows no traceback.
    """

    @task(
        name=title,
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=1,
        retry_delay_seconds=RETRY_SECONDS,
        retry_condition_fn=_is_transient,
    )
    def carry_out() -> Any:
        log = get_run_logger()
        try:
            result = action().whole()
        except Exception as error:  # noqa: BLE001 - a failure is one German sentence in the run; its places stand in the log of the program
            if not isinstance(error, OzgError):
                note("task failed", error, task=title)
            told = in_our_words(error)
            for line in told.done.lines if isinstance(told, PartlyFailedError) else ():
                log.info("%s", line)
            log.error("%s", told)  # noqa: TRY400
            return Failed(message=str(told), data=told)
        for line in result.lines:
            log.info("%s", line)
        return result

    return resolve(carry_out(return_state=True))


def _is_transient(_task: Any, _run: Any, state: "State[Any]") -> bool:
    return isinstance(state.data, UnavailableError)


def resolve(state: "State[StepResult]") -> StepResult:
    """Return the result of a finished task or subflow. Raises StepFailedError when it failed."""
    if state.is_completed():
        result: StepResult = state.result()
        return result
    error = state.result(raise_on_failure=False)
    status = error.exit_status if isinstance(error, OzgError) else 1
    done = error.done if isinstance(error, PartlyFailedError) else None
    raise StepFailedError(state.message or "Der Schritt ist fehlgeschlagen.", status, done)
