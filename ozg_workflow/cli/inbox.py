"""Incoming mail: look, vouch, try again, take out, clear what was read."""

from dataclasses import asdict
from pathlib import Path
from textwrap import indent
from typing import Annotated

import typer

from ozg_workflow.cli.common import (
    LARGEST_NUMBER,
    AsJson,
    By,
    MailId,
    NoDeliver,
    RolloutKey,
    Today,
    WrongUsageError,
    context,
    deciding,
)
from ozg_workflow.cli.german import GermanTyper
from ozg_workflow.cli.output import print_json, print_result, print_table, say
from ozg_workflow.cli.steps import finish
from ozg_workflow.domain.german import file_size, local_time
from ozg_workflow.domain.people import who
from ozg_workflow.domain.post.mail import INCOMING_STATE_TITLES

group = GermanTyper()


@group.command("list")
def inbox_list(
    everything: Annotated[bool, typer.Option("--all", help="Alle eingegangenen Mails, nicht nur, was wartet.")] = False,
    rollout: RolloutKey = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Zeigen, was im Eingang auf Sie wartet: den Klärungskorb, und was zu lesen ist."""
    from ozg_workflow.usecases.intake.inbox_admin import list_incoming

    found = list_incoming(context(rollout, today), everything=everything)
    if as_json:
        print_json([asdict(i) for i in found])
        return
    rows = [(i.id, INCOMING_STATE_TITLES[i.state], i.sender, i.subject, i.full_reason, local_time(i.received_at)) for i in found]
    print_table(
        ("Nr.", "Stand", "Von", "Betreff", "Grund", "Eingang"), rows, empty="Der Klärungskorb ist leer, zu lesen ist nichts."
    )


@group.command("show")
def inbox_show(
    number: MailId,
    save: Annotated[Path | None, typer.Option("--save", metavar="DATEI", help="Die Mail als .eml speichern.")] = None,
    folder: Annotated[
        Path | None, typer.Option("--attachments", metavar="ORDNER", help="Die Anhänge in diesen Ordner speichern.")
    ] = None,
    rollout: RolloutKey = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Eine eingegangene Mail mit ihrem Text und ihren Anhängen zeigen."""
    from ozg_workflow.usecases.intake.inbox_admin import content_of, save_attachments, show_incoming

    ctx = context(rollout, today)
    found = show_incoming(ctx, number)
    if save:
        save.touch(mode=0o600)
        save.write_bytes(content_of(ctx, number))
    saved = save_attachments(ctx, number, folder) if folder else []
    if as_json:
        names = [{"name": name, "bytes": size} for name, size in found.attachments]
        notes = [asdict(note) | {"title": note.title} for note in found.notes]
        shown = {"text": found.text, "notes": notes, "attachments": names, "saved": [str(path) for path in saved]}
        print_json(asdict(found.view) | shown)
        return
    say(f"Nr. {found.view.id} von {found.view.sender or 'unbekannt'}: {found.view.subject}")
    say(f"Grund: {found.view.full_reason}")
    for note in found.notes:
        read = f" – gelesen von {who(note.cleared_by)}{': ' + note.remark if note.remark else ''}" if note.cleared_at else ""
        say(f"{note.title}{read}:\n{indent(note.text, '  ')}")
    for name, size in found.attachments:
        say(f"Anhang: {name} ({file_size(size)})")
    for path in saved:
        say(f"Gespeichert: {path}")
    say(f"\n{found.text}")


@group.command("retry")
def inbox_retry(
    number: Annotated[
        int | None, typer.Argument(metavar="NR", max=LARGEST_NUMBER, help="Nummer der Mail.", show_default=False)
    ] = None,
    failed: Annotated[
        bool, typer.Option("--failed", help="Alle Mails, deren Verarbeitung gescheitert ist (nach einer Aktualisierung).")
    ] = False,
    by: By = None,
    rollout: RolloutKey = None,
    today: Today = None,
    no_deliver: NoDeliver = False,
    as_json: AsJson = False,
) -> None:
    """Eine Mail erneut verarbeiten, auch eine automatische; mit --failed alle, an denen das Programm gescheitert ist."""
    if (number is None) is not failed:
        raise WrongUsageError("Bitte die Nummer einer Mail angeben oder --failed.")
    from ozg_workflow.usecases.intake.inbox_admin import retry_failed_incoming, retry_incoming

    ctx = deciding(rollout, today, by, mails=True)
    result = retry_failed_incoming(ctx) if number is None else retry_incoming(ctx, number)
    finish(ctx, result, deliver=not no_deliver, as_json=as_json)


@group.command("assign")
def inbox_assign(
    number: MailId,
    office: Annotated[
        str | None, typer.Option("--office", metavar="NR", help="Das Amt, dessen Liste die Mail beantwortet.")
    ] = None,
    version: Annotated[
        int | None, typer.Option("--version", metavar="N", max=LARGEST_NUMBER, help="Die Fassung der Liste.")
    ] = None,
    by: By = None,
    rollout: RolloutKey = None,
    today: Today = None,
    no_deliver: NoDeliver = False,
    as_json: AsJson = False,
) -> None:
    """Für eine Mail und ihren Absender bürgen, auch für eine automatische; --office, wenn die Liste ihre Kennung verloren hat."""
    from ozg_workflow.usecases.intake.inbox_admin import assign_incoming

    ctx = deciding(rollout, today, by, mails=True)
    finish(ctx, assign_incoming(ctx, number, office=office, version=version), deliver=not no_deliver, as_json=as_json)


@group.command("dismiss")
def inbox_dismiss(
    number: MailId,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Was damit geschehen ist.")] = "",
    by: By = None,
    rollout: RolloutKey = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Eine Mail als erledigt aus dem Klärungskorb nehmen."""
    from ozg_workflow.usecases.intake.inbox_admin import dismiss_incoming

    print_result(dismiss_incoming(deciding(rollout, today, by), number, note), as_json=as_json)


@group.command("done")
def inbox_done(
    number: MailId,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Was damit geschehen ist.")] = "",
    by: By = None,
    rollout: RolloutKey = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Abhaken, was in einer Mail zu lesen war: Begleittext, zusätzliche Zeilen, Kommentare, Terminwünsche."""
    from ozg_workflow.usecases.intake.clear_to_read import clear_to_read

    print_result(clear_to_read(deciding(rollout, today, by), number, remark=note), as_json=as_json)


@group.command("adopt")
def inbox_adopt(
    number: MailId,
    line: Annotated[
        int | None,
        typer.Option("--line", metavar="N", max=LARGEST_NUMBER, help="Welche zusätzliche Zeile, wenn es mehrere sind."),
    ] = None,
    office: Annotated[str, typer.Option("--office", metavar="NR", help="Das zuständige Amt; Vorgabe: das Amt der Liste.")] = "",
    leika: Annotated[str, typer.Option("--leika", metavar="SCHLÜSSEL", help="Der Leistungsschlüssel, 14 Ziffern.")] = "",
    by: By = None,
    rollout: RolloutKey = None,
    today: Today = None,
    no_deliver: NoDeliver = False,
    as_json: AsJson = False,
) -> None:
    """Eine fehlende Leistung, die ein Amt unter seine Liste geschrieben hat, in den Katalog aufnehmen; das Amt erhält den Nachtrag."""
    from ozg_workflow.usecases.setup.adopt_line import adopt_line, note_of_line

    ctx = deciding(rollout, today, by, mails=True)
    result = adopt_line(ctx, note_of_line(ctx, number, line), office=office, key=leika)
    finish(ctx, result, deliver=not no_deliver, as_json=as_json)
