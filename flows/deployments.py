"""All deployments, numbered in the order of the plan, with their schedules."""

from typing import Any

from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron, Schedule
from prefect.types.entrypoint import EntrypointType

from flows.announce import announce
from flows.clear_quarantine import clear_quarantine
from flows.collect_returns import collect_returns
from flows.deliver_mail import deliver_mail
from flows.evaluate import evaluate
from flows.milestone_done import milestone_done
from flows.prepare_rollout import prepare_rollout
from flows.present import present
from flows.remind import remind
from flows.report_completion import report_completion
from flows.report_status import report_status
from flows.run_day import run_day
from flows.send_lists import send_lists
from flows.settle_responsibility import settle_responsibility
from flows.start_implementation import start_implementation
from flows.track_implementation import track_implementation
from ozg_workflow.domain.german import TIME_ZONE

DAILY = Cron("0 7 * * 1-5", timezone=TIME_ZONE, parameters={"working_days_only": True})
EVERY_TEN_MINUTES = Cron("*/10 * * * *", timezone=TIME_ZONE)
ORDER: tuple[tuple[str, Any, Schedule | None, str], ...] = (
    ("00 Tageslauf", run_day, DAILY, "automatik"),
    ("01 Rollout vorbereiten", prepare_rollout, None, "vorbereitung"),
    ("02 Meilenstein abhaken", milestone_done, None, "entscheidung"),
    ("03 Ankündigen und einladen", announce, None, "erhebung"),
    ("04 Amtslisten versenden", send_lists, None, "erhebung"),
    ("05 Rückläufe einsammeln", collect_returns, EVERY_TEN_MINUTES, "erhebung"),
    ("06 Zuständigkeit entscheiden", settle_responsibility, None, "entscheidung"),
    ("07 Erinnern", remind, None, "erhebung"),
    ("08 Auswerten und priorisieren", evaluate, None, "auswertung"),
    ("09 Vorlage erstellen", present, None, "auswertung"),
    ("10 Umsetzung beginnen", start_implementation, None, "umsetzung"),
    ("11 Umsetzung verfolgen", track_implementation, None, "umsetzung"),
    ("12 Umsetzung abschließen", report_completion, None, "umsetzung"),
    ("13 Klärungskorb bearbeiten", clear_quarantine, None, "entscheidung"),
    ("20 Postausgang zustellen", deliver_mail, None, "automatik"),
    ("21 Stand anzeigen", report_status, None, "auskunft"),
)


def deployments(today: str | None = None) -> tuple[RunnerDeployment, ...]:
    """Return all deployments; in a rehearsal every one gets the pretended day and none a schedule."""
    return tuple(
        flow.to_deployment(
            name=name,
            description=flow.description,
            tags=["ozg", tag],
            schedule=None if today else schedule,
            parameters={"today": today} if today else None,
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        for name, flow, schedule, tag in ORDER
    )
