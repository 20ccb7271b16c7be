"""A service that an office wrote below its list: one decision makes it a row of the catalogue and a Nachtrag."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Select, select

from ozg_workflow.database.models import Incoming, IncomingNote
from ozg_workflow.domain.catalogue import Service, key_mistake
from ozg_workflow.domain.errors import ConfigurationError, InputError, why
from ozg_workflow.domain.post.to_read import ToReadKind
from ozg_workflow.usecases.intake.clear_to_read import find_incoming, settle
from ozg_workflow.usecases.intake.to_read import clear
from ozg_workflow.usecases.setup.prepare import prepare
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.named_offices import office_number
from ozg_workflow.usecases.survey.send_lists import send_supplements
from ozg_workflow.workspace.catalogue_file import add_service, restore
from ozg_workflow.workspace.rollouts import load_rollout, rollout_folders, rollout_key

TITLE = "Zusätzliche Leistung aufnehmen"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """The service to be added, and the mail and line it was written in."""

    name: str
    key: str
    office: str
    incoming_id: int
    place: str


def note_of_line(ctx: Context, incoming_id: int, line: int | None = None) -> int:
    """Return the id of an added line of a mail that is still open. Raises InputError naming the lines when it is not the only one."""
    with ctx.reading() as work:
        find_incoming(work, incoming_id)
        notes = list(work.session.scalars(_open_lines(work).where(IncomingNote.incoming_id == incoming_id)))
        found = [note for note in notes if line in (None, note.line)]
        if len(found) == 1:
            return found[0].id
        if not found:
            which = "" if line is None else f" {line}"
            raise InputError(f"In der Mail Nr. {incoming_id} gibt es keine offene zusätzliche Zeile{which}.")
        raise InputError(
            f"In der Mail Nr. {incoming_id} stehen mehrere zusätzliche Zeilen; bitte eine mit --line nennen: "
            + "; ".join(f"{note.place}: {note.data['name']}" for note in found)
        )


def adopt_line(ctx: Context, note_id: int, *, office: str = "", key: str = "") -> StepResult:
    """Add the service of an added line to the catalogue, load it, and send its office the Nachtrag.

    `office` is the one that provides it (default: the one that wrote it), `key` its LeiKa key (default: what stands in the line).
    Twice is as good as once. Raises InputError when the configuration has changes that are not loaded yet.
    """
    wanted = _wanted(ctx, note_id, office, key)
    folder = next((f for f in rollout_folders(ctx.home) if rollout_key(f) == ctx.rollout_key), None)
    if folder is None:
        raise InputError(f"Den Rollout „{ctx.rollout_key}“ gibt es unter config/ nicht.")
    data = load_rollout(folder)
    if prepare(replace(ctx, preview=True), data).changed:
        raise InputError("Die Konfiguration hat Änderungen, die noch nicht geladen sind; bitte zuerst „ozg prepare“ ausführen.")
    known = next((s for s in data.services if (s.name, s.office) == (wanted.name, wanted.office)), None)
    result = StepResult(title=TITLE)
    with ctx.as_one() as one, _writable(one, folder) as place:
        service = known or _added(one, place, wanted, result)
        result.absorb(_cleared(one, note_id, wanted, service))
        result.absorb(send_supplements(one))
    return result


@contextmanager
def _writable(ctx: Context, folder: Path) -> Iterator[Path]:
    """Return the folder of the configuration; in a preview a copy of it that is gone afterwards."""
    if not ctx.preview:
        yield folder
        return
    with TemporaryDirectory() as place:
        yield Path(shutil.copytree(folder, Path(place) / folder.name))


def _wanted(ctx: Context, note_id: int, office: str, key: str) -> _Wanted:
    with ctx.reading() as work:
        note = work.session.scalar(_open_lines(work).where(IncomingNote.id == note_id))
        if note is None or note.service_list is None:
            raise InputError("Diese zusätzliche Zeile gibt es nicht, oder sie ist schon erledigt.")
        number = office_number(work.directory, office) if office.strip() else note.service_list.office.number
        leika = key.strip() or str(note.data.get("key", ""))
        if mistake := key_mistake(leika):
            raise InputError(mistake)
        name = " ".join(str(note.data.get("name", "")).split())
        if not name:
            raise InputError(f"{note.place}: Die Zeile hat keine Bezeichnung; bitte beim Amt nachfragen.")
        return _Wanted(name=name, key=leika, office=number, incoming_id=note.incoming_id, place=note.place)


def _open_lines(work: Work) -> Select[IncomingNote]:
    query = select(IncomingNote).join(Incoming, Incoming.id == IncomingNote.incoming_id)
    return query.where(
        Incoming.rollout_id == work.rollout.id, IncomingNote.kind == ToReadKind.ADDED_LINE, IncomingNote.cleared_at.is_(None)
    )


def _added(ctx: Context, folder: Path, wanted: _Wanted, result: StepResult) -> Service:
    """Add the row and load it; where it cannot be loaded, the file is as before."""
    path = folder / "catalogue.csv"
    before = path.read_bytes()
    try:
        add_service(path, {"leika_schluessel": wanted.key, "bezeichnung": wanted.name, "amt": wanted.office})
    except OSError as error:
        raise InputError(f"In die Datei „{path}“ kann nicht geschrieben werden ({why(error)}).") from error
    try:
        data = load_rollout(folder)
    except ConfigurationError:
        restore(path, before)
        raise
    result.absorb(prepare(ctx, data))
    return data.services[-1]


def _cleared(ctx: Context, note_id: int, wanted: _Wanted, service: Service) -> StepResult:
    with ctx.work(TITLE) as work:
        note = work.session.get_one(IncomingNote, note_id)
        clear(work, [note], f"Als Leistung {service.ref} in den Katalog aufgenommen, Amt {wanted.office}.")
        settle(work, note.incoming)
        work.record("service_adopted", ("service", service.ref), f"Amt {wanted.office}, aus der Mail Nr. {wanted.incoming_id}")
        work.did(f"„{service.name}“ ist als Leistung {service.ref} im Katalog, Amt {wanted.office}.")
    return work.result
