"""The information events as the mails show them."""

from datetime import date

from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.post.mails.parts import EventLine, MilestoneLine
from ozg_workflow.domain.rollout import RolloutConfig


def event_values(config: RolloutConfig, after: date) -> tuple[EventLine, ...]:
    """Return the events that still lie ahead."""
    return tuple(
        EventLine(
            date=m.planned_on,
            starts_at=f"{m.event.starts_at:%H:%M}",
            ends_at=f"{m.event.ends_at:%H:%M}",
            place=m.event.place,
        )
        for m in config.timeline.of(Action.EVENT)
        if m.event and m.planned_on >= after
    )


def milestone_values(config: RolloutConfig) -> tuple[MilestoneLine, ...]:
    """Return the whole plan as the mails show it."""
    return tuple(MilestoneLine(date_label=m.planned_label, title=m.title) for m in config.timeline.milestones)
