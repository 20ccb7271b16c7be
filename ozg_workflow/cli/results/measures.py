"""Measures: look at them, change what is agreed."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ozg_workflow.cli.common import LARGEST_NUMBER, AsJson, By, Preview, RolloutKey, Today, WrongUsageError, context, deciding
from ozg_workflow.cli.german import GermanTyper
from ozg_workflow.cli.output import print_json, print_result, print_table, say
from ozg_workflow.domain.german import short_date
from ozg_workflow.domain.results.implementation import STATE_TITLES
from ozg_workflow.domain.results.solutions import words_of

group = GermanTyper()
Number = Annotated[int, typer.Argument(metavar="NR", max=LARGEST_NUMBER, help="Nummer der Maßnahme („ozg measures list“).")]


@group.command("list")
def measures_list(
    wave: Annotated[str, typer.Option("--wave", metavar="KEY", help="Nur diese Welle.")] = "",
    route: Annotated[str, typer.Option("--route", metavar="WEG", help="Nur dieser Weg: efa, land, own, shared, none.")] = "",
    office: Annotated[str, typer.Option("--office", metavar="NR", help="Nur dieses Amt: Nummer oder Name.")] = "",
    state: Annotated[str, typer.Option("--state", metavar="STAND", help="Nur planned, started oder reached.")] = "",
    reuse: Annotated[
        bool, typer.Option("--reuse", help="Nur, wofür es eine Lösung zum Nachnutzen gibt, die nicht genutzt werden soll.")
    ] = False,
    rollout: RolloutKey = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Die Maßnahmen zeigen, in der Reihenfolge des Plans."""
    from ozg_workflow.usecases.results.measure_admin.show import MeasureWish, list_measures
    from ozg_workflow.usecases.results.measure_admin.show import as_json as measure_json

    wish = MeasureWish(wave=wave, route=route, office=office, state=state, reuse=reuse)
    found = list_measures(context(rollout, today), wish)
    if as_json:
        print_json([measure_json(view) for view in found])
        return
    rows = [
        (
            view.id,
            view.rank,
            view.name,
            view.terms.office,
            view.wave_title,
            view.route_title,
            short_date(view.terms.target_on),
            view.terms.target_level,
            STATE_TITLES[view.state] + (", verspätet" if view.late else ""),
        )
        for view in found
    ]
    heads = ("Nr.", "Rang", "Leistung", "Amt", "Welle", "Weg", "Ziel bis", "Stufe", "Stand")
    print_table(heads, rows, empty="Keine Maßnahme gefunden.")
    for view in found:
        if view.shift:
            say(f"Nr. {view.id} {view.name}: {view.shift}")
        if view.reusable:
            say(f"Nr. {view.id} {view.name}: Nachnutzen? {words_of(view.solutions)}")


@group.command("show")
def measures_show(number: Number, rollout: RolloutKey = None, today: Today = None, as_json: AsJson = False) -> None:
    """Eine Maßnahme zeigen, mit allem, was vereinbart ist, und wer es wann geändert hat."""
    from ozg_workflow.usecases.results.measure_admin.show import as_json as measure_json
    from ozg_workflow.usecases.results.measure_admin.show import show_measure

    view, log = show_measure(context(rollout, today), number)
    if as_json:
        print_json(measure_json(view) | {"log": [asdict(change) for change in log]})
        return
    terms = view.terms
    moved = f" ({view.shift})" if view.shift else ""
    say(
        f"Nr. {view.id}: {view.name} ({view.service}), Rang {view.rank}, {STATE_TITLES[view.state]}{', verspätet' if view.late else ''}"
    )
    say(f"  Amt {terms.office} – {view.office_name}; {view.wave_title}, Beginn {short_date(view.starts_on)}{moved}")
    say(f"  Stufe {terms.target_level} bis {short_date(terms.target_on)}; heute {'–' if view.level is None else view.level}")
    effort = "" if terms.effort_days is None else f"{terms.effort_days} Personentage"
    depends = f"Nr. {terms.depends_on}" if terms.depends_on else ""
    agreed = {"Weg": view.route_title, "Ansprechperson": terms.contact, "Aufwand": effort, "Hängt ab von": depends}
    for title, text in (agreed | {"Notiz": terms.note, "Vorhandene Lösungen": words_of(view.solutions)}).items():
        say(f"  {title}: {text or '–'}")
    print_table(("Wann", "Wer", "Was"), [(change.at, change.by, change.text) for change in log], empty="Noch nichts geändert.")


@group.command("set")
def measures_set(
    number: Number,
    wave: Annotated[str | None, typer.Option("--wave", metavar="KEY", help="Die Welle: Schlüssel oder Titel.")] = None,
    route: Annotated[str | None, typer.Option("--route", metavar="WEG", help="efa, land, own, shared oder none.")] = None,
    office: Annotated[str | None, typer.Option("--office", metavar="NR", help="Nummer oder Name des Amtes.")] = None,
    target_on: Annotated[str | None, typer.Option("--target-on", metavar="TAG", help="Ziel bis: JJJJ-MM-TT.")] = None,
    target_level: Annotated[str | None, typer.Option("--target-level", metavar="STUFE", help="Die Zielstufe.")] = None,
    contact: Annotated[str | None, typer.Option("--contact", metavar="TEXT", help="Wer im Amt daran arbeitet.")] = None,
    effort: Annotated[str | None, typer.Option("--effort", metavar="TAGE", help="Aufwand in Personentagen.")] = None,
    depends_on: Annotated[
        str | None, typer.Option("--depends-on", metavar="NR", help="Die Maßnahme, auf die sie wartet.")
    ] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Eine Notiz.")] = None,
    by: By = None,
    rollout: RolloutKey = None,
    today: Today = None,
    preview: Preview = False,
    as_json: AsJson = False,
) -> None:
    """Ändern, was zu einer Maßnahme vereinbart ist; „-“ leert ein Feld. Eine andere Welle bringt ihre Daten mit."""
    from ozg_workflow.domain.results.terms import Field
    from ozg_workflow.usecases.results.measure_admin.change import change_measure

    said = {
        Field.WAVE: wave,
        Field.ROUTE: route,
        Field.OFFICE: office,
        Field.TARGET_ON: target_on,
        Field.TARGET_LEVEL: target_level,
        Field.CONTACT: contact,
        Field.EFFORT_DAYS: effort,
        Field.DEPENDS_ON: depends_on,
        Field.NOTE: note,
    }
    given = {field: text for field, text in said.items() if text is not None}
    if not given:
        raise WrongUsageError("Bitte angeben, was sich ändern soll, z. B. --wave, --route oder --office.")
    result = change_measure(deciding(rollout, today, by, preview=preview), number, given)
    print_result(result, as_json=as_json, preview=preview)


@group.command("plan")
def measures_plan(
    by: By = None,
    rollout: RolloutKey = None,
    today: Today = None,
    preview: Preview = False,
    as_json: AsJson = False,
) -> None:
    """Die Wellen neu planen, für alles, was noch nicht begonnen hat: je Amt und Quartal nur so viel, wie vereinbart ist."""
    from ozg_workflow.usecases.results.measure_admin.plan_waves import plan_waves

    print_result(plan_waves(deciding(rollout, today, by, preview=preview)), as_json=as_json, preview=preview)


@group.command("export")
def measures_export(
    file: Annotated[Path, typer.Argument(metavar="DATEI.xlsx", help="Wohin.")],
    rollout: RolloutKey = None,
    today: Today = None,
    preview: Preview = False,
    as_json: AsJson = False,
) -> None:
    """Die Maßnahmen als Excel-Tabelle schreiben; was darin geändert wird, nimmt „ozg measures import“ zurück."""
    from ozg_workflow.usecases.results.measure_admin.exchange import export_measures

    print_result(export_measures(context(rollout, today, preview=preview), file), as_json=as_json, preview=preview)


@group.command("import")
def measures_import(
    file: Annotated[Path, typer.Argument(metavar="DATEI.xlsx", help="Die Tabelle von „ozg measures export“.")],
    by: By = None,
    rollout: RolloutKey = None,
    today: Today = None,
    preview: Preview = False,
    as_json: AsJson = False,
) -> None:
    """Übernehmen, was in der Excel-Tabelle geändert wurde: alles oder, wenn eine Zelle nicht stimmt, nichts."""
    from ozg_workflow.usecases.results.measure_admin.exchange import import_measures

    print_result(import_measures(deciding(rollout, today, by, preview=preview), file), as_json=as_json, preview=preview)
