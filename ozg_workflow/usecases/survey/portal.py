"""What is known of services beside what the offices say: what the portals show, and what a list tells its office of that and of solutions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import bindparam, select

from ozg_workflow.database import models
from ozg_workflow.database.columns import columns
from ozg_workflow.domain.results.solutions import Solutions, reuse_hint
from ozg_workflow.domain.rollout import RolloutConfig
from ozg_workflow.domain.survey.cells import Answer
from ozg_workflow.domain.survey.outside_view import OutsideView, PortalEntry, is_offered, list_hint, outside_view
from ozg_workflow.domain.survey.portal_prefill import portal_prefill
from ozg_workflow.domain.survey.service_list import RoundKind
from ozg_workflow.usecases.step.rollout_access import questionnaire_of
from ozg_workflow.usecases.step.work import Work

_ENTRIES: Final = select(
    models.PortalEntry.key,
    models.PortalEntry.shown,
    models.PortalEntry.online,
    models.PortalEntry.urls,
    models.PortalEntry.as_of,
).where(models.PortalEntry.rollout_id == bindparam("rollout"))
_SOME: Final = _ENTRIES.where(models.PortalEntry.key.in_(bindparam("keys", expanding=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """The entries of the portals by LeiKa key; `imported` is whether there ever was an export."""

    config: RolloutConfig
    imported: bool
    entries: dict[str, PortalEntry]

    def view(self, key: str, *, sdg: bool | None, level: Answer | None) -> OutsideView | None:
        """Compare what the portals show with the level the office has stated (None: it has not); None where nothing is known.

        A service without a key cannot be found in a portal, so nothing is said about that.
        """
        offered = is_offered(level, self.config.scale)
        return outside_view(self.entries.get(key), sdg=sdg, offered=offered, imported=self.imported and bool(key))

    def prefill(self, key: str, round_: models.Round) -> dict[str, Answer]:
        """Return what a row of a survey is sent with for its office to confirm, empty unless `portal_prefill` says so."""
        config = self.config
        if not config.portal_prefill or round_.kind is not RoundKind.SURVEY or key not in self.entries:
            return {}
        questionnaire = questionnaire_of(round_)
        scale = questionnaire.scale or config.scale
        return portal_prefill(self.entries[key], questionnaire, scale, config.maturity_question)


def portal_of(work: Work, keys: Iterable[str] | None = None) -> Portal:
    """Return what the portals show of some keys (None: all); asks nothing where no export was ever imported."""
    if work.rollout.portal_at is None:
        return Portal(config=work.prepared, imported=False, entries={})
    wanted = None if keys is None else sorted({key for key in keys if key})
    own = {"rollout": work.rollout.id}
    found = columns(work.session, *((_ENTRIES, own) if wanted is None else (_SOME, {**own, "keys": wanted})))
    entries = {
        key: PortalEntry(key=key, shown=shown, online=online, urls=tuple(urls), as_of=as_of)
        for key, shown, online, urls, as_of in found
    }
    return Portal(config=work.prepared, imported=True, entries=entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowHints:
    """The hints of a list that is put together today; it keeps them, whatever becomes known later."""

    portal: Portal
    solutions: Solutions
    today: date

    def of(self, service: models.Service) -> str:
        """Return the hint of a service, a line for each thing to say; empty where nothing is known."""
        shown = list_hint(self.portal.entries.get(service.key), sdg=service.sdg)
        reusable = reuse_hint(self.solutions.fitting(service.key, service.ozg_id), self.today)
        return "\n".join(filter(None, (shown, reusable)))


def row_hints(work: Work, services: Sequence[models.Service]) -> RowHints:
    """Return the hints of these services."""
    portal = portal_of(work, (service.key for service in services))
    return RowHints(portal=portal, solutions=Solutions.of(work.prepared.solutions), today=work.today)
