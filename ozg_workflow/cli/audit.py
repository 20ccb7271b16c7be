"""The audit log: who did what, when, on which object."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ozg_workflow.cli.common import AsJson, RolloutKey, Today, context, day
from ozg_workflow.cli.output import print_json, print_table, say
from ozg_workflow.domain.errors import InputError

NEWEST = 50


def audit(
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
