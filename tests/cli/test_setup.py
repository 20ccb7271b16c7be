"""Making, checking and preparing a workspace."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Ozg
from tests.mail.token_server import PADDING, SECRET, token_server

NOT_PREPARED = "Die Datenbank ist noch nicht vorbereitet. Bitte zuerst „ozg prepare“ ausführen.\n"


def test_init_makes_a_workspace_once(empty: Ozg, tmp_path: Path) -> None:
    target = str(tmp_path / "neu")
    first, second = empty("init", target), empty("init", target)
    assert (first.code, second.code) == (0, 0)
    assert "  angelegt: config/bielefeld-2020/timeline.yaml\n" in first.out
    assert first.out.endswith(f"„{target}“ ist bereit. Weiter mit: ozg --home {target} check\n")
    assert second.out == f"„{target}“ war bereits vollständig, nichts geändert.\n"


def test_check_sums_up_a_right_configuration_and_warns_that_nothing_is_sent(empty: Ozg) -> None:
    result = empty("check")
    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines() == [
        "bielefeld-2020: in Ordnung – 14 Meilensteine, 6 Dezernate, 29 Ämter, 161 Leistungen.",
        "Mailserver: nicht eingestellt (OZG_SMTP_URL)",
        "Postfach: nicht eingestellt (OZG_INBOX_URL)",
        "Erlaubte Empfänger: keine – alle Mails werden angehalten (OZG_RECIPIENTS)",
    ]


def test_check_never_shows_a_password(empty: Ozg) -> None:
    secret = "smtp+starttls://ozg:geheim@mail.stadt.example:587"
    for options in ((), ("--json",)):
        result = empty("check", *options, OZG_SMTP_URL=secret, OZG_RECIPIENTS="*@stadt.example")
        assert result.code == 0
        assert "geheim" not in result.out + result.err
        assert "*@stadt.example" in result.out


OAUTH = {
    "OZG_SMTP_URL": "smtp+starttls://ozg%40stadt.example@mail.stadt.example",
    "OZG_OAUTH_CLIENT_ID": "anwendung",
    "OZG_OAUTH_CLIENT_SECRET": SECRET,
    "OZG_OAUTH_SCOPE": "mail",
}


def test_check_asks_the_provider_for_a_token_and_shows_neither_it_nor_the_secret(empty: Ozg) -> None:
    with token_server() as provider:
        settings = OAUTH | {"OZG_OAUTH_TOKEN_URL": provider.url}
        good = empty("check", **settings)
        provider.refusal = {"error": "invalid_client", "error_description": f"AADSTS7000222: {SECRET} expired"}
        settings["OZG_OAUTH_CLIENT_ID"] = "andere"  # a token that holds is not asked for again
        bad, machine = empty("check", **settings), empty("check", "--json", **settings)
    assert "Anmeldung mit OAuth2: Der Anmeldedienst 127.0.0.1 gibt ein Token.\n" in good.out
    told = "Der Anmeldedienst 127.0.0.1 gibt kein Token (AADSTS7000222). Das Geheimnis der Anwendung ist abgelaufen"
    assert f"Anmeldung mit OAuth2: {told}" in bad.out
    assert json.loads(machine.out)["oauth"].startswith(told)
    for result in (good, bad, machine):
        assert result.code == 0
        assert SECRET not in result.out + result.err
        assert PADDING not in result.out + result.err


def test_check_tells_of_a_login_without_password_and_of_half_an_oauth_client(empty: Ozg) -> None:
    alone = {"OZG_SMTP_URL": OAUTH["OZG_SMTP_URL"]}
    assert (
        "Hinweis: OZG_SMTP_URL: Der Benutzer hat kein Kennwort, und OZG_OAUTH_… ist nicht gesetzt" in empty("check", **alone).out
    )
    half = empty("check", **OAUTH)
    assert (half.code, half.err) == (1, "Für die Anmeldung mit OAuth2 fehlt noch: OZG_OAUTH_TOKEN_URL.\n")


def test_check_speaks_of_the_mail_of_each_rollout(empty: Ozg) -> None:
    own = empty.home / "config" / "bielefeld-2020" / "settings.toml"
    own.write_text(
        'smtp_url = "smtps://ozg:geheim@mail.bielefeld.example"\ninbox_url = "maildir:post"\nrecipients = ["@bielefeld.example"]\n',
        encoding="utf-8",
    )
    result = empty("check")
    assert result.out.splitlines()[1:] == [
        "Mailserver: nicht eingestellt (OZG_SMTP_URL)",
        "Postfach: nicht eingestellt (OZG_INBOX_URL)",
        "Erlaubte Empfänger: keine – alle Mails werden angehalten (OZG_RECIPIENTS)",
        "bielefeld-2020: eigene Mail (config/bielefeld-2020/settings.toml)",
        "  Mailserver: mail.bielefeld.example:465 (ozg)",
        "  Verbindungen zum Mailserver: höchstens 4 zugleich (OZG_SMTP_CONNECTIONS)",
        "  Postfach: post",
        "  Erlaubte Empfänger: @bielefeld.example",
        "  Hinweis: config/bielefeld-2020/settings.toml: OZG_RECIPIENTS: „@bielefeld.example“ passt auf keine Adresse; gemeint ist wohl „*@bielefeld.example“.",
    ]
    facts = {"smtp": True, "inbox": True, "recipients": ["@bielefeld.example"], "oauth": None}
    assert json.loads(empty("check", "--json").out)["own_mail"] == {"bielefeld-2020": facts}
    own.write_text('smtp_url = "mail.bielefeld.example"\n', encoding="utf-8")
    assert empty("check").err.startswith("config/bielefeld-2020/settings.toml: OZG_SMTP_URL beginnt mit „…“")
    own.write_text('database_url = "x"\n', encoding="utf-8")
    assert empty("check").err.startswith(
        "config/bielefeld-2020/settings.toml:1: Die Einstellung „database_url“ gilt für alle Rollouts"
    )


def test_check_refuses_a_mail_server_it_cannot_read_and_tells_of_clear_text(empty: Ozg) -> None:
    wrong = {"OZG_SMTP_URL": "mail.stadt.example:25", "OZG_INBOX_URL": "imap://ozg:geheim@mail.stadt.example"}
    messages = [
        "OZG_SMTP_URL beginnt mit „…“; möglich sind smtp://, smtp+starttls://, smtps://.",
        "OZG_INBOX_URL: imap:// ist unverschlüsselt und nur auf dem eigenen Rechner erlaubt; bitte imaps:// oder imap+starttls:// für mail.stadt.example verwenden.",
    ]  # fmt: skip
    result = empty("check", **wrong)
    assert (result.code, result.err.splitlines()) == (1, messages)
    problems = json.loads(empty("check", "--json", **wrong).out)["problems"]
    assert problems == [{"file": "", "line": 0, "message": message} for message in messages]
    hint = "OZG_SMTP_URL: smtp:// überträgt Mails unverschlüsselt an mail.stadt.example; besser smtp+starttls:// oder smtps://."
    clear = {"OZG_SMTP_URL": "smtp://mail.stadt.example"}
    assert empty("check", **clear).out.splitlines()[-1] == f"  Hinweis: {hint}"
    assert json.loads(empty("check", "--json", **clear).out)["warnings"] == [hint]


def test_check_tells_one_line_per_cause_and_prepare_the_same_hints(ozg: Ozg, change: Any) -> None:
    change("timeline.yaml", "planned_on: 2020-05-15", "planned_on: 2020-05-16")
    hint = "config/bielefeld-2020/timeline.yaml:58: Die Frist „Rücksendung der Amtslisten an das OZG-Postfach“ fällt auf einen freien Tag (16.05.2020, Samstag); der letzte Arbeitstag davor ist der 15.05.2020."
    assert f"  Hinweis: {hint}\n" in ozg("check").out
    assert f"Hinweis: {hint}\n" in ozg("prepare").out


def test_check_prints_every_mistake_on_its_own_line_with_file_and_line(ozg: Ozg, change: Any) -> None:
    change("timeline.yaml", "2020-03-17", "17.03.2020")
    change("organisation.csv", "amt10@bielefeld.example", "")
    change("rollout.yaml", "city: Stadt Bielefeld", "stadt: Bielefeld")
    result = ozg("check")
    assert (result.code, result.out) == (1, "")
    assert result.err.splitlines() == [
        "config/bielefeld-2020/organisation.csv:8: Amt 10 hat kein Postfach.",
        "config/bielefeld-2020/rollout.yaml:2: „city“ fehlt.",
        "config/bielefeld-2020/rollout.yaml:4: „stadt“ ist hier unbekannt.",
        "config/bielefeld-2020/timeline.yaml:11: „milestones.0.planned_on“: „17.03.2020“ ist kein Datum (JJJJ-MM-TT).",
    ]


def test_check_json_holds_the_same_mistakes(ozg: Ozg, change: Any) -> None:
    change("organisation.csv", "amt10@bielefeld.example", "")
    result = ozg("check", "--json")
    assert result.code == 1
    problem = {"file": "config/bielefeld-2020/organisation.csv", "line": 8, "message": "Amt 10 hat kein Postfach."}
    assert json.loads(result.out) == {"ok": False, "problems": [problem]}


def test_a_mistake_in_the_settings_is_named_with_its_line(empty: Ozg) -> None:
    (empty.home / "config" / "settings.toml").write_text('recipients = []\nsmpt_url = "x"\n', encoding="utf-8")
    result = empty("check")
    assert (result.code, result.err) == (1, "config/settings.toml:2: Die Einstellung „smpt_url“ ist unbekannt.\n")


@pytest.mark.parametrize(
    "command",
    [
        *("status", "announce", "send-lists", "collect", "remind", "evaluate", "present", "start-implementation", "track"),
        *("deliver", "run-day", "milestone list", "mail list", "inbox list", "case list", "lists export x", "preview reminder"),
        *("db check", "db backup x"),
    ],
)
def test_no_step_works_before_the_workspace_is_prepared(empty: Ozg, command: str) -> None:
    result = empty(*command.split())
    assert (result.code, result.out, result.err) == (1, "", NOT_PREPARED)
    assert not (empty.home / "var" / "ozg.db").exists()


def test_a_database_without_tables_is_not_prepared_either(empty: Ozg) -> None:
    (empty.home / "var" / "ozg.db").touch()
    assert (empty("status").code, empty("status").err) == (1, NOT_PREPARED)


def test_a_migrated_database_without_the_rollout_is_not_prepared_either(empty: Ozg) -> None:
    assert empty("db", "upgrade").out == "Die Datenbank ist auf dem neuesten Stand.\n"
    assert (empty("status").code, empty("status").err) == (1, NOT_PREPARED)


def test_prepare_loads_once_and_then_changes_nothing(empty: Ozg) -> None:
    first, second = empty("prepare"), empty("prepare", "--json")
    assert (first.code, second.code) == (0, 0)
    assert "  Leistungen: 161 neu, 0 geändert, 0 entfallen\n" in first.out
    assert json.loads(second.out)["changed"] is False


def filtered(ozg: Ozg) -> tuple[Path, str]:
    """Save the catalogue as a filter leaves it: three rows."""
    path = ozg.home / "config" / "bielefeld-2020" / "catalogue.csv"
    whole = path.read_text(encoding="utf-8")
    path.write_text("".join(whole.splitlines(keepends=True)[:4]), encoding="utf-8")
    return path, whole


def test_a_filtered_catalogue_is_shown_refused_and_loaded_when_somebody_says_so(ozg: Ozg) -> None:
    assert ozg("send-lists", "--no-deliver", "--today", "2020-03-25").code == 0
    rows = lambda: sum(item["rows"] for item in json.loads(ozg("status", "--json").out)["lists"])  # noqa: E731 - one line says it
    path, whole = filtered(ozg)
    shown, machine = ozg("prepare", "--preview"), ozg("prepare", "--preview", "--json")
    assert (shown.code, rows()) == (0, 161)
    assert "  Entfallene Leistungen (158):\n" in shown.out
    assert "und 138 weitere" in shown.out
    assert len([c for c in json.loads(machine.out)["consequences"] if c["kind"] == "service_gone"]) == 158
    refused = ozg("prepare")
    assert (refused.code, refused.out, rows()) == (1, "", 161)
    assert refused.err.startswith("Diese Dateien nähmen 158 Leistungen aus Listen")
    assert (ozg("prepare", "--yes").code, rows()) == (0, 3)
    path.write_text(whole, encoding="utf-8")
    assert (ozg("prepare").code, rows()) == (0, 161)
    assert len(list((ozg.home / "var" / "backups").glob("before-prepare-*.db"))) == 2
    assert "Alle Amtslisten sind bereits verschickt" in ozg("send-lists", "--no-deliver", "--today", "2020-04-06").out


def test_files_that_are_not_loaded_are_told_by_check_and_status(ozg: Ozg) -> None:
    hint = "Die Dateien unter config/ sind seit dem letzten Laden geändert"
    assert hint not in ozg("check").out + ozg("status").out
    path = ozg.home / "config" / "bielefeld-2020" / "catalogue.csv"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert f"  Hinweis: bielefeld-2020: {hint}" in ozg("check").out
    assert f"Hinweis: {hint}" in ozg("status").out
    assert any(hint in warning for warning in json.loads(ozg("check", "--json").out)["warnings"])
    assert json.loads(ozg("status", "--json").out)["configuration"] == {"loaded": False}
    assert ozg("prepare").code == 0
    assert hint not in ozg("check").out + ozg("status").out


def test_a_preview_before_the_first_loading_creates_nothing(empty: Ozg) -> None:
    result = empty("prepare", "--preview")
    assert result.code == 0
    assert "Die Datenbank gibt es noch nicht: Sie würde angelegt und alles geladen." in result.out
    assert not (empty.home / "var" / "ozg.db").exists()


def test_prepare_refuses_a_wrong_configuration_and_keeps_the_database(ozg: Ozg, change: Any) -> None:
    change("timeline.yaml", "2020-03-17", "17.03.2020")
    result = ozg("prepare")
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("config/bielefeld-2020/timeline.yaml:11: ")
    assert ozg("status").code == 0


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("status", "Den Rollout „x“ gibt es nicht. Vorhanden: bielefeld-2020.\n"),
        ("prepare", "Den Rollout „x“ gibt es unter config/ nicht.\n"),
    ],
)
def test_an_unknown_rollout_is_named(ozg: Ozg, command: str, message: str) -> None:
    result = ozg(command, "--rollout", "x")
    assert (result.code, result.err) == (1, message)


def test_backup_and_check_of_the_database(ozg: Ozg, tmp_path: Path) -> None:
    target = str(tmp_path / "sicherung.db")
    assert ozg("db", "backup", target).out == f"Gesichert: {target}\n"
    assert ozg("db", "check").out == "Die Datenbank ist in Ordnung.\n"
    assert json.loads(ozg("db", "check", "--json").out) == {"ok": True, "problems": [], "findings": []}
    again = ozg("db", "backup", target)
    assert (again.code, again.err) == (1, f"„{target}“ gibt es schon; bitte einen anderen Namen wählen.\n")


def test_a_database_that_cannot_be_reached_is_something_outside(ozg: Ozg, closed_port: int) -> None:
    result = ozg("status", OZG_DATABASE_URL=f"postgresql+psycopg://ozg:geheim@127.0.0.1:{closed_port}/ozg?connect_timeout=2")
    assert result.code == 3
    assert result.err.startswith("Die Datenbank ist nicht erreichbar: ")
    assert "geheim" not in result.err


@pytest.mark.parametrize("command", ["status", "check", "prepare", "db check", "health"])
def test_a_file_that_is_no_database_is_wrong_and_named(ozg: Ozg, tmp_path: Path, command: str) -> None:
    text = tmp_path / "notizen.txt"
    text.write_text("Einkaufsliste: Milch, Brot und Käse", encoding="utf-8")
    result = ozg(*command.split(), OZG_DATABASE_URL=f"sqlite:///{text}")
    assert (result.code, result.err) == (1, f"„{text}“ ist keine SQLite-Datenbank oder beschädigt.\n")
    assert text.read_text(encoding="utf-8").startswith("Einkaufsliste")


@pytest.mark.parametrize("place", ["fehlt/ozg.db", "."])
def test_a_database_file_that_cannot_be_opened_is_named_in_german(ozg: Ozg, tmp_path: Path, place: str) -> None:
    result = ozg("status", OZG_DATABASE_URL=f"sqlite:///{tmp_path / place}")
    assert result.code == 3
    assert result.err == f"Die Datenbank ist nicht erreichbar: „{tmp_path / place}“ lässt sich nicht öffnen.\n"


def test_a_backup_goes_back_only_into_an_empty_database_or_on_demand(ozg: Ozg, tmp_path: Path) -> None:
    target = str(tmp_path / "sicherung.db")
    ozg("db", "backup", target)
    refused = ozg("db", "restore", target)
    assert refused.code == 1
    assert refused.err.startswith("Die Datenbank ist nicht leer. Mit „--replace“ wird sie ersetzt; vorher wird sie gesichert.")
    replaced = ozg("db", "restore", target, "--replace")
    assert replaced.code == 0
    assert "Die bisherige Datenbank wurde vorher gesichert: " in replaced.out
    assert ozg("db", "check").code == 0
    fresh = ozg("db", "restore", target, "--send-rest", "--json", OZG_DATABASE_URL=f"sqlite:///{tmp_path / 'neu' / 'ozg.db'}")
    assert (fresh.code, json.loads(fresh.out)["changed"]) == (0, True)


def test_a_database_of_another_version_says_what_to_do_and_is_copied_before_it_is_migrated(ozg: Ozg) -> None:
    from ozg_workflow.database.session import make_engine, sqlite_url
    from ozg_workflow.database.upgrade import downgrade

    engine = make_engine(sqlite_url(ozg.home / "var" / "ozg.db"))
    downgrade(engine, "0001")
    engine.dispose()
    assert (ozg("status").code, ozg("db", "backup", "x.db").code) == (1, 1)
    result = ozg("db", "upgrade")
    assert (result.code, result.err) == (0, "")
    first, second = result.out.splitlines()
    assert first.startswith(f"Vorher gesichert: {ozg.home / 'var' / 'sicherungen' / 'ozg-0001-'}")
    assert Path(first.removeprefix("Vorher gesichert: ")).exists()
    assert second == "Die Datenbank ist auf dem neuesten Stand."
    assert ozg("status").code == 0


def test_the_check_names_what_cannot_be_with_what_to_do_and_exits_with_one(ozg: Ozg) -> None:
    (ozg.home / "var").chmod(0o755)
    result = ozg("db", "check")
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith(f"{ozg.home / 'var'}: Andere können das lesen. → chmod -R go= ")
    (finding,) = json.loads(ozg("db", "check", "--json").out)["findings"]
    assert (finding["subject"], finding["hint"]) == (str(ozg.home / "var"), False)


def test_a_workspace_without_the_configuration_works_and_the_check_says_so_as_a_hint(ozg: Ozg) -> None:
    (ozg.home / "config" / "bielefeld-2020").rename(ozg.home / "config" / "anders")
    (ozg.home / "config" / "anders" / "rollout.yaml").unlink()
    result = ozg("db", "check")
    assert (result.code, result.err) == (0, "")
    hint, verdict = result.out.splitlines()
    assert hint.startswith(
        "Hinweis: Konfiguration bielefeld-2020: Es gibt keinen Ordner dafür unter config/. → Den Ordner aus der "
    )
    assert verdict == "Die Datenbank ist in Ordnung."
    assert json.loads(ozg("db", "check", "--json").out)["ok"]


def test_a_folder_that_is_not_named_is_told_before_the_first_mail(empty: Ozg) -> None:
    result = empty("check", OZG_SMTP_URL="dir:", OZG_INBOX_URL="maildir:")
    assert result.code == 1
    assert result.err.splitlines() == [
        "OZG_SMTP_URL nennt keinen Ordner; erwartet wird dir:PFAD.",
        "OZG_INBOX_URL nennt keinen Ordner; erwartet wird maildir:PFAD.",
    ]
