"""The audit log: who did what, when, on which object; whether it is whole, and what it proves of a list."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ozg_workflow.cli.common import AsJson, RolloutKey, Today, context, day, workspace
from ozg_workflow.cli.german import GermanTyper
from ozg_workflow.cli.output import print_json, print_table, say
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.german import count

NEWEST = 50
group = GermanTyper(no_args_is_help=False)


@group.callback(invoke_without_command=True)
def audit(
    ctx: typer.Context,
    since: Annotated[str | None, typer.Option("--since", metavar="JJJJ-MM-TT", help="Erst von diesem Tag an.")] = None,
    about: Annotated[
        str | None,
        typer.Option("--object", metavar="ART:KENNUNG", help="Nur zu einem Objekt, z. B. message:12 oder service_list:3."),
    ] = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="DATEI", help="Alles in eine CSV-Datei für Excel schreiben.")
    ] = None,
    rollout: RolloutKey = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Show the audit log, or write it as CSV."""
    if ctx.invoked_subcommand:
        return
    from ozg_workflow.usecases.cockpit.audit import HEADS, audit_csv, cells_of, read_audit

    everything = csv is not None or as_json or since is not None or about is not None
    lines = read_audit(context(rollout, today), since=day(since, "--since"), about=about, newest=None if everything else NEWEST)
    if csv is not None:
        if csv.exists():
            raise InputError(f"„{csv}“ gibt es schon; bitte einen anderen Namen wählen.")
        csv.write_bytes(audit_csv(lines))
        say(f"{len(lines)} Zeilen geschrieben: {csv}")
    elif as_json:
        print_json([asdict(line) for line in lines])
    else:
        print_table(HEADS[:-1], [cells_of(line)[:-1] for line in lines], empty="Das Protokoll hat dazu keine Zeile.")


@group.command("verify")
def audit_verify(
    backup: Annotated[
        list[Path] | None,
        typer.Option("--backup", metavar="DATEI", help="Auch mit dieser Sicherung vergleichen; mehrfach möglich."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Prüfen, ob das Protokoll vollständig und unverändert ist, auch im Vergleich mit den Sicherungen."""
    from ozg_workflow.usecases.upkeep.proof.verify import verify_audit
    from ozg_workflow.workspace.places import known_key

    app = workspace()
    app.require_schema()
    found = verify_audit(app.engine, [*app.backups(), *(backup or ())], known_key(app.home, app.settings.secret_key))
    if as_json:
        print_json(asdict(found) | {"ok": not found.flaws})
    else:
        for note in found.notes:
            say(f"Hinweis: {note}")
    if found.flaws:
        raise InputError("\n".join(flaw.text for flaw in found.flaws))
    if not as_json:
        compared = f", verglichen mit {count(found.backups, 'Sicherung', 'Sicherungen')}" if found.backups else ""
        say(f"Das Protokoll ist vollständig und unverändert: {count(found.sealed, 'Zeile', 'Zeilen')}{compared}.")
        say(f"Letztes Siegel: {found.digest or 'keines'}")


@group.command("prove")
def audit_prove(
    which: Annotated[
        str,
        typer.Argument(
            metavar="LISTE",
            help="33 oder 33/2 (Amt und Fassung), der Dateiname der Liste, service_list:NR oder NR, wo kein Amt so heißt.",
        ),
    ],
    rollout: RolloutKey = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Alles zu einer Liste belegen: was versandt wurde und wer es freigab, was zurückkam, was geändert wurde, mit Prüfsummen."""
    from ozg_workflow.cli.proof.show import show_proof
    from ozg_workflow.usecases.upkeep.proof.prove import prove_list

    found = prove_list(context(rollout, today), which)
    if as_json:
        print_json(asdict(found) | {"entries": [asdict(entry) | {"title": entry.title} for entry in found.entries]})
    else:
        show_proof(found)
