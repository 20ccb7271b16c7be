"""All deployments, numbered in the order of the plan, with their schedules."""

import os
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron, Schedule
from prefect.types.entrypoint import EntrypointType
from prefect.utilities.callables import ParameterSchema

from flows.adopt_line import adopt_line
from flows.announce import announce
from flows.change_measure import change_measure
from flows.clear_quarantine import clear_quarantine
from flows.clear_to_read import clear_to_read
from flows.close_round import close_round
from flows.collect_returns import collect_returns
from flows.compare_weights import compare_weights
from flows.correct_answer import correct_answer
from flows.decide_board import decide_board
from flows.deliver_mail import deliver_mail
from flows.engine.dropdowns import TAG, Choices, with_choices
from flows.evaluate import evaluate
from flows.export_answers import export_answers
from flows.extend_deadline import extend_deadline
from flows.milestone_done import milestone_done
from flows.move_milestone import move_milestone
from flows.open_round import open_round
from flows.plan_waves import plan_waves
from flows.prepare_rollout import prepare_rollout
from flows.present import present
from flows.release_board import release_board
from flows.release_mailing import release_mailing
from flows.remind import remind
from flows.remind_office import remind_office
from flows.report_completion import report_completion
from flows.report_status import report_status
from flows.run_day import run_day
from flows.send_lists import send_lists
from flows.send_table import send_table
from flows.settle_mail import settle_mail
from flows.settle_responsibility import settle_responsibility
from flows.start_implementation import start_implementation
from flows.take_table import take_table
from flows.track_implementation import track_implementation
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.german import TIME_ZONE

# what the calendar starts is meant: forms have the preview on
DAILY = Cron("0 7 * * 1-5", timezone=TIME_ZONE, parameters={"working_days_only": True, "preview": False})
EVERY_TEN_MINUTES = Cron("*/10 * * * *", timezone=TIME_ZONE, parameters={"preview": False})
IN_TURN = ConcurrencyLimitConfig(limit=1)
ONE_MAY_WAIT = ConcurrencyLimitConfig(limit=2, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
# runs that were due while nothing was there to run them must not pile up: they go one after the other. Of the collections one works
# and one waits for its turn (a person's beside the calendar's); more would find nothing and are cancelled
LIMITS = {run_day: IN_TURN, deliver_mail: IN_TURN, collect_returns: ONE_MAY_WAIT}
ORDER: tuple[tuple[Deployment, Any, Schedule | None, str], ...] = (
    (Deployment.RUN_DAY, run_day, DAILY, "automatik"),
    (Deployment.PREPARE, prepare_rollout, None, "vorbereitung"),
    (Deployment.MILESTONE_DONE, milestone_done, None, "entscheidung"),
    (Deployment.ANNOUNCE, announce, None, "erhebung"),
    (Deployment.SEND_LISTS, send_lists, None, "erhebung"),
    (Deployment.COLLECT, collect_returns, EVERY_TEN_MINUTES, "erhebung"),
    (Deployment.SETTLE_RESPONSIBILITY, settle_responsibility, None, "entscheidung"),
    (Deployment.REMIND, remind, None, "erhebung"),
    (Deployment.EVALUATE, evaluate, None, "auswertung"),
    (Deployment.PRESENT, present, None, "auswertung"),
    (Deployment.START_IMPLEMENTATION, start_implementation, None, "umsetzung"),
    (Deployment.TRACK, track_implementation, None, "umsetzung"),
    (Deployment.REPORT_COMPLETION, report_completion, None, "umsetzung"),
    (Deployment.CLEAR_QUARANTINE, clear_quarantine, None, "entscheidung"),
    (Deployment.RELEASE, release_mailing, None, "entscheidung"),
    (Deployment.MOVE_MILESTONE, move_milestone, None, "entscheidung"),
    (Deployment.EXTEND_DEADLINE, extend_deadline, None, "entscheidung"),
    (Deployment.CLOSE_ROUND, close_round, None, "entscheidung"),
    (Deployment.OPEN_ROUND, open_round, None, "erhebung"),
    (Deployment.SETTLE_MAIL, settle_mail, None, "entscheidung"),
    (Deployment.DELIVER, deliver_mail, None, "automatik"),
    (Deployment.REPORT_STATUS, report_status, None, "auskunft"),
    (Deployment.CLEAR_TO_READ, clear_to_read, None, "entscheidung"),
    (Deployment.ADOPT_LINE, adopt_line, None, "entscheidung"),
    (Deployment.REMIND_OFFICE, remind_office, None, "erhebung"),
    (Deployment.CORRECT_ANSWER, correct_answer, None, "entscheidung"),
    (Deployment.EXPORT_ANSWERS, export_answers, None, "auskunft"),
    (Deployment.CHANGE_MEASURE, change_measure, None, "entscheidung"),
    (Deployment.RELEASE_BOARD, release_board, None, "entscheidung"),
    (Deployment.DECIDE_BOARD, decide_board, None, "entscheidung"),
    (Deployment.COMPARE_WEIGHTS, compare_weights, None, "auskunft"),
    (Deployment.PLAN_WAVES, plan_waves, None, "entscheidung"),
    (Deployment.SEND_TABLE, send_table, None, "auskunft"),
    (Deployment.TAKE_TABLE, take_table, None, "entscheidung"),
)


CALENDAR_MINUTE = "OZG_CALENDAR_MINUTE"


def _at_another_minute(schedule: Schedule) -> Schedule:
    """Return the schedule at the minute of the hour that the environment names: a test must not meet the calendar of the real day."""
    minute = os.environ.get(CALENDAR_MINUTE)
    return replace(schedule, cron=f"{minute} {schedule.cron.partition(' ')[2]}") if minute and schedule.cron else schedule


def deployments(
    today: str | None = None, choices: Choices | None = None, paused: Collection[str] = ()
) -> tuple[RunnerDeployment, ...]:
    """Return all deployments, their drop-downs filled with `choices`, the schedules of the `paused` ones inactive.

    In a rehearsal every one gets the pretended day and none a schedule. Wrong values are refused by the flow, in German: Prefect does
    not check them.
    """
    return tuple(
        _with_choices(
            flow.to_deployment(
                name=name.value,
                description=flow.description,
                tags=[TAG, tag],
                schedule=replace(_at_another_minute(schedule), active=name not in paused) if schedule and not today else None,
                parameters={"today": today} if today else None,
                concurrency_limit=LIMITS.get(flow),
                enforce_parameter_schema=False,
                entrypoint_type=EntrypointType.MODULE_PATH,
            ),
            choices or {},
            rehearsal=today is not None,
        )
        for name, flow, schedule, tag in ORDER
    )


def _with_choices(deployment: RunnerDeployment, choices: Choices, *, rehearsal: bool) -> RunnerDeployment:
    schema = deployment._parameter_openapi_schema  # noqa: SLF001 - Prefect has no other way to change a form it registers
    filled = with_choices(schema.model_dump(), choices, rehearsal=rehearsal)
    deployment._parameter_openapi_schema = ParameterSchema.model_validate(filled)  # noqa: SLF001
    return deployment
