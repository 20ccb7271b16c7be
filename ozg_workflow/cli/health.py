"""Is everything running? For people, for monitoring, and for whoever is woken by it."""

from typing import Annotated

import typer

from ozg_workflow.cli.common import AsJson, RolloutKey, Today, context, workspace
from ozg_workflow.cli.output import print_json, say
from ozg_workflow.domain.errors import OzgError


def health(
    today: Today = None,
    rollout: RolloutKey = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Nur zeigen, was nicht in Ordnung ist.")] = False,
    as_json: AsJson = False,
) -> None:
    """Prüfen, ob alles läuft: Tageslauf, Posteingang, Postausgang, Mailserver, Klärungskorb, Speicherplatz."""
    from ozg_workflow.usecases.cockpit.health import health as look

    app = workspace()
    try:
        verdicts = look(context(rollout, today), reads_mailbox=bool(app.settings.inbox_url))
    except OzgError as error:
        if as_json:
            print_json({"ok": False, "checks": [{"name": "database", "ok": False, "message": str(error)}]})
        raise
    ok = all(verdict.ok for verdict in verdicts)
    if as_json:
        checks = [{"name": v.name, "ok": v.ok, "message": v.message} for v in verdicts]
        print_json(
            {"ok": ok, "checks": [{"name": "database", "ok": True, "message": "Datenbank: erreichbar und aktuell"}, *checks]}
        )
    else:
        for verdict in verdicts:
            if not (quiet and verdict.ok):
                say(f"{'in Ordnung' if verdict.ok else 'BITTE PRÜFEN':<12}  {verdict.message}")
    if not ok:
        raise typer.Exit(1)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("health")(health)
