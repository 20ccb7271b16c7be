"""Important changes as events of Prefect (`ozg.*`), for automations; each line of the audit log is told once."""

from uuid import NAMESPACE_URL, uuid5

from prefect.events import emit_event
from prefect.variables import Variable

from ozg_workflow.usecases.cockpit.changes import Change, changes_since, newest_change
from ozg_workflow.usecases.step.context import Context


def emit_changes(ctx: Context) -> int:
    """Tell what changed since the last time and return how much; on a new server the past is not told.

    How far was told is a variable of the server. Two workers at once may tell a line twice: it has the same id then.
    """
    place = f"ozg-told-{ctx.rollout_key}"
    told = Variable.get(place)
    if not isinstance(told, int):
        Variable.set(place, newest_change(ctx), overwrite=True)
        return 0
    changes = changes_since(ctx, told)
    for change in changes:
        _emit(ctx, change)
    if changes:
        Variable.set(place, changes[-1].number, overwrite=True)
    return len(changes)


def _emit(ctx: Context, change: Change) -> None:
    emit_event(
        event=change.name,
        resource={
            "prefect.resource.id": f"ozg.{change.object_type}.{ctx.rollout_key}.{change.object_id}",
            "prefect.resource.name": f"{change.object_type} {change.object_id}",
            "ozg.rollout": ctx.rollout_key,
        },
        payload={"rollout": ctx.rollout_key, "at": change.at.isoformat(), "figures": change.figures},
        id=uuid5(NAMESPACE_URL, f"ozg:{ctx.rollout_key}:{change.number}:{change.at.isoformat()}"),
    )
