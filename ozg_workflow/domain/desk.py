"""Where the coordinator's desk stands: the forms of the cockpit, filled in beforehand, and the pages of the reading room."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final
from urllib.parse import quote, quote_plus

from ozg_workflow.domain.deployments import Deployment

# the pages of the reading room below `/<rollout>/`, as docs/reading-room.md lists them
OFFICE, SERVICE, ANSWERS, INCOMING, MAIL, DATES, RANKING, MATURITY, MEASURES, PERSON = (
    "aemter",
    "leistungen",
    "angaben",
    "eingang",
    "mails",
    "termine",
    "priorisierung",
    "reifegrad",
    "massnahmen",
    "ich",
)


def page_path(rollout: str, /, *parts: object, **query: str) -> str:
    """Return the path of a page of the reading room: `page_path("stadt", OFFICE, "33")` is `/stadt/aemter/33`, of its overview `/stadt/`."""
    return asked_path(_path(rollout, *parts), query) if query else _path(rollout, *parts)


def asked_path(path: str, query: Mapping[str, str]) -> str:
    """Return a path with what it asks for; empty values are left out."""
    asked = "&".join(f"{name}={_asked(value)}" for name, value in query.items() if value)
    return f"{path}?{asked}" if asked else path


@lru_cache(maxsize=4096)
def _path(rollout: str, *parts: object) -> str:
    path = "/".join([_quoted(str(part)) for part in (rollout, *parts)])
    return f"/{path}{'' if parts else '/'}"


_asked = lru_cache(maxsize=4096)(quote_plus)  # the headings of a table all repeat what was asked for
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode  # one for all: `dumps` makes one for each


def _filled(parameters: Mapping[str, object]) -> str:
    """Return parameters as quoted JSON, quoted piece by piece: the lines of a table differ in one of them."""
    pieces = [(_text if isinstance(value, str) else _piece)(name, value) for name, value in parameters.items()]
    return f"%7B{'%2C'.join(pieces)}%7D"


def _piece(name: str, value: object) -> str:
    return f"{_quoted(_as_json(name))}%3A{_quoted(_as_json(value))}"


_text = lru_cache(maxsize=4096)(_piece)


def with_field(address: str, field: str) -> Callable[[str], str]:
    """Return value → the address of a form in which `field`, given as None, has this value: the lines of a table differ in no more."""
    before, _, after = address.partition(_piece(field, None))
    return lambda value: f"{before}{_text(field, value)}{after}" if address else ""


@lru_cache(maxsize=4096)  # a page links to the same few hundred things over and over
def _quoted(part: str) -> str:
    return quote(part, safe="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Where something is settled: the form with the fields that are known (by the names of its flow), and the page that tells about it.

    `page` are the parts below `/<rollout>/`; without any it is the overview.
    """

    deployment: Deployment | None = None
    parameters: Mapping[str, object] = field(default_factory=dict)
    page: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The addresses of a way; empty where the desk does not know them."""

    form: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where the cockpit and the reading room are reached (`http://127.0.0.1:4200`, no slash at the end; empty where they do not run).

    `deployments` is name → id of the forms.
    """

    cockpit: str = ""
    reading_room: str = ""
    deployments: Mapping[str, str] = field(default_factory=dict)

    def form(self, deployment: Deployment, **parameters: object) -> str:
        """Return the address of a form with some fields filled in; empty where the form is not known.

        Prefect reads `parameters` as JSON; the option of a drop-down must be given as it stands there.
        """
        if not self.knows(deployment):
            return ""
        filled = f"?parameters={_filled(parameters)}" if parameters else ""
        return f"{self.cockpit}/deployments/deployment/{self.deployments[deployment.value]}/run{filled}"

    def knows(self, deployment: Deployment) -> bool:
        """Tell whether a form can be reached."""
        return bool(self.cockpit and self.deployments.get(deployment.value))

    def page(self, rollout: str, /, *parts: object, **query: str) -> str:
        """Return the address of a page of the reading room; empty where it does not run."""
        return f"{self.reading_room}{page_path(rollout, *parts, **query)}" if self.reading_room else ""

    def link(self, rollout: str, way: Way) -> Link:
        """Return the addresses of the form and of the page."""
        return Link(
            form=self.form(way.deployment, **way.parameters) if way.deployment else "", page=self.page(rollout, *way.page)
        )


NOWHERE: Final = Desk()
