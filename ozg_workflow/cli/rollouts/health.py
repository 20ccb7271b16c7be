"""Is everything running? For people, for monitoring, and for whoever is woken by it."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ozg_workflow.cli.common import AsJson, RolloutKey, Today, actor, day, workspace
from ozg_workflow.cli.output import print_json, print_table, say
from ozg_workflow.domain.errors import OzgError

if TYPE_CHECKING:
    from ozg_workflow.bootstrap import App
    from ozg_workflow.domain.health import Verdict

DATABASE_WORKS = {"name": "database", "ok": True, "message": "Datenbank: erreichbar und aktuell"}


def health(
    today: Today = None,
    rollout: RolloutKey = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Nur zeigen, was nicht in Ordnung ist.")] = False,
    as_json: AsJson = False,
) -> None:
    """Look at the named rollout, or at all in the database; exit status 1 where a person is needed."""
    pretended = day(today)
    app = workspace()
    try:
        keys = app.rollouts(rollout)
        verdicts = _verdicts(app, keys[0], pretended) if len(keys) == 1 else ()
    except OzgError as error:
        if as_json:
            print_json({"ok": False, "checks": [{"name": "database", "ok": False, "message": str(error)}]})
        raise
    ok = (
        _tell_one(verdicts, quiet=quiet, as_json=as_json)
        if verdicts
        else _all(app, keys, pretended, quiet=quiet, as_json=as_json)
    )
    if not ok:
        raise typer.Exit(1)


def _verdicts(app: "App", key: str, today: date | None) -> "tuple[Verdict, ...]":
    from ozg_workflow.usecases.cockpit.health import health as look

    return look(app.context_for(key, today=today, actor=actor()))


def _tell_one(verdicts: "Sequence[Verdict]", *, quiet: bool, as_json: bool) -> bool:
    """Tell about one rollout; return whether everything is in order."""
    if as_json:
        print_json(_json(verdicts))
    else:
        for verdict in verdicts:
            if not (quiet and verdict.ok):
                say(f"{_state(verdict.ok):<12}  {verdict.message}")
    return all(verdict.ok for verdict in verdicts)


def _all(app: "App", keys: Sequence[str], today: date | None, *, quiet: bool, as_json: bool) -> bool:
    """Tell about all rollouts, a row each; return whether everything is in order. Raises SomeRolloutsError."""
    from ozg_workflow.cli.rollouts.failures import Failures

    failures, told, rows, in_order = Failures(), list[dict[str, Any]](), list[tuple[str, ...]](), True
    for key in keys:
        with failures.of(key):
            verdicts = _verdicts(app, key, today)
            bad = [verdict.message for verdict in verdicts if not verdict.ok]
            in_order = in_order and not bad
            told += [{"rollout": key, **_json(verdicts)}] if as_json else []
            rows += [] if quiet and not bad else [(key, _state(not bad), "\n".join(bad))]
    if as_json:
        print_json({"ok": in_order and not failures.errors, "rollouts": told, "failed": failures.as_json()})
    else:
        print_table(("Rollout", "Stand", "Was zu prüfen ist"), rows, empty=f"Alle {len(keys)} Rollouts sind in Ordnung.")
    failures.tell()
    return in_order


def _json(verdicts: "Sequence[Verdict]") -> dict[str, Any]:
    checks = [{"name": v.name, "ok": v.ok, "message": v.message} for v in verdicts]
    return {"ok": all(v.ok for v in verdicts), "checks": [DATABASE_WORKS, *checks]}


def _state(ok: bool) -> str:
    return "in Ordnung" if ok else "BITTE PRÜFEN"
