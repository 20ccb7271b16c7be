"""How the small world runs the workflow: through the real flows on the embedded Prefect server."""

import os
import time
from collections.abc import Callable
from datetime import date
from typing import Any, Protocol

from ozg_workflow.domain.errors import OzgError


class Runner(Protocol):
    """What the demo asks of the workflow."""

    def prepare(self, day: date) -> None:
        """Load the configuration."""

    def run_day(self, day: date) -> None:
        """Do everything that is due."""

    def tick_off(self, milestone: str, day: date) -> None:
        """Mark a milestone that people have reached."""

    def settle(self, case: int, office: str, day: date) -> None:
        """Decide a responsibility case."""

    def release_paper(self, day: date) -> None:
        """Release the draft for the board."""

    def open_round(self, due_on: date, title: str, day: date) -> None:
        """Repeat the survey."""


class FlowRunner:
    """Calls the flows, decisions in the name of `by`; `seconds` is the time spent in them, Prefect included."""

    def __init__(self, by: str) -> None:
        self._by = by
        self.seconds = 0.0
        self.runs = 0

    def prepare(self, day: date) -> None:
        """Run „Rollout vorbereiten“."""
        from flows.prepare_rollout import prepare_rollout

        self._run(prepare_rollout, by=self._by, today=day, preview=False)

    def run_day(self, day: date) -> None:
        """Run „Tageslauf“."""
        from flows.run_day import run_day

        self._run(run_day, today=day, preview=False)

    def tick_off(self, milestone: str, day: date) -> None:
        """Run „Meilenstein abhaken“."""
        from flows.milestone_done import milestone_done

        self._run(milestone_done, milestone=milestone, by=self._by, today=day)

    def settle(self, case: int, office: str, day: date) -> None:
        """Run „Zuständigkeit entscheiden“."""
        from flows.settle_responsibility import settle_responsibility

        self._run(settle_responsibility, by=self._by, cases=[case], office=office, today=day, preview=False)

    def release_paper(self, day: date) -> None:
        """Run „Vorlage freigeben“."""
        from flows.release_board import release_board

        self._run(release_board, by=self._by, confirmed=True, today=day, preview=False)

    def open_round(self, due_on: date, title: str, day: date) -> None:
        """Run „Erhebung wiederholen“."""
        from flows.open_round import open_round

        self._run(open_round, due_on=due_on, by=self._by, title=title, today=day, preview=False)

    def show(self, day: date) -> None:
        """Run „Stand anzeigen“."""
        from flows.report_status import report_status

        self._run(report_status, today=day)

    def _run(self, flow: Callable[..., Any], **parameters: Any) -> None:
        started = time.perf_counter()
        state = flow(**parameters, return_state=True)
        self.seconds += time.perf_counter() - started
        self.runs += 1
        if not state.is_completed():
            raise OzgError(
                f"Der Ablauf „{getattr(flow, 'name', flow)}“ ist am {parameters['today']:%d.%m.%Y} gescheitert: {state.message}"
            )


def seconds_in_tasks() -> float | None:
    """Return how long the use cases ran inside their tasks, from the records of the Prefect server; None when it does not tell."""
    import json
    import urllib.error
    import urllib.request

    total, offset, page = 0.0, 0, 200
    url = f"{os.environ['PREFECT_API_URL']}/task_runs/filter"
    while True:
        # a subflow is recorded as a task run of its parent, too; only real tasks carry out use cases
        body = json.dumps({"task_runs": {"subflow_runs": {"exists_": False}}, "limit": page, "offset": offset}).encode()
        request = urllib.request.Request(url, body, {"Content-Type": "application/json"})  # noqa: S310 - loopback
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - loopback
                runs = json.load(answer)
        except (urllib.error.URLError, OSError, ValueError):
            return None
        total += sum(float(run["total_run_time"]) for run in runs)
        if len(runs) < page:
            return total
        offset += page
