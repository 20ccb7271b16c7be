"""Workspace, configuration, preview of mails, demo and server."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ozg_workflow.cli.common import AsJson, By, Preview, RolloutKey, Today, actor, context, day, workspace
from ozg_workflow.cli.output import complain, print_json, print_result, say
from ozg_workflow.domain.errors import ConfigurationError, InputError, NotPreparedError, OzgError
from ozg_workflow.domain.people import person_name

if TYPE_CHECKING:
    from ozg_workflow.bootstrap import App
    from ozg_workflow.bootstrap.mail_check import MailOf
    from ozg_workflow.domain.rollout import RolloutData
    from ozg_workflow.usecases.step.result import StepResult


def init(
    folder: Annotated[Path, typer.Argument(metavar="ORDNER", help="Das neue Arbeitsverzeichnis.")],
    with_templates: Annotated[
        bool, typer.Option("--with-templates", help="Auch die Texte der Mails und der Vorlage zum Bearbeiten kopieren.")
    ] = False,
    city: Annotated[
        str, typer.Option("--city", metavar="NAME", help="Statt des Beispiels: diese Stadt, wie „Stadt Musterhausen“.")
    ] = "",
    land: Annotated[
        str, typer.Option("--land", metavar="KÜRZEL", help="Ihr Land, wie NW; danach richten sich die freien Tage.")
    ] = "",
    year: Annotated[str, typer.Option("--year", metavar="JJJJ", help="Das Jahr, in dem der Plan beginnt.")] = "",
    domain: Annotated[str, typer.Option("--domain", metavar="DOMÄNE", help="Ihre Mail-Domäne, wie musterhausen.example.")] = "",
    departments: Annotated[
        str,
        typer.Option(
            "--departments", metavar="LISTE", help="Ihre Dezernate: „1=Finanzen; 2=Bürger“. Vorgabe: die des Beispiels."
        ),
    ] = "",
    ask: Annotated[bool, typer.Option("--ask", help="Nach diesen fünf Angaben im Terminal fragen.")] = False,
) -> None:
    """Make a workspace with the sample, or with a rollout for this city."""
    from ozg_workflow.cli.new_city.asking import city_of, notes
    from ozg_workflow.domain.new_city.answers import Answers
    from ozg_workflow.workspace.new_city.files import city_files
    from ozg_workflow.workspace.places import create_workspace, shipped

    named = city_of(Answers(city=city, land=land, year=year, domain=domain, departments=departments), ask=ask)
    config = city_files(shipped("config"), named) if named else None
    created = create_workspace(folder.expanduser(), with_templates=with_templates, config=config)
    for name in created:
        say(f"  angelegt: {name}")
    for note in notes(named) if named and created else ():
        say(note)
    say(
        f"„{folder}“ ist bereit. Weiter mit: ozg --home {folder} check"
        if created
        else f"„{folder}“ war bereits vollständig, nichts geändert."
    )


def check(
    online: Annotated[
        bool,
        typer.Option(
            "--online", help="Auch bei Mailserver und Postfach jedes Rollouts anmelden; nichts wird versandt oder gelesen."
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check the configuration and the settings, and whether the mail servers let us in."""
    from ozg_workflow.bootstrap.mail_check import mail_of_all
    from ozg_workflow.bootstrap.mail_trial import try_all
    from ozg_workflow.cli.rollouts.online import require_let_in, say_trials, trials_json
    from ozg_workflow.workspace.rollouts import load_rollouts

    app = workspace()
    try:
        loaded = load_rollouts(app.home, ask_fonts=True)
        app.require_users()
        app.require_database_file()
        mail = mail_of_all(app.home, app.settings)
    except InputError as error:
        if as_json:
            print_json({"ok": False, "problems": _problems(error)})
        raise
    hints = [*(hint for one in mail for hint in one.hints), *_not_loaded(app, loaded)]
    trials = try_all(mail) if online else ()
    if as_json:
        warnings = [*(warning for data in loaded for warning in data.warnings), *hints]
        rollouts = [data.config.key for data in loaded]
        own = {one.rollout: _mail_facts(one) for one in mail[1:]}
        facts = {"ok": True, "problems": [], "rollouts": rollouts, "warnings": warnings, **_mail_facts(mail[0]), "own_mail": own}
        print_json(facts | ({"online": trials_json(trials)} if online else {}))
        require_let_in(trials)
        return
    for data in loaded:
        _say_checked(data)
    for one in mail:
        _say_mail(one)
    for hint in hints:
        say(f"  Hinweis: {hint}")
    if online:
        say_trials(trials)
    require_let_in(trials)


def _mail_facts(mail: "MailOf") -> dict[str, object]:
    """Return for scripts what is set, and what the OAuth2 provider says; no password and no token."""
    return {
        "smtp": bool(mail.smtp),
        "inbox": bool(mail.inbox),
        "recipients": list(mail.settings.recipients),
        "oauth": mail.oauth_state() or None,
    }


def _say_mail(mail: "MailOf") -> None:
    if mail.rollout:
        say(f"{mail.rollout}: eigene Mail ({mail.place})")
    before = "  " if mail.rollout else ""
    say(f"{before}Mailserver: {mail.smtp or 'nicht eingestellt (OZG_SMTP_URL)'}")
    if mail.lines:
        say(f"{before}Verbindungen zum Mailserver: {mail.lines} (OZG_SMTP_CONNECTIONS)")
    say(f"{before}Postfach: {mail.inbox or 'nicht eingestellt (OZG_INBOX_URL)'}")
    if state := mail.oauth_state():
        say(f"{before}Anmeldung mit OAuth2: {state}")
    allowed = ", ".join(mail.settings.recipients) or "keine – alle Mails werden angehalten (OZG_RECIPIENTS)"
    say(f"{before}Erlaubte Empfänger: {allowed}")


def _not_loaded(app: "App", loaded: Sequence["RolloutData"]) -> list[str]:
    """Return which rollouts of the database were loaded from other files; without a database there is nothing to say."""
    from ozg_workflow.domain.cockpit.status import NOT_LOADED

    return [f"{data.config.key}: {NOT_LOADED}" for data in loaded if _is_loaded(app, data.config.key) is False]


def _is_loaded(app: "App", key: str) -> bool | None:
    from ozg_workflow.usecases.step.loaded import is_loaded

    try:
        app.require_schema()
        with app.context_for(key).reading() as work:
            return is_loaded(work)
    except OzgError:
        return None


def _problems(error: InputError) -> list[dict[str, object]]:
    """Return mistakes for scripts; those of a setting have no file and line 0."""
    if isinstance(error, ConfigurationError):
        return [{"file": p.file, "line": p.line, "message": p.message} for p in error.problems]
    return [{"file": "", "line": 0, "message": message} for message in str(error).splitlines()]


def _say_checked(data: "RolloutData") -> None:
    from ozg_workflow.domain.german import count

    config, organisation = data.config, data.organisation
    say(
        f"{config.key}: in Ordnung – {len(config.timeline.milestones)} Meilensteine, "
        f"{count(len(organisation.departments), 'Dezernat', 'Dezernate')}, {count(len(organisation.offices), 'Amt', 'Ämter')}, "
        f"{count(len(data.services), 'Leistung', 'Leistungen')}."
    )
    for warning in data.warnings:
        say(f"  Hinweis: {warning}")


def prepare(
    by: By = None,
    rollout: RolloutKey = None,
    today: Today = None,
    preview: Preview = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Auch laden, was Leistungen aus Listen nimmt, die schon bei Ämtern liegen.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Load the configuration into the database, or show what that would do."""
    from ozg_workflow.usecases.setup.prepare import prepare as load
    from ozg_workflow.workspace.rollouts import load_rollouts

    app = workspace()
    chosen = [d for d in load_rollouts(app.home) if rollout in (None, d.config.key)]
    if not chosen:
        raise InputError(f"Den Rollout „{rollout}“ gibt es unter config/ nicht.")
    if preview:
        for data in chosen:
            print_result(_previewed(app, data, today), as_json=as_json, preview=True)
        return
    if copy := app.upgrade():
        complain(f"Die Datenbank wurde umgestellt und vorher gesichert: {copy}")
    for data in chosen:
        name = person_name(by or "") or data.config.contacts.coordinator.name
        ctx = app.context_for(data.config.key, today=day(today), actor=name)
        print_result(load(ctx, data, confirmed=yes), as_json=as_json)


def _previewed(app: "App", data: "RolloutData", today: str | None) -> "StepResult":
    from ozg_workflow.usecases.setup.preview_prepare import preview_first, preview_prepare

    try:
        app.require_schema()
    except NotPreparedError:
        return preview_first(data)
    return preview_prepare(app.context_for(data.config.key, today=day(today), actor=actor()), data)


def preview(
    mail: Annotated[str, typer.Argument(metavar="MAIL", help="Name der Mail, z. B. service_lists oder reminder.")],
    to: Annotated[str | None, typer.Option("--to", metavar="DEZERNAT", help="Nummer des Dezernats.")] = None,
    rollout: RolloutKey = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Show a mail, and store it as HTML."""
    from ozg_workflow.usecases.outbox.preview_mail import preview_mail

    ctx = context(rollout, today)
    rendered = preview_mail(ctx, mail, to)
    target = ctx.home / "var" / "preview" / f"{mail}.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(rendered.html, encoding="utf-8")
    if as_json:
        print_json({"subject": rendered.subject, "text": rendered.text, "html": rendered.html, "file": str(target)})
        return
    say(f"Betreff: {rendered.subject}\n")
    say(rendered.text)
    complain(f"HTML-Fassung: {target}")


def demo(
    folder: Annotated[Path, typer.Argument(metavar="ORDNER", help="Wohin; ein früherer Lauf dort wird ersetzt.")] = Path("demo"),
    seed: Annotated[int, typer.Option("--seed", help="Gleiche Zahl, gleicher Ablauf.")] = 2020,
    years: Annotated[int, typer.Option("--years", min=1, max=2, help="2: Im zweiten Jahr wird die Erhebung wiederholt.")] = 1,
) -> None:
    """Play the whole rollout."""
    from ozg_workflow.demo.run import run_demo

    run_demo(folder, seed=seed, years=years)


def serve(
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port der Oberfläche.")] = 4200,
    reading_port: Annotated[
        int, typer.Option("--reading-port", min=0, max=65535, help="Port des Lesesaals; 0: der nächste nach --port.")
    ] = 0,
    host: Annotated[str, typer.Option("--host", help="Adresse; eine andere als 127.0.0.1 verlangt OZG_UI_AUTH.")] = "127.0.0.1",
    today: Today = None,
) -> None:
    """Start the cockpit and the reading room."""
    from flows.engine.server import Listening
    from flows.engine.server import serve as run

    app = workspace()
    app.require_schema()
    app.require_users()
    listening = Listening(port=port, host=host, reading_port=reading_port)
    run(app.home, listening, today=day(today) or app.settings.today, auth=app.settings.ui_auth)
