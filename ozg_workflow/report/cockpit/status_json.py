"""The status as scripts read it: the one place where its JSON is made."""

from typing import Any

from ozg_workflow.domain.cockpit.status import ListStatus, Status
from ozg_workflow.domain.plain import plain
from ozg_workflow.domain.post.mail import IncomingState


def status_json(status: Status) -> dict[str, Any]:
    """Return `ozg status --json` as the contract describes it: dates and moments (Berlin) as ISO text."""
    found: dict[str, Any] = plain(status)
    return found | {
        "milestones": [plain(m) | {"planned": str(m.planned)} for m in status.milestones],
        "lists": [_list(item) for item in status.lists],
        "inbox": {"returns" if state is IncomingState.RETURN else str(state): n for state, n in status.inbox.items()},
    }


def _list(item: ListStatus) -> dict[str, Any]:
    return {name: value for name, value in plain(item).items() if name != "list_id"}
