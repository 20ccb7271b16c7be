"""The drop-downs of the forms hold the real data of the workspace, and follow it when it changes."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import DeploymentUpdate
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterTags
from sqlalchemy.orm import Session

from flows.engine.parameters import CHOICE, REHEARSAL, REQUIRED
from ozg_workflow.usecases.cockpit.choices import Choice, read_choices

TAG = "ozg"
NOTHING = " Zurzeit gibt es hier nichts zu wählen."
Choices = dict[Choice, tuple[str, ...]]


def with_choices(schema: dict[str, Any], choices: Choices, *, rehearsal: bool = False) -> dict[str, Any]:
    """Return the schema of a form as people see it, with the options of its drop-downs; filling it in again changes nothing.

    What belongs to a `rehearsal` is left out elsewhere.
    """
    fields = {name: field for name, field in schema.get("properties", {}).items() if rehearsal or not field.get(REHEARSAL)}
    properties = {name: _field(field, choices) for name, field in fields.items()}
    required = [name for name, field in properties.items() if field.get(REQUIRED)]
    return {**schema, "properties": properties, "required": required}


def _field(field: dict[str, Any], choices: Choices) -> dict[str, Any]:
    if REQUIRED in field:
        field = {key: value for key, value in field.items() if key != "default"}
    if CHOICE in field:
        options = choices.get(Choice(field[CHOICE]), ())
        kept = {key: value for key, value in field.items() if key not in ("enum", "default")}
        words = field["description"].removesuffix(NOTHING)
        one = {"type": "string"} | ({"enum": list(options)} if options else {})
        several = field.get("type") == "array"
        return kept | ({"items": one} if several else one) | {"description": words if options else words + NOTHING}
    if {"type": "string", "format": "date"} in [{k: v for k, v in d.items() if k != "title"} for d in field.get("anyOf", ())]:
        kept = {key: value for key, value in field.items() if key not in ("anyOf", "default")}
        return kept | {"type": "string", "format": "date"}  # an optional date is a date field, not two alternatives
    return field


def refresh_dropdowns(sessions: Callable[[], AbstractContextManager[Session]], *, rehearsal: bool = False) -> int:
    """Bring the forms of the server up to date; return how many changed. Costs one request when nothing did."""
    with sessions() as session:
        choices = read_choices(session)
    changed = 0
    with get_client(sync_client=True) as client:
        for deployment in client.read_deployments(deployment_filter=DeploymentFilter(tags=DeploymentFilterTags(all_=[TAG]))):
            schema = dict(deployment.parameter_openapi_schema or {})
            filled = with_choices(schema, choices, rehearsal=rehearsal)
            if filled != schema:
                client.update_deployment(deployment.id, DeploymentUpdate(parameter_openapi_schema=filled))
                changed += 1
    return changed
