"""All pages of a rollout, in the order of the navigation."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from ozg_workflow.domain.desk import PERSON
from ozg_workflow.web.pages import incoming, mails
from ozg_workflow.web.pages.answer_files import save_answers
from ozg_workflow.web.pages.answers import ENDINGS, show_answers
from ozg_workflow.web.pages.dates import show_dates
from ozg_workflow.web.pages.maturity import show_maturity
from ozg_workflow.web.pages.office import show_office, show_offices
from ozg_workflow.web.pages.overview import show_overview
from ozg_workflow.web.pages.person import show_person
from ozg_workflow.web.pages.results import show_measures, show_ranking
from ozg_workflow.web.pages.service import show_service
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
    Page(path="termine", show=show_dates, title="Termine"),
    Page(path="aemter", show=show_offices, title="Ämter"),
    Page(path="aemter/{office}", show=show_office),
    Page(path="angaben", show=show_answers, title="Angaben"),
    *(Page(path=f"angaben{ending}", show=save_answers) for ending in ENDINGS.values()),
    Page(path="leistungen/{ref:path}", show=show_service),
    Page(path="eingang", show=incoming.show_inbox, title="Eingang"),
    Page(path="eingang/{id}", show=incoming.show_incoming),
    Page(path="eingang/{id}/anhang/{position}", show=incoming.save_attachment),
    Page(path="mails", show=mails.show_mails, title="Mails"),
    Page(path="mails/{number}", show=mails.show_mail),
    Page(path="mails/{number}/anhang/{file}", show=mails.save_attachment),
    Page(path="priorisierung", show=show_ranking, title="Priorisierung"),
    Page(path="reifegrad", show=show_maturity, title="Reifegrad"),
    Page(path="massnahmen", show=show_measures, title="Maßnahmen"),
    Page(path=PERSON, show=show_person),
)
