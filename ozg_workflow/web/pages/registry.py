"""All pages of a rollout, in the order of the navigation."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from ozg_workflow.web.pages.incoming import save_attachment, show_inbox, show_incoming
from ozg_workflow.web.pages.office import show_office, show_offices
from ozg_workflow.web.pages.overview import show_overview
from ozg_workflow.web.pages.results import show_measures, show_ranking
from ozg_workflow.web.room import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page: its path below `/<rollout>/` as Starlette reads it, and its word in the navigation (empty: it is not there)."""

    path: str
    show: Callable[[Visit], Response]
    title: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """The first part of the path, by which the navigation marks where the reader is."""
        first = self.path.partition("/")[0]
        return (first,) if first else ()


PAGES: Final = (
    Page(path="", show=show_overview, title="Überblick"),
    Page(path="aemter", show=show_offices, title="Ämter"),
    Page(path="aemter/{office}", show=show_office),
    Page(path="eingang", show=show_inbox, title="Eingang"),
    Page(path="eingang/{id}", show=show_incoming),
    Page(path="eingang/{id}/anhang/{position}", show=save_attachment),
    Page(path="priorisierung", show=show_ranking, title="Priorisierung"),
    Page(path="massnahmen", show=show_measures, title="Maßnahmen"),
)
