"""Take in what the portals show of the services of the city: an Open-PVOG export replaces the one before."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import insert, select

from ozg_workflow.database import models
from ozg_workflow.domain.german import count, short_date
from ozg_workflow.domain.survey.outside_view import FINDING_TITLES, Finding, OutsideView, PortalEntry
from ozg_workflow.usecases.setup.foreign_file import read_foreign_tables
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.levels import last_levels
from ozg_workflow.usecases.survey.portal import portal_of
from ozg_workflow.workspace.foreign.portal import read_portal

TITLE: Final = "Portaldaten importieren"
MOST_NAMED: Final = 20
Named = tuple[str, OutsideView]


def import_portal(ctx: Context, file: Path) -> StepResult:
    """Store an export and tell what does not fit the answers of the offices; the same export again changes nothing. Raises InputError."""
    entries = read_portal(read_foreign_tables(file))
    with ctx.work(TITLE) as work:
        days = [entry.as_of for entry in entries if entry.as_of]
        work.say(
            f"{file.name}: {count(len(entries), 'Leistung', 'Leistungen')} im Export"
            + (f", Datenstand {short_date(max(days))}." if days else ".")
        )
        if _stored(work, entries):
            figures = {"entries": len(entries), "online": sum(entry.is_online for entry in entries)}
            text = f"Open-PVOG „{file.name}“: {figures['entries']} Leistungen, {figures['online']} online"
            work.record("portal_imported", ("rollout", work.rollout.key), text, figures)
            work.did("Gespeichert; die Außensicht steht auf den Seiten der Leistungen, in den Angaben und im Export.")
        else:
            work.say("Der Export ist bereits gespeichert, nichts geändert.")
        _tell(work)
    return work.result


def _stored(work: Work, entries: Sequence[PortalEntry]) -> bool:
    """Replace what is stored; tell whether anything became different."""
    known = portal_of(work)
    wanted = {entry.key: entry for entry in entries}
    if known.imported and known.entries == wanted:
        return False
    table = models.PortalEntry
    for old in work.session.scalars(select(table).where(table.rollout_id == work.rollout.id)):
        work.session.delete(old)
    work.session.flush()
    if entries:
        work.session.execute(insert(table), [_values(work, entry) for entry in entries])
    work.rollout.portal_at = work.now()
    work.session.flush()
    return True


def _values(work: Work, entry: PortalEntry) -> dict[str, object]:
    return {
        "rollout_id": work.rollout.id,
        "key": entry.key,
        "shown": entry.shown,
        "online": entry.online,
        "urls": list(entry.urls),
        "as_of": entry.as_of,
    }


def _tell(work: Work) -> None:
    views = list(_views(work))
    known = sum(view.entry is not None for _, view in views)
    work.say(f"Im Katalog: {count(known, 'Leistung', 'Leistungen')}.")
    work.count("in_catalogue", known)
    for finding in Finding:
        names = [name for name, view in views if finding in view.findings]
        work.count(finding, len(names))
        if names:
            more = f" und {len(names) - MOST_NAMED} weitere" if names[MOST_NAMED:] else ""
            work.say(f"{FINDING_TITLES[finding]} ({len(names)}): {'; '.join(f'„{n}“' for n in names[:MOST_NAMED])}{more}.")


def _views(work: Work) -> Iterator[Named]:
    portal, levels, service = portal_of(work), last_levels(work), models.Service
    query = select(service.id, service.name, service.key, service.sdg).where(
        service.rollout_id == work.rollout.id, service.active
    )
    for id_, name, key, sdg in work.session.execute(query.order_by(service.name)):
        if view := portal.view(key, sdg=sdg, level=levels.get(id_)):
            yield name, view
