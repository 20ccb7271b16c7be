"""Responsibility cases: look, decide, open again."""

from dataclasses import asdict
from typing import Annotated

import typer

from ozg_workflow.cli.common import (
    LARGEST_NUMBER,
    AsJson,
    By,
    NoDeliver,
    Preview,
    RolloutKey,
    Today,
    WrongUsageError,
    context,
    deciding,
)
from ozg_workflow.cli.german import GermanTyper
from ozg_workflow.cli.output import print_json, print_table, say
from ozg_workflow.cli.steps import finish
from ozg_workflow.domain.german import short_date
from ozg_workflow.domain.survey.responsibility import holder_words

group = GermanTyper()
CaseNote = Annotated[str, typer.Option("--note", metavar="TEXT", help="Eine Notiz; sie steht im Protokoll und beim Fall.")]


@group.command("list")
def case_list(
    only_open: Annotated[bool, typer.Option("--open", help="Nur offene Fälle.")] = False,
    rollout: RolloutKey = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Die Zuständigkeitsfälle zeigen."""
    from ozg_workflow.usecases.answers.conflicts import list_conflicts
    from ozg_workflow.usecases.survey.cases import list_cases

    ctx = context(rollout, today)
    found = list_cases(ctx, only_open=only_open)
    if as_json:
        print_json([asdict(c) for c in found])
        return
    rows = [
        (
            c.id,
            c.service,
            c.office,
            c.named,
            ", ".join(f"{p.office} {p.name}" for p in c.proposals) or c.proposed_office or "",
            "offen" if c.state == "open" else holder_words(c.settled_office, c.reason_code, c.body),
            " ".join(filter(None, (c.reason, c.settled_by and f"({c.settled_by})", c.note and f"Notiz: {c.note}"))),
        )
        for c in found
    ]
    disputes = [
        (c.office, c.number, c.service, p.heading, f"{p.counts} ({p.counts_by})", f"{p.other} ({p.other_by})", short_date(c.day))
        for c in list_conflicts(ctx)
        for p in c.points
    ]
    print_table(("Fall", "Leistung", "Amt", "genannt", "Vorschlag", "Stand", "Grund"), rows, empty="Keine Zuständigkeitsfälle.")
    if disputes:
        say("Widersprüchliche Angaben (berichtigen mit „ozg answers correct“ oder dem Formular „Angabe berichtigen“):")
        print_table(("Amt", "Nr.", "Leistung", "Spalte", "es zählt", "dagegen", "Tag"), disputes, empty="")


@group.command("decide")
def case_decide(
    numbers: Annotated[list[int] | None, typer.Argument(metavar="FALL…", max=LARGEST_NUMBER, help="Nummern der Fälle.")] = None,
    office: Annotated[str, typer.Option("--office", metavar="NR", help="Nummer oder Name des zuständigen Amtes.")] = "",
    none: Annotated[bool, typer.Option("--none", help="Kein Amt dieser Stadt; wer es ist, sagt --body oder --note.")] = False,
    body: Annotated[str, typer.Option("--body", metavar="NAME", help="Die zuständige Stelle außerhalb der Stadt.")] = "",
    all_proposed: Annotated[
        bool, typer.Option("--all-proposed", help="Statt eines Amtes: den Vorschlägen der Ämter folgen.")
    ] = False,
    note: CaseNote = "",
    by: By = None,
    rollout: RolloutKey = None,
    today: Today = None,
    preview: Preview = False,
    no_deliver: NoDeliver = False,
    as_json: AsJson = False,
) -> None:
    """Fälle entscheiden: Die Leistungen gehen als Nachtrag an das Amt, oder an keines dieser Stadt (--none)."""
    if not (office or all_proposed or none):
        raise WrongUsageError("Es fehlt die Angabe --office oder --none.")
    if sum((bool(office), all_proposed, none)) > 1 or not (numbers or all_proposed):
        raise WrongUsageError("Bitte Fälle und --office NR oder --none angeben, oder nur --all-proposed.")
    if body and not none:
        raise WrongUsageError("--body gehört zu --none.")
    from ozg_workflow.usecases.survey.decide_cases import decide_cases, decide_elsewhere

    ctx = deciding(rollout, today, by, preview=preview, mails=True)
    result = (
        decide_elsewhere(ctx, numbers or (), body or note, note)
        if none
        else decide_cases(ctx, numbers or (), office, all_proposed=all_proposed, note=note)
    )
    finish(ctx, result, deliver=not no_deliver, as_json=as_json)


@group.command("reopen")
def case_reopen(
    numbers: Annotated[list[int], typer.Argument(metavar="FALL…", max=LARGEST_NUMBER, help="Nummern der Fälle.")],
    note: CaseNote = "",
    by: By = None,
    rollout: RolloutKey = None,
    today: Today = None,
    preview: Preview = False,
    no_deliver: NoDeliver = False,
    as_json: AsJson = False,
) -> None:
    """Entschiedene Fälle wieder öffnen: Was daraus folgte und noch nicht beantwortet ist, wird zurückgenommen."""
    if not note.strip():
        raise WrongUsageError("Es fehlt die Angabe --note: warum der Fall wieder geöffnet wird.")
    from ozg_workflow.usecases.survey.decide_cases import reopen_cases

    ctx = deciding(rollout, today, by, preview=preview, mails=True)
    finish(ctx, reopen_cases(ctx, numbers, note), deliver=not no_deliver, as_json=as_json)
