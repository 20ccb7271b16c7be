"""Where what the cockpit shows leads to: forms, filled in, and pages of the reading room."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ozg_workflow.domain.desk import Link
from ozg_workflow.domain.needs import Need


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """The addresses for what is needed, for offices (the form reminds it) and for mails of the outbox, as far as they are known."""

    needs: Mapping[Need, Link] = field(default_factory=dict)
    offices: Mapping[str, Link] = field(default_factory=dict)
    mails: Mapping[int, Link] = field(default_factory=dict)


NO_LINKS: Final = Links()
NO_LINK: Final = Link()
