"""What the coordinator sees: the status as a Markdown and a table artifact."""

from prefect.artifacts import create_markdown_artifact, create_table_artifact

from ozg_workflow.report.status import status_markdown, status_rows
from ozg_workflow.usecases.conflicts import list_conflicts
from ozg_workflow.usecases.context import Context
from ozg_workflow.usecases.status import status


def show_status(ctx: Context) -> None:
    """Refresh the two status artifacts of the rollout; their keys never change."""
    found = status(ctx) | {"conflicts": len(list_conflicts(ctx))}
    create_markdown_artifact(
        key=f"{ctx.rollout_key}-stand",
        markdown=status_markdown(found, titles={ctx.rollout_key: found["title"]}),
        description="Stand des Rollouts mit Zeitplan",
    )
    create_table_artifact(
        key=f"{ctx.rollout_key}-listen", table=status_rows(found), description="Alle Amtslisten mit ihrem Stand"
    )
