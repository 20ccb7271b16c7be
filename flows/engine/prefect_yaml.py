"""`prefect.yaml` for a work pool, written from the deployments: `python -m flows.engine.prefect_yaml > prefect.yaml`."""

from typing import Any

import yaml
from prefect.deployments.runner import RunnerDeployment

from flows.deployments import deployments

POOL = "ozg"
HEAD = """\
# Written by `python -m flows.engine.prefect_yaml`; change flows/deployments.py, not this file.
# All deployments for a work pool of the type "process", whose workers have this package installed:
#   prefect work-pool create ozg --type process
#   prefect deploy --all --no-prompt
#   prefect worker start --pool ozg
"""


def prefect_yaml() -> str:
    """Return the file."""
    content = {
        "name": "ozg-workflow",
        "pull": None,  # the code is the installed package
        "deployments": [_entry(deployment) for deployment in deployments()],
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
    return {"cron": item.schedule.cron, "timezone": item.schedule.timezone, "parameters": dict(item.parameters)}


if __name__ == "__main__":
    print(prefect_yaml(), end="")
