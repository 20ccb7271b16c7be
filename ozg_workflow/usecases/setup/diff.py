"""What one loading changed in one kind of objects."""

from dataclasses import dataclass, field
from typing import Any

from ozg_workflow.domain.consequences import Consequence


@dataclass(slots=True, kw_only=True)
class Diff:
    """How many objects of one kind were added, changed, taken out; `named` is what people are told about them."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    named: list[Consequence] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    def text(self, what: str) -> str:
        """Say so in German: `Ämter: 0 neu, 1 geändert, 0 entfallen`."""
        return f"{what}: {self.added} neu, {self.changed} geändert, {self.removed} entfallen"


def apply(target: object, values: dict[str, Any]) -> bool:
    """Set what differs; tell whether anything did."""
    changed = {name: value for name, value in values.items() if getattr(target, name) != value}
    for name, value in changed.items():
        setattr(target, name, value)
    return bool(changed)
