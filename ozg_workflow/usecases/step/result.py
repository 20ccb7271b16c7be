"""What a step tells about its work."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ozg_workflow.domain.errors import PartlyFailedError

if TYPE_CHECKING:
    from ozg_workflow.domain.consequences import Consequence


@dataclass(slots=True, kw_only=True)
class QueuedMail:
    """One mail a step queued, for people; its `content` is kept in a preview only, where the outbox forgets it again."""

    recipients: tuple[str, ...]
    subject: str
    state: str
    attachments: tuple[str, ...]
    header_id: str
    content: bytes = b""


@dataclass(slots=True, kw_only=True)
class StepResult:
    """What a step did: German lines (also why something was skipped), figures, mails and files."""

    title: str
    lines: list[str] = field(default_factory=list)
    mails: list[QueuedMail] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    figures: dict[str, int] = field(default_factory=dict)
    changed: bool = False
    consequences: "list[Consequence] | None" = None  # of a configuration that is loaded, one by one
    broken: list[str] = field(default_factory=list)  # what failed and was left out, each with its name; the rest is done

    def say(self, line: str) -> None:
        """Add a line that changes nothing."""
        self.lines.append(line)

    def did(self, line: str) -> None:
        """Add a line about a change."""
        self.lines.append(line)
        self.changed = True

    def count(self, figure: str, number: int = 1) -> None:
        """Add to a figure."""
        self.figures[figure] = self.figures.get(figure, 0) + number

    def absorb(self, other: "StepResult") -> None:
        """Take over what a part of this step did."""
        self.lines += other.lines
        self.mails += other.mails
        self.files += other.files
        self.broken += other.broken
        if other.consequences is not None:
            self.consequences = [*(self.consequences or ()), *other.consequences]
        self.changed = self.changed or other.changed
        for figure, number in other.figures.items():
            self.count(figure, number)

    def whole(self) -> "StepResult":
        """Return the result of a step of which nothing failed. Raises PartlyFailedError, with what was done, where something did."""
        if self.broken:
            raise PartlyFailedError(self.broken, replace(self, broken=[]))
        return self

    def as_json(self) -> dict[str, Any]:
        """Return the result for `--json`."""
        from ozg_workflow.domain.consequences import as_json

        return {
            "title": self.title,
            "changed": self.changed,
            "lines": self.lines,
            "figures": self.figures,
            "files": self.files,
            "mails": [
                {"to": m.recipients, "subject": m.subject, "state": m.state, "attachments": m.attachments} for m in self.mails
            ],
        } | ({} if self.consequences is None else {"consequences": as_json(self.consequences)})
