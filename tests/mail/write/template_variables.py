"""Which variables a shipped template reads, found without rendering it."""

from pathlib import Path

from jinja2 import meta, nodes

from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.mail.write.templates import FILES, Templates

SHIPPED = Path(__file__).parents[3] / "templates" / "email"
BASE = frozenset({"city", "rollout_title", "sender", "coordinator", "today", "reference", "corrected"})
ASKED_FIRST = {MailKind.INFORMATION_STAFF: {"milestones"}}  # the text asks `is defined` before it reads them


def variables(*names: str) -> set[str]:
    """Return the variables that template files read from outside."""
    environment = Templates((SHIPPED,))._environment
    files = [environment.parse((SHIPPED / name).read_text(encoding="utf-8")) for name in names]
    imported = {found.target for file in files for found in file.find_all(nodes.Import)}
    return {name for file in files for name in meta.find_undeclared_variables(file)} - imported - {"self"}


def used(kind: MailKind) -> set[str]:
    """Return the variables the three files of a kind read."""
    return variables(*(f"{kind.value}/{file}" for file in FILES))


def needed(kind: MailKind) -> set[str]:
    """Return the variables of its own a mail of this kind cannot be rendered without."""
    return used(kind) - BASE - ASKED_FIRST.get(kind, set())
