"""Automations of Prefect hear of what has changed."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from flows.engine.automations import NAME
from tests.cockpit import program, wait_for
from tests.flows.engine.test_serve import Serve
from tests.usecases.town import Town


def test_an_automation_hears_of_a_mail_in_the_quarantine(asked: Town, tmp_path: Path) -> None:
    serve = Serve(asked, tmp_path / "serve.log", "--today", "2020-04-06", OZG_INBOX_URL=f"maildir:{asked.box}")
    with program(serve.command, serve.environment, serve.log):
        serve.ready()
        environment = serve.environment | {"PREFECT_API_URL": serve.api.url}
        for _ in range(2):  # the second time changes nothing
            subprocess.run([sys.executable, "-m", "flows.engine.automations"], env=environment, check=True, timeout=60)
        assert [a["name"] for a in serve.api.post("/automations/filter")] == [NAME]
        assert serve.api.run("21 Stand anzeigen")[0] == "COMPLETED"
        asked.drop(asked.letter({}, sender="amt34@bielefeld.example", subject="Frage zur Liste"))
        assert serve.api.run("05 Rückläufe einsammeln", preview=False)[0] == "COMPLETED"
        deployment = serve.api.deployments()["21 Stand anzeigen"]["id"]

        def triggered() -> Any:
            runs = serve.api.post("/flow_runs/filter", deployments={"id": {"any_": [deployment]}})
            return [run for run in runs if (run["created_by"] or {}).get("type") == "AUTOMATION"]

        wait_for(triggered, 60, "the run of the automation")
