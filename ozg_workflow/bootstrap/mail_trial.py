"""Log in to every mail server that is set, as a delivery or a collection would, and send and read nothing."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ozg_workflow.bootstrap.mail_check import MailOf
from ozg_workflow.bootstrap.ways import inbox_of, transport_of
from ozg_workflow.domain.errors import OzgError
from ozg_workflow.workspace.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What came of one: its rollout (empty: the installation), `smtp` or `inbox`, the name of the server, and what was wrong (German, empty: nothing)."""

    rollout: str
    way: str
    name: str
    is_folder: bool
    problem: str = ""


def try_all(mail: Iterable[MailOf]) -> tuple[Trial, ...]:
    """Try the ways of the installation and of each rollout; one that several have in common is tried once."""
    asked, found = set[object](), list[Trial]()
    for one in mail:
        for way, url, name, action in _ways(one):
            key = (way, url, one.settings.oauth)
            if key not in asked:
                asked.add(key)
                is_folder = url.startswith(("dir:", "maildir:"))
                found.append(Trial(rollout=one.rollout, way=way, name=name, is_folder=is_folder, problem=_problem(action)))
    return tuple(found)


def _ways(one: MailOf) -> Iterator[tuple[str, str, str, Callable[[], object]]]:
    settings = one.settings
    if one.smtp:
        yield "smtp", settings.smtp_url.strip(), one.smtp, lambda: transport_of(settings).probe()
    if one.inbox:
        yield "inbox", settings.inbox_url.strip(), one.inbox, lambda: _look_into(settings)


def _look_into(settings: Settings) -> None:
    with inbox_of(settings) as inbox:
        inbox.probe()


def _problem(action: Callable[[], object]) -> str:
    try:
        action()
    except OzgError as error:
        return str(error)
    return ""
