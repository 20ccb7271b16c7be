"""What the coordinator sees: the status as Markdown, with charts and with links to forms and pages."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from prefect.artifacts import create_markdown_artifact
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import ArtifactCreate
from prefect.client.schemas.filters import ArtifactCollectionFilter, ArtifactCollectionFilterKey
from prefect.context import FlowRunContext

from flows.engine.rehearsal import artifact_key
from ozg_workflow import __version__
from ozg_workflow.domain.cockpit.links import Links
from ozg_workflow.domain.cockpit.overview import Overview
from ozg_workflow.report.charts.look import Spec
from ozg_workflow.report.charts.render import image
from ozg_workflow.report.cockpit.overview import overview_markdown
from ozg_workflow.report.cockpit.results import implementation_markdown, prioritisation_markdown
from ozg_workflow.report.cockpit.tables import lists_markdown, mails_markdown, missing_markdown
from ozg_workflow.report.cockpit.words import Draw
from ozg_workflow.usecases.cockpit.links import overview_links
from ozg_workflow.usecases.cockpit.overview import overview
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.workspace.desk_file import read_desk

# the end of each key → what the list of artifacts says about it
TITLES: Final = {
    "stand": "Übersicht: was jetzt jemanden braucht, Zeitplan, Rücklauf",
    "listen": "Alle Amtslisten mit ihrem Stand",
    "offen": "Noch nicht zurück: Ämter, Fristen, Erinnerungen",
    "post": "Postausgang: die neuesten Mails mit Stand und Grund",
    "priorisierung": "Priorisierung: vier Felder und die ersten zwanzig",
    "umsetzung": "Umsetzung: Maßnahmen am Ziel gegen den Plan",
}


def show_status(ctx: Context, *, as_of: date | None = None) -> None:
    """Refresh the artifacts of the rollout whose content has changed; their keys never change. A past day has keys of its own."""
    view = overview(ctx, as_of=as_of)
    with ctx.reading() as work:
        links = overview_links(work, read_desk(ctx.home), view)
    keys = {name: artifact_key(ctx, name if as_of is None else f"rueckblick-{name}") for name in TITLES}
    with get_client(sync_client=True) as client:
        _refresh(client, keys, view, links)


def _refresh(client: SyncPrefectClient, keys: Mapping[str, str], view: Overview, links: Links) -> None:
    texts: dict[str, Callable[[Draw], str]] = {
        "stand": lambda draw: overview_markdown(view, draw, links),
        "listen": lambda _: lists_markdown(view, links),
        "offen": lambda _: missing_markdown(view, links),
        "post": lambda _: mails_markdown(view, links),
        "priorisierung": lambda draw: prioritisation_markdown(view, draw),
        "umsetzung": lambda draw: implementation_markdown(view, draw),
    }
    known = _known(client, list(keys.values()))
    for name, write in texts.items():
        key, mark = keys[name], _fingerprint(write(_sketch))
        if mark not in known.get(key, ""):
            _create(client, key, f"{write(image)}\n{mark}\n", TITLES[name])


def _create(client: SyncPrefectClient, key: str, markdown: str, description: str) -> None:
    """Write an artifact of the run that goes on; Prefect does without a run only where it is asked over its API."""
    if FlowRunContext.get():
        create_markdown_artifact(key=key, markdown=markdown, description=description)
    else:
        client.create_artifact(ArtifactCreate(key=key, type="markdown", data=markdown, description=description))


def _known(client: SyncPrefectClient, keys: list[str]) -> dict[str, str]:
    """Return what the newest artifact with each key says."""
    chosen = ArtifactCollectionFilter(key=ArtifactCollectionFilterKey(any_=keys))
    return {str(found.key): str(found.data) for found in client.read_latest_artifacts(artifact_filter=chosen)}


def _sketch(spec: Spec, alternative: str) -> str:
    """Stand in for a chart: the same text means the same picture, and nothing has to be drawn to know it."""
    return f"{alternative}{json.dumps(spec, sort_keys=True)}"


def _fingerprint(text: str) -> str:
    """Return an invisible line of Markdown that names this content and the program that draws it."""
    return f"[//]: # ({hashlib.sha256(f'{__version__}{text}'.encode()).hexdigest()[:20]})"
