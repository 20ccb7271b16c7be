"""When offices are reminded of measures that miss their target day, and when their Dezernat hears of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayStep:
    """One step in working days: after the target day of a measure that is late, or before it (negative) of one that threatens to be."""

    key: str
    title: str
    working_days: int
    mail: str = "measure_reminder"


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayPlan:
    """All steps and the last day: nothing is sent more than `hard_stop_working_days` after the day. Without steps nobody is reminded."""

    steps: tuple[DelayStep, ...] = ()
    hard_stop_working_days: int = 60

    @property
    def is_forgotten(self) -> bool:
        """Whether nobody has said anything: no step, and no last day of 0, which says that nothing is to be sent."""
        return not self.steps and self.hard_stop_working_days > 0
