"""Take in what comes from elsewhere: catalogues, and what the portals show."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ozg_workflow.cli.common import (
    AsJson,
    By,
    Preview,
    RolloutKey,
    Today,
    WrongUsageError,
    actor,
    day,
    deciding,
    present,
    workspace,
)
from ozg_workflow.cli.german import GermanTyper
from ozg_workflow.cli.output import print_json, print_result
from ozg_workflow.domain.errors import InputError, NotPreparedError

if TYPE_CHECKING:
    from ozg_workflow.bootstrap import App
    from ozg_workflow.usecases.setup.import_catalogue import Imported
    from ozg_workflow.usecases.step.context import Context

group = GermanTyper()
FORMATS = ("auto", "leika", "fim", "pvog", "own", "excel")
File = Annotated[Path, typer.Argument(metavar="DATEI", help="Die Datei, wie sie kam: CSV, Excel oder JSON.")]


@group.command("catalogue")
def import_catalogue_file(
    file: File,
    kind: Annotated[str, typer.Option("--format", metavar="FORMAT", help=f"Das Format: {', '.join(FORMATS)}.")] = "auto",
    offices: Annotated[
        Path | None, typer.Option("--offices", metavar="DATEI", help="Ihre Entscheidung, welches Amt neue Leistungen bekommt.")
    ] = None,
    columns: Annotated[
        str, typer.Option("--columns", metavar="PAARE", help="Welche Spalte was ist: bezeichnung=Leistungsname,…")
    ] = "",
    complete: Annotated[
        bool, typer.Option("--complete", help="Die Datei ist der ganze Katalog: Was nicht darin steht, entfällt.")
    ] = False,
    by: By = None,
    rollout: RolloutKey = None,
    today: Today = None,
    preview: Preview = False,
    as_json: AsJson = False,
) -> None:
    """Einen Katalog (LeiKa, FIM, Open-PVOG, Excel) in catalogue.csv übernehmen; zeigt neu, entfallen, umbenannt mit Namen."""
    if kind not in FORMATS:
        raise WrongUsageError(f"--format: „{kind}“ gibt es nicht. Möglich sind: {', '.join(FORMATS)}.")
    from ozg_workflow.domain.catalogue_update.foreign import Source
    from ozg_workflow.usecases.setup.import_catalogue import Order, import_catalogue

    app = workspace()
    folder = rollout_folder(app, rollout)
    order = Order(
        file=file,
        source=None if kind == "auto" else Source(kind),
        columns=columns,
        offices=offices,
        complete=complete,
        preview=preview,
        at=present(app, today),
    )
    done = import_catalogue(app.home, folder, order, loaded_context(app, folder, today, by))
    if as_json:
        print_json(_as_json(done))
    else:
        print_result(done.result, as_json=False, preview=preview)
    if done.undecided:
        raise InputError(_undecided(done))


def rollout_folder(app: "App", wanted: str | None) -> Path:
    """Return the folder of a rollout below `config/` (default: the only one). Raises InputError naming the choices."""
    from ozg_workflow.workspace.rollouts import rollout_folders, rollout_key

    folders = {rollout_key(folder) or folder.name: folder for folder in rollout_folders(app.home)}
    if wanted is None and len(folders) == 1:
        return next(iter(folders.values()))
    if wanted in folders:
        return folders[str(wanted)]
    if wanted is None and folders:
        raise InputError(f"Es gibt mehrere Rollouts ({', '.join(folders)}); bitte einen mit --rollout wählen.")
    raise InputError(f"Den Rollout „{wanted}“ gibt es unter config/ nicht." if wanted else "Unter config/ liegt kein Rollout.")


def loaded_context(app: "App", folder: Path, today: str | None, by: str | None) -> "Context | None":
    """Return the context of a rollout in the name of `by`; None where the database does not know it yet."""
    from ozg_workflow.usecases.step.deciding import named
    from ozg_workflow.workspace.rollouts import rollout_key

    try:
        app.require_schema()
        return named(app.context_for(rollout_key(folder) or folder.name, today=day(today), actor=actor()), by)
    except NotPreparedError:
        return None


def _undecided(done: "Imported") -> str:
    from ozg_workflow.domain.german import count

    number = len(done.undecided)
    return (
        f"{count(number, 'neue Leistung hat', 'neue Leistungen haben')} noch kein Amt, deshalb ist nichts geändert. Bitte in der Spalte „amt“ von "
        f"{done.proposals_file} eintragen und mit --offices {done.proposals_file} noch einmal importieren."
    )


def _as_json(done: "Imported") -> dict[str, Any]:
    delta = done.delta
    own = [("gone", delta.gone), ("kept", delta.kept), ("doubted", delta.doubted)]
    changed: list[tuple[str, Any, Any]] = [
        ("renamed", delta.renamed, lambda change: change.after["bezeichnung"]),
        ("reworded", delta.reworded, lambda change: change.after["bezeichnung_quelle"]),
        ("rekeyed", delta.rekeyed, lambda change: change.after["leika_schluessel"]),
        ("updated", delta.changes, lambda change: {c: change.after[c] for c in (*change.attributes, *change.filled)}),
    ]
    return {
        **done.result.as_json(),
        "source": done.source,
        "new": [_named(row) | {"office": proposal.office, "why": proposal.why} for row, proposal in done.proposals],
        **{name: [_named(row) | {"office": row["amt"]} for row in rows] for name, rows in own},
        **{name: [_named(c.row) | {"after": after} for c in changes if (after := of(c))] for name, changes, of in changed},
        "undecided": [_named(row) for row in done.undecided],
        "problems": [
            {"code": cause.kind, "lines": [p.line for p in cause.places], "texts": [p.text for p in cause.places]}
            for cause in done.causes
        ],
        "proposals": str(done.proposals_file) if done.proposals_file else None,
        "backup": str(done.backup) if done.backup else None,
    }


def _named(row: Any) -> dict[str, Any]:
    return {"key": row["leika_schluessel"], "name": row["bezeichnung"]}


@group.command("portal")
def import_portal_file(
    file: File,
    by: By = None,
    rollout: RolloutKey = None,
    today: Today = None,
    preview: Preview = False,
    as_json: AsJson = False,
) -> None:
    """Einen Export des Open-PVOG einlesen: was die Portale zeigen, neben dem, was die Ämter sagen."""
    from ozg_workflow.usecases.setup.import_portal import import_portal

    print_result(import_portal(deciding(rollout, today, by, preview=preview), file), as_json=as_json, preview=preview)
