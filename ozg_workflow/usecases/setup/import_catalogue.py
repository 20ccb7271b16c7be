"""Bring a catalogue that comes from elsewhere into `catalogue.csv`; what the city added stays, what changes is named."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from ozg_workflow.domain.catalogue_update.cleaning import clean
from ozg_workflow.domain.catalogue_update.delta import Delta, OwnRow, delta_of
from ozg_workflow.domain.catalogue_update.foreign import (
    FILLED_UP,
    KEY,
    NAME,
    OFFICE,
    SOURCE,
    SOURCE_NAME,
    SOURCE_TITLES,
    Cause,
    ForeignCatalogue,
    ForeignRow,
    Source,
)
from ozg_workflow.domain.catalogue_update.offices import LEFT_OUT
from ozg_workflow.domain.catalogue_update.wording import cause_line, delta_lines
from ozg_workflow.domain.errors import InputError, why
from ozg_workflow.domain.german import BERLIN, count, normalise
from ozg_workflow.usecases.setup.foreign_file import read_catalogue_file
from ozg_workflow.usecases.setup.propose_offices import (
    Proposals,
    offer_proposals,
    office_knowledge,
    propose_offices,
    with_known_offices,
)
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.workspace.catalogue_file import replace_file
from ozg_workflow.workspace.catalogue_rows import NEW_FILE, CatalogueText, Rewriting, read_records, rewritten
from ozg_workflow.workspace.places import make_private

TITLE: Final = "Katalog importieren"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be imported, and how. `source` None: find out; `complete`: what the file does not have is gone."""

    file: Path
    source: Source | None = None
    columns: str = ""
    offices: Path | None = None
    complete: bool = False
    preview: bool = False
    at: datetime


@dataclass(slots=True, kw_only=True)
class Imported:
    """What an import does or would do; with `undecided` services nothing is done."""

    result: StepResult
    source: Source
    delta: Delta
    causes: tuple[Cause, ...]
    proposals: Proposals
    proposals_file: Path | None = None
    backup: Path | None = None
    undecided: tuple[ForeignRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """The folder of a rollout and its catalogue as it is now."""

    home: Path
    folder: Path
    text: CatalogueText
    before: bytes

    @property
    def path(self) -> Path:
        return self.folder / "catalogue.csv"

    @property
    def label(self) -> str:
        return f"config/{self.folder.name}/catalogue.csv"


def import_catalogue(home: Path, folder: Path, order: Order, ctx: Context | None) -> Imported:
    """Compare a file with the catalogue of the rollout in `folder`, and write the catalogue unless it is a preview.

    `ctx` is None where the database does not know the rollout yet: then nothing is in the audit log. Raises InputError where the
    file cannot be read, a mapping has to be confirmed, or a new service has no office and nobody decided (`undecided` tells, nothing is written).
    """
    foreign = read_catalogue_file(order.file, order.source, order.columns)
    place = _place(home, folder)
    rows = place.text.rows()
    knowledge = office_knowledge(folder, [row.cells for row in rows], ctx.today if ctx else order.at.date(), ctx)
    foreign, unknown = with_known_offices(foreign, knowledge)
    cleaned = clean(foreign, _keys_of(rows))
    delta = delta_of(rows, cleaned, complete=order.complete)
    proposals = propose_offices(delta.new, knowledge, order.offices)
    causes = (*cleaned.causes, *delta.causes, *unknown)
    done = Imported(result=StepResult(title=TITLE), source=foreign.source, delta=delta, causes=causes, proposals=proposals)
    _tell(done, order, foreign)
    _offer(done, place, order)
    done.undecided = tuple(row for row, proposal in proposals if not proposal.office)
    if not done.undecided:
        _carry_out(done, place, order, ctx)
    return done


def _place(home: Path, folder: Path) -> _Place:
    path = folder / "catalogue.csv"
    before = path.read_bytes() if path.exists() else b""
    return _Place(
        home=home, folder=folder, text=read_records(before or NEW_FILE, f"config/{folder.name}/catalogue.csv"), before=before
    )


def _keys_of(rows: Sequence[OwnRow]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        if row[KEY]:
            found.setdefault(normalise(row[NAME]), set()).add(row[KEY])
    return {name: frozenset(keys) for name, keys in found.items()}


def _tell(done: Imported, order: Order, foreign: ForeignCatalogue) -> None:
    say = done.result.say
    say(f"{order.file.name}: {SOURCE_TITLES[foreign.source]}, {count(len(foreign.rows), 'Zeile', 'Zeilen')}.")
    for cause in done.causes:
        say(cause_line(order.file.name, cause))
    for line in delta_lines(done.delta, done.proposals, done.source):
        say(line)
    if done.delta.same:
        say(f"Unverändert: {done.delta.same}.")
    left_out = sum(proposal.office == LEFT_OUT for _, proposal in done.proposals)
    done.result.figures = {
        "rows": len(foreign.rows),
        "new": len(done.delta.new) - left_out,
        "gone": len(done.delta.gone),
        "renamed": len(done.delta.renamed),
        "rekeyed": len(done.delta.rekeyed),
        "changed": len(done.delta.updated),
        "kept": len(done.delta.kept),
        "same": done.delta.same,
    }


def _offer(done: Imported, place: _Place, order: Order) -> None:
    path = done.proposals_file = offer_proposals(place.home, place.folder.name, done.proposals, order.at)
    if path:
        done.result.files.append(str(path))
        done.result.say(
            f"Die vorgeschlagenen Ämter stehen in {path}. Andere Ämter dort eintragen („{LEFT_OUT}“: nicht aufnehmen) und mit --offices zurückgeben."
        )


def _carry_out(done: Imported, place: _Place, order: Order, ctx: Context | None) -> None:
    content = _content(done, place)
    if content == place.before:
        done.result.say("Der Katalog entspricht der Datei bereits, nichts geändert.")
        return
    done.result.changed = True
    if order.preview:
        return
    with _recorded(done, ctx, order):
        _write(done, place, order, content)
    done.result.files.insert(0, str(place.path))
    done.result.say(f"Geschrieben: {place.path}. Laden mit „ozg prepare --preview“ und danach „ozg prepare“.")


def _content(done: Imported, place: _Place) -> bytes:
    """Return the new content of the catalogue."""
    heads, delta = place.text.heads, done.delta
    taken = [(row, proposal) for row, proposal in done.proposals if proposal.office != LEFT_OUT]
    marked = done.source is not Source.OWN
    changes: dict[int, dict[str, str]] = {change.row.number: dict(change.after) for change in delta.changes}
    for row in delta.marked:
        changes.setdefault(row.number, {})[SOURCE] = done.source
    new = [{**row.cells, OFFICE: proposal.office, **({SOURCE: done.source} if marked else {})} for row, proposal in taken]
    told = {column for row in (*new, *changes.values()) for column, value in row.items() if value}
    columns = [column for column in (*FILLED_UP, SOURCE, SOURCE_NAME) if column in told and column not in heads]
    if not (changes or delta.gone or new):
        return place.before
    return rewritten(
        place.text, Rewriting(columns=columns, changes=changes, gone=frozenset(row.number for row in delta.gone), new=new)
    )


@contextmanager
def _recorded(done: Imported, ctx: Context | None, order: Order) -> Iterator[None]:
    """Write the audit line with the file: both or none."""
    if ctx is None:
        yield
        return
    figures = done.result.figures
    text = f"{SOURCE_TITLES[done.source]} „{order.file.name}“: {figures['new']} neu, {figures['gone']} entfallen, {figures['renamed']} umbenannt"
    with ctx.work(TITLE) as work:
        work.record("catalogue_imported", ("rollout", work.rollout.key), text, {"source": str(done.source), **figures})
        yield


def _write(done: Imported, place: _Place, order: Order, content: bytes) -> None:
    try:
        if place.before:
            folder = make_private(place.home / "var" / "backups")
            done.backup = folder / f"catalogue-{place.folder.name}-{order.at.astimezone(BERLIN):%Y%m%d-%H%M%S}.csv"
            done.backup.write_bytes(place.before)
            done.result.say(f"Der bisherige Katalog liegt in {done.backup}.")
        replace_file(place.path, content)
    except OSError as error:
        raise InputError(f"In die Datei „{place.path}“ kann nicht geschrieben werden ({why(error)}).") from error
