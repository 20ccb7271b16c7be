"""`prefect.yaml` for a work pool, written from the deployments: `python -m flows.engine.prefect_yaml > prefect.yaml`.

With `--deploy` they are registered with the server of PREFECT_API_URL instead. `prefect deploy --all` alone sets every schedule going again.
"""

import subprocess
import sys
from collections.abc import Collection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from prefect.deployments.runner import RunnerDeployment

from flows.deployments import deployments
from flows.engine.pauses import paused_as_a_whole, paused_deployments

POOL = "ozg"
HEAD = """\
# Written by `python -m flows.engine.prefect_yaml`; change flows/deployments.py, not this file.
# All deployments for a work pool of the type "process", whose workers have this package installed:
#   prefect work-pool create ozg --type process
#   python -m flows.engine.prefect_yaml --deploy    # not "prefect deploy --all": it sets going what a person has paused
#   prefect worker start --pool ozg
"""


def prefect_yaml(paused: Collection[str] = ()) -> str:
    """Return the file; the schedules of the `paused` deployments are inactive."""
    content = {
        "name": "ozg-workflow",
        "pull": None,  # the code is the installed package
        "deployments": [_entry(deployment) for deployment in deployments(paused=paused)],
    }
    return HEAD + yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=200)


def _entry(deployment: RunnerDeployment) -> dict[str, Any]:
    options = deployment.concurrency_options
    limit = {
        "limit": deployment.concurrency_limit,
        "collision_strategy": str(options.collision_strategy.value) if options else None,
    }
    return {
        "name": deployment.name,
        "description": deployment.description,
        "tags": list(deployment.tags),
        "entrypoint": deployment.entrypoint,
        "enforce_parameter_schema": deployment.enforce_parameter_schema,
        **({"concurrency_limit": limit} if deployment.concurrency_limit else {}),
        "schedules": [_schedule(schedule) for schedule in deployment.schedules or ()],
        "work_pool": {"name": POOL},
    }


def _schedule(item: Any) -> dict[str, Any]:
    resting = {} if item.active is not False else {"active": False}
    return {"cron": item.schedule.cron, "timezone": item.schedule.timezone, "parameters": dict(item.parameters), **resting}


def deploy() -> int:
    """Register all deployments; what a person has paused stays paused all the time. Returns the exit status of `prefect deploy`."""
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client, TemporaryDirectory() as folder:
        paused, whole = paused_deployments(client), paused_as_a_whole(client)
        file = Path(folder) / "prefect.yaml"
        file.write_text(prefect_yaml(paused), encoding="utf-8")
        command = (sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all", "--prefect-file", str(file))
        status = subprocess.run(command, check=False).returncode  # noqa: S603 - our own interpreter
        for deployment in whole:
            client.pause_deployment(deployment)
    if paused:
        print(f"Angehalten geblieben: {', '.join(sorted(paused))}.")
    return status


if __name__ == "__main__":
    if "--deploy" in sys.argv[1:]:
        sys.exit(deploy())
    print(prefect_yaml(), end="")
