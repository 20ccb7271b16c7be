"""Whose name the forms are filled in with: a person of the rollout; the coordinator, until the reader says otherwise."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, unquote

from sqlalchemy.orm import Session
from starlette.requests import Request

from ozg_workflow.usecases.cockpit.choices import Choice, option_texts

COOKIE: Final = "bearbeitet_von"
A_YEAR: Final = 365 * 24 * 3600  # seconds

People = Mapping[str, str]  # name → the option that stands for it in a form


class KnownPeople:
    """The people of the rollouts, read anew where a configuration has changed."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[object, People]] = {}

    def of(self, session: Session, rollout: str, edition: object) -> People:
        """Return the people of a rollout; `edition` changes whenever they, or their options, may have changed."""
        known = self._known.get(rollout)
        if known is None or known[0] != edition:
            known = self._known[rollout] = (edition, option_texts(session, Choice.PERSON, rollout))
        return known[1]


def chosen(request: Request, people: People) -> str:
    """Return the name this browser works under: the one it was told, as long as the rollout knows it, else the first; empty without any."""
    told = unquote(request.cookies.get(COOKIE, ""))
    return told if told in people else next(iter(people), "")


def as_cookie(name: str) -> str:
    """Return a name as the browser keeps it."""
    return quote(name, safe="")
