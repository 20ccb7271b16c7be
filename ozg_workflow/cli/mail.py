"""The outbox: look, release, send again, cancel, settle."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ozg_workflow.cli.common import (
    LARGEST_NUMBER,
    AsJson,
    By,
    MailId,
    NoDeliver,
    Preview,
    RolloutKey,
    Today,
    WrongUsageError,
    context,
    deciding,
)
from ozg_workflow.cli.german import GermanTyper
from ozg_workflow.cli.output import print_json, print_result, print_table, say
from ozg_workflow.cli.steps import finish

group = GermanTyper()


@group.command("list")
def mail_list(
    state: Annotated[str | None, typer.Option("--state", help="Nur dieser Zustand, z. B. held oder unknown.")] = None,
    rollout: RolloutKey = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Den Postausgang zeigen."""
    from ozg_workflow.usecases.outbox.mail_admin import list_messages

    found = list_messages(context(rollout, today), state)
    if as_json:
        print_json([asdict(m) for m in found])
        return
    rows = [(m.id, m.kind, ", ".join(m.recipients), m.state_title, m.reason) for m in found]
    print_table(("Nr.", "Mail", "An", "Stand", "Grund"), rows, empty="Keine Mails.")


@group.command("show")
def mail_show(
    number: MailId,
    save: Annotated[Path | None, typer.Option("--save", metavar="DATEI", help="Die Mail als .eml speichern.")] = None,
    rollout: RolloutKey = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Eine Mail mit ihrem Text und ihren Zustellversuchen zeigen."""
    from ozg_workflow.mail.read.parse import parse_mail
    from ozg_workflow.usecases.outbox.mail_admin import show_message

    found, content, attempts = show_message(context(rollout, today), number)
    if save:
        save.write_bytes(content)
    text = parse_mail(content).text
    if as_json:
        print_json({**asdict(found), "attempts_log": attempts, "text": text})
        return
    say(f"Nr. {found.id} · {found.kind} · {found.state_title}" + (f" – {found.reason}" if found.reason else ""))
    for one in found.outcomes:
        say(f"An: {one.address} – {one.state_title}" + (f" ({one.response})" if one.response else ""))
    if found.queue_id:
        say(f"Nummer beim Mailserver: {found.queue_id}")
    say(f"Betreff: {found.subject}\n")
    say(text)
    for line in attempts:
        say(f"Zustellung: {line}")


@group.command("release")
def mail_release(
    numbers: Annotated[list[int] | None, typer.Argument(metavar="[NR]...", max=LARGEST_NUMBER, help="Nummern der Mails.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Alle, die auf eine Freigabe warten.")] = False,
    by: By = None,
    rollout: RolloutKey = None,
    today: Today = None,
    preview: Preview = False,
    no_deliver: NoDeliver = False,
    as_json: AsJson = False,
) -> None:
    """Angehaltene Mails freigeben; mit --preview nur zeigen, an wen sie gingen."""
    if bool(numbers) == everything:
        raise WrongUsageError("Bitte Nummern angeben, oder --all für alle Mails, die auf eine Freigabe warten.")
    from ozg_workflow.usecases.outbox.release_mail import release

    ctx = deciding(rollout, today, by, preview=preview, mails=True)
    finish(ctx, release(ctx, *(numbers or ())), deliver=not no_deliver, as_json=as_json)


@group.command("resume")
def mail_resume(
    by: By = None, rollout: RolloutKey = None, today: Today = None, no_deliver: NoDeliver = False, as_json: AsJson = False
) -> None:
    """Die Zustellung fortsetzen, die nach mehreren Fehlern pausiert; mit --rollout nur über dessen Mailserver."""
    from ozg_workflow.usecases.outbox.relay_gate import resume

    ctx = deciding(rollout, today, by, mails=True)
    finish(ctx, resume(ctx, only_own=rollout is not None), deliver=not no_deliver, as_json=as_json)


@group.command("retry")
def mail_retry(
    number: MailId,
    by: By = None,
    rollout: RolloutKey = None,
    today: Today = None,
    no_deliver: NoDeliver = False,
    as_json: AsJson = False,
) -> None:
    """Eine abgelehnte oder unzustellbare Mail erneut senden."""
    from ozg_workflow.usecases.outbox.mail_admin import retry

    ctx = deciding(rollout, today, by, mails=True)
    finish(ctx, retry(ctx, number), deliver=not no_deliver, as_json=as_json)


@group.command("cancel")
def mail_cancel(number: MailId, by: By = None, rollout: RolloutKey = None, today: Today = None, as_json: AsJson = False) -> None:
    """Eine noch nicht gesendete Mail stornieren."""
    from ozg_workflow.usecases.outbox.mail_admin import cancel

    print_result(cancel(deciding(rollout, today, by), number), as_json=as_json)


@group.command("settle")
def mail_settle(
    number: MailId,
    sent: Annotated[bool, typer.Option("--sent", help="Sie ist angekommen.")] = False,
    resend: Annotated[bool, typer.Option("--resend", help="Sie soll erneut gesendet werden.")] = False,
    by: By = None,
    rollout: RolloutKey = None,
    today: Today = None,
    no_deliver: NoDeliver = False,
    as_json: AsJson = False,
) -> None:
    """Eine ungeklärte Mail entscheiden: angekommen oder erneut senden."""
    if sent == resend:
        raise WrongUsageError("Bitte genau eines angeben: --sent (ist angekommen) oder --resend (erneut senden).")
    from ozg_workflow.usecases.outbox.mail_admin import settle

    ctx = deciding(rollout, today, by, mails=resend)
    finish(ctx, settle(ctx, number, sent=sent), deliver=resend and not no_deliver, as_json=as_json)
