"""A person's decisions: milestones, outbox, inbox, cases, lists."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ozg_workflow.cli.common import AsJson, NoDeliver, Preview, RolloutKey, Today, WrongUsageError, context
from ozg_workflow.cli.german import GermanTyper
from ozg_workflow.cli.output import print_json, print_result, print_table, say
from ozg_workflow.cli.steps import finish, perform
from ozg_workflow.domain.german import local_time, short_date

milestone = GermanTyper("Meilensteine zeigen und abhaken.")
mail = GermanTyper("Postausgang: zeigen, freigeben, erneut senden, stornieren, klären.")
inbox = GermanTyper("Klärungskorb: zeigen, zuordnen, erneut verarbeiten, erledigen.")
case = GermanTyper("Zuständigkeitsfälle zeigen und entscheiden.")
lists = GermanTyper("Amtslisten ausgeben.")

MailId = Annotated[int, typer.Argument(metavar="NR", help="Nummer der Mail.")]


@milestone.command("list")
def milestone_list(rollout: RolloutKey = None, today: Today = None, as_json: AsJson = False) -> None:
    """Alle Meilensteine mit ihrem Stand zeigen."""
    from ozg_workflow.domain.timeline import STATE_TITLES, MilestoneState
    from ozg_workflow.usecases.status import status

    found = status(context(rollout, today))["milestones"]
    if as_json:
        print_json(found)
        return
    rows = [(m["key"], m["planned"], m["title"], STATE_TITLES[MilestoneState(m["state"])]) for m in found]
    print_table(("Schlüssel", "Termin", "Meilenstein", "Stand"), rows, empty="Keine Meilensteine.")


@milestone.command("done")
def milestone_done(
    key: Annotated[str, typer.Argument(metavar="KEY", help="Schlüssel des Meilensteins.")],
    rollout: RolloutKey = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Einen Meilenstein abhaken."""
    from ozg_workflow.usecases.milestones import tick_off

    print_result(tick_off(context(rollout, today), key), as_json=as_json)


@mail.command("list")
def mail_list(
    state: Annotated[str | None, typer.Option("--state", help="Nur dieser Zustand, z. B. held oder unknown.")] = None,
    rollout: RolloutKey = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Den Postausgang zeigen."""
    from ozg_workflow.usecases.mail_admin import list_messages

    found = list_messages(context(rollout, today), state)
    if as_json:
        print_json([asdict(m) for m in found])
        return
    rows = [(m.id, m.kind, ", ".join(m.recipients), m.state_title, m.reason) for m in found]
    print_table(("Nr.", "Mail", "An", "Stand", "Grund"), rows, empty="Keine Mails.")


@mail.command("show")
def mail_show(
    number: MailId,
    save: Annotated[Path | None, typer.Option("--save", metavar="DATEI", help="Die Mail als .eml speichern.")] = None,
    rollout: RolloutKey = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Eine Mail mit ihrem Text und ihren Zustellversuchen zeigen."""
    from ozg_workflow.mail.parse import parse_mail
    from ozg_workflow.usecases.mail_admin import show_message

    found, content, attempts = show_message(context(rollout, today), number)
    if save:
        save.write_bytes(content)
    text = parse_mail(content).text
    if as_json:
        print_json({**asdict(found), "attempts_log": attempts, "text": text})
        return
    say(f"Nr. {found.id} · {found.kind} · {found.state_title}" + (f" – {found.reason}" if found.reason else ""))
    say(f"An: {', '.join(found.recipients)}")
    say(f"Betreff: {found.subject}\n")
    say(text)
    for line in attempts:
        say(f"Zustellung: {line}")


@mail.command("release")
def mail_release(
    number: MailId, rollout: RolloutKey = None, today: Today = None, no_deliver: NoDeliver = False, as_json: AsJson = False
) -> None:
    """Eine angehaltene Mail freigeben."""
    from ozg_workflow.usecases.mail_admin import release

    ctx = context(rollout, today)
    finish(ctx, release(ctx, number), deliver=not no_deliver, as_json=as_json)


@mail.command("retry")
def mail_retry(
    number: MailId, rollout: RolloutKey = None, today: Today = None, no_deliver: NoDeliver = False, as_json: AsJson = False
) -> None:
    """Eine abgelehnte oder unzustellbare Mail erneut senden."""
    from ozg_workflow.usecases.mail_admin import retry

    ctx = context(rollout, today)
    finish(ctx, retry(ctx, number), deliver=not no_deliver, as_json=as_json)


@mail.command("cancel")
def mail_cancel(number: MailId, rollout: RolloutKey = None, today: Today = None, as_json: AsJson = False) -> None:
    """Eine noch nicht gesendete Mail stornieren."""
    from ozg_workflow.usecases.mail_admin import cancel

    print_result(cancel(context(rollout, today), number), as_json=as_json)


@mail.command("settle")
def mail_settle(
    number: MailId,
    sent: Annotated[bool, typer.Option("--sent", help="Sie ist angekommen.")] = False,
    resend: Annotated[bool, typer.Option("--resend", help="Sie soll erneut gesendet werden.")] = False,
    rollout: RolloutKey = None,
    today: Today = None,
    no_deliver: NoDeliver = False,
    as_json: AsJson = False,
) -> None:
    """Eine ungeklärte Mail entscheiden: angekommen oder erneut senden."""
    from ozg_workflow.usecases.mail_admin import settle

    if sent == resend:
        raise WrongUsageError("Bitte genau eines angeben: --sent (ist angekommen) oder --resend (erneut senden).")
    ctx = context(rollout, today)
    finish(ctx, settle(ctx, number, sent=sent), deliver=resend and not no_deliver, as_json=as_json)


@inbox.command("list")
def inbox_list(
    everything: Annotated[bool, typer.Option("--all", help="Alle eingegangenen Mails, nicht nur den Klärungskorb.")] = False,
    rollout: RolloutKey = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Den Klärungskorb zeigen."""
    from ozg_workflow.usecases.inbox_admin import STATE_TITLES, list_incoming

    found = list_incoming(context(rollout, today), everything=everything)
    if as_json:
        print_json([asdict(i) for i in found])
        return
    rows = [(i.id, STATE_TITLES[i.state], i.sender, i.subject, i.reason, local_time(i.received_at)) for i in found]
    print_table(("Nr.", "Stand", "Von", "Betreff", "Grund", "Eingang"), rows, empty="Der Klärungskorb ist leer.")


@inbox.command("show")
def inbox_show(
    number: MailId,
    save: Annotated[Path | None, typer.Option("--save", metavar="DATEI", help="Die Mail als .eml speichern.")] = None,
    rollout: RolloutKey = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Eine eingegangene Mail mit ihrem Text zeigen."""
    from ozg_workflow.usecases.inbox_admin import show_incoming

    found, text, content = show_incoming(context(rollout, today), number)
    if save:
        save.write_bytes(content)
    if as_json:
        print_json({**asdict(found), "text": text})
        return
    say(f"Nr. {found.id} von {found.sender or 'unbekannt'}: {found.subject}")
    say(f"Grund: {found.reason}\n")
    say(text)


@inbox.command("retry")
def inbox_retry(
    number: MailId, rollout: RolloutKey = None, today: Today = None, no_deliver: NoDeliver = False, as_json: AsJson = False
) -> None:
    """Eine Mail aus dem Klärungskorb erneut verarbeiten."""
    from ozg_workflow.usecases.inbox_admin import retry_incoming

    ctx = context(rollout, today)
    finish(ctx, retry_incoming(ctx, number), deliver=not no_deliver, as_json=as_json)


@inbox.command("assign")
def inbox_assign(
    number: MailId,
    office: Annotated[
        str | None, typer.Option("--office", metavar="NR", help="Das Amt, dessen Liste die Mail beantwortet.")
    ] = None,
    version: Annotated[int | None, typer.Option("--version", metavar="N", help="Die Fassung der Liste.")] = None,
    rollout: RolloutKey = None,
    today: Today = None,
    no_deliver: NoDeliver = False,
    as_json: AsJson = False,
) -> None:
    """Für den Absender bürgen und die Mail als Rücklauf annehmen; --office, wenn die Liste ihre Kennung verloren hat."""
    from ozg_workflow.usecases.inbox_admin import assign_incoming

    ctx = context(rollout, today)
    finish(ctx, assign_incoming(ctx, number, office=office, version=version), deliver=not no_deliver, as_json=as_json)


@inbox.command("dismiss")
def inbox_dismiss(
    number: MailId,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Was damit geschehen ist.")] = "",
    rollout: RolloutKey = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Eine Mail als erledigt aus dem Klärungskorb nehmen."""
    from ozg_workflow.usecases.inbox_admin import dismiss_incoming

    print_result(dismiss_incoming(context(rollout, today), number, note), as_json=as_json)


@case.command("list")
def case_list(
    only_open: Annotated[bool, typer.Option("--open", help="Nur offene Fälle.")] = False,
    rollout: RolloutKey = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Die Zuständigkeitsfälle zeigen."""
    from ozg_workflow.usecases.cases import list_cases
    from ozg_workflow.usecases.conflicts import list_conflicts

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
            c.proposed_office or "",
            "offen" if c.state == "open" else f"Amt {c.settled_office}",
            c.reason,
        )
        for c in found
    ]
    disputes = [(c.office, c.number, c.service, ", ".join(c.senders), short_date(c.day)) for c in list_conflicts(ctx)]
    print_table(("Fall", "Leistung", "Amt", "genannt", "Vorschlag", "Stand", "Grund"), rows, empty="Keine Zuständigkeitsfälle.")
    if disputes:
        say("Widersprüchliche Angaben zweier Personen am selben Tag (es zählt die neueste):")
        print_table(("Amt", "Nr.", "Leistung", "Absender", "Tag"), disputes, empty="")


@case.command("decide")
def case_decide(
    number: Annotated[int, typer.Argument(metavar="FALL", help="Nummer des Falls.")],
    office: Annotated[str, typer.Option("--office", metavar="NR", help="Nummer des zuständigen Amtes.")],
    rollout: RolloutKey = None,
    today: Today = None,
    preview: Preview = False,
    no_deliver: NoDeliver = False,
    as_json: AsJson = False,
) -> None:
    """Einen Fall entscheiden: Die Leistung geht als Nachtrag an das Amt."""
    from ozg_workflow.usecases.cases import decide_case

    ctx = context(rollout, today, preview=preview)
    result = decide_case(ctx, number, office)
    if not preview:
        result.absorb(perform(ctx, "send-supplements"))
    finish(ctx, result, deliver=not no_deliver, as_json=as_json)


@lists.command("export")
def lists_export(
    folder: Annotated[Path, typer.Argument(metavar="ORDNER", help="Wohin.")],
    rollout: RolloutKey = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Alle Amtslisten und die Ausfüllhilfe in einen Ordner schreiben."""
    from ozg_workflow.usecases.export_lists import export_lists

    print_result(export_lists(context(rollout, today), folder), as_json=as_json)
