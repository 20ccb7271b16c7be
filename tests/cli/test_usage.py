"""Wrong usage is answered with one German sentence and exit status 2."""

import re
from pathlib import Path

import pytest

from ozg_workflow import __version__
from tests.cli.conftest import Ozg


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("statsu", "Den Befehl „statsu“ gibt es nicht. Meinten Sie „status“?"),
        ("quatsch", "Den Befehl „quatsch“ gibt es nicht. „ozg --help“ zeigt alle Befehle."),
        ("milestone lisst", "Den Befehl „lisst“ gibt es nicht. Meinten Sie „list“?"),
        ("status --quatsch", "Die Option „--quatsch“ gibt es nicht."),
        ("status --jsn", "Die Option „--jsn“ gibt es nicht. Meinten Sie „--json“?"),
        ("status --today", "Zur Option „--today“ fehlt der Wert."),
        ("status --json=3", "Die Option „--json“ erwartet keinen Wert."),
        ("status x y", "Zu viele Angaben: x y"),
        ("milestone done", "Es fehlt die Angabe KEY."),
        ("case decide 1", "Es fehlt die Angabe --office oder --none."),
        ("mail show abc", "Die Angabe NR ist nicht gültig: „abc“ ist keine ganze Zahl."),
        ("demo --seed abc", "Die Angabe --seed ist nicht gültig: „abc“ ist keine ganze Zahl."),
        (
            "mail show 99999999999999999999",
            "Die Angabe NR ist nicht gültig: 99999999999999999999 ist zu groß, höchstens 2147483647 ist möglich.",
        ),
        (
            "case reopen 4294967296 --note x",
            "Die Angabe FALL… ist nicht gültig: 4294967296 ist zu groß, höchstens 2147483647 ist möglich.",
        ),
        ("serve --port 70000", "Die Angabe --port ist nicht gültig: 70000 ist zu groß, höchstens 65535 ist möglich."),
        ("serve --port 0", "Die Angabe --port ist nicht gültig: 0 ist kleiner als 1."),
        ("status --today 9999-12-31", "--today: „9999-12-31“ liegt nicht zwischen 1900 und 2999; bitte das Jahr prüfen."),
        ("status --today 0020-03-25", "--today: „0020-03-25“ liegt nicht zwischen 1900 und 2999; bitte das Jahr prüfen."),
        ("--home", "Zur Option „--home“ fehlt der Wert."),
    ],
)
def test_wrong_usage_is_told_in_german(empty: Ozg, arguments: str, message: str) -> None:
    result = empty(*arguments.split())
    assert (result.code, result.out, result.err) == (2, "", message + "\n")


@pytest.mark.parametrize("group", ["milestone", "mail", "inbox", "case", "lists", "db"])
def test_a_group_without_a_command_shows_its_commands_and_is_wrong_usage(empty: Ozg, group: str) -> None:
    result = empty(group)
    assert result.code == 2
    assert f"Aufruf: ozg {group}" in result.out + result.err


def test_the_help_is_german_and_knows_every_command_of_the_contract(empty: Ozg) -> None:
    result = empty("--help")
    assert result.code == 0
    promised = (
        "init check demo serve prepare announce send-lists collect remind evaluate present start-implementation track deliver"
    )
    for command in [*promised.split(), "run-day", "status", "milestone", "mail", "inbox", "case", "lists", "preview", "db"]:
        assert re.search(rf"│ {command} ", result.out), command
    assert not re.search(r"Usage|Options|Commands|Show this message", result.out)


def test_the_version_is_shown(empty: Ozg) -> None:
    assert empty("--version").out == f"ozg-workflow {__version__}\n"


def test_a_workspace_that_does_not_exist_says_how_to_make_one(empty: Ozg, tmp_path: Path) -> None:
    result = empty("--home", str(tmp_path / "nirgends"), "status")
    assert (result.code, result.out) == (1, "")
    assert (
        result.err
        == f"Das Arbeitsverzeichnis „{tmp_path}/nirgends“ gibt es nicht. Mit „ozg init {tmp_path}/nirgends“ wird es angelegt.\n"
    )


@pytest.mark.parametrize("text", ["25.03.2020", "2020-02-31"])
def test_a_wrong_day_is_named(ozg: Ozg, text: str) -> None:
    result = ozg("status", "--today", text)
    assert result.code in (1, 2)
    assert result.err == f"--today: „{text}“ ist kein Datum im Format JJJJ-MM-TT.\n"


def test_a_wrong_day_in_the_environment_is_named(ozg: Ozg) -> None:
    result = ozg("status", OZG_TODAY="heute")
    assert (result.code, result.err) == (1, "OZG_TODAY: „heute“ ist kein Datum im Format JJJJ-MM-TT.\n")


def test_settling_a_mail_needs_exactly_one_decision(ozg: Ozg) -> None:
    for options in ((), ("--sent", "--resend")):
        result = ozg("mail", "settle", "1", *options)
        assert result.code in (1, 2)
        assert result.err.startswith("Bitte genau eines angeben: --sent")


def test_an_argument_that_is_no_utf_8_is_told(ozg: Ozg) -> None:
    result = ozg("answers", "list", "--service", "B\udcfcrgeramt")
    assert (result.code, result.out) == (2, "")
    assert result.err == "Die Eingabe enthält Zeichen, die kein UTF-8 sind; bitte das Terminal auf UTF-8 stellen.\n"


def test_a_pretended_day_no_plan_reaches_is_told(empty: Ozg) -> None:
    result = empty("status", OZG_TODAY="9999-12-31")
    assert (result.code, result.err) == (
        1,
        "OZG_TODAY: „9999-12-31“ liegt nicht zwischen 1900 und 2999; bitte das Jahr prüfen.\n",
    )


@pytest.mark.parametrize(
    "arguments",
    [
        "answers export {}",
        "audit --csv {}",
        "mail show 1 --save {}",
        "lists export {}",
        "privacy export amt33@bielefeld.example {}",
        "db backup {}",
    ],
)
def test_a_place_below_a_file_is_named_with_the_reason_in_german(sent: Ozg, tmp_path: Path, arguments: str) -> None:
    (tmp_path / "datei").write_text("")
    result = sent(*arguments.format(tmp_path / "datei" / "x.csv").split())
    assert result.code == 1
    assert result.err.startswith(f"„{tmp_path / 'datei'}")
    assert "kein Ordner" in result.err or "dort liegt schon etwas" in result.err
    assert "Errno" not in result.err


@pytest.mark.parametrize("arguments", ["import catalogue {}", "board import {}"])
def test_a_folder_in_place_of_a_file_is_told_in_german(ozg: Ozg, tmp_path: Path, arguments: str) -> None:
    result = ozg(*arguments.format(tmp_path).split())
    assert (result.code, "das ist ein Ordner" in result.err) == (1, True), result.err


def test_a_secret_that_is_not_where_it_should_be_is_told_in_german(empty: Ozg, tmp_path: Path) -> None:
    result = empty("check", OZG_SMTP_URL_FILE=str(tmp_path / "nix"))
    assert result.err == f"OZG_SMTP_URL_FILE: Die Datei {tmp_path / 'nix'} ist nicht lesbar (Datei oder Ordner gibt es nicht).\n"


def test_ctrl_c_ends_with_a_sentence(ozg: Ozg, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ozg_workflow.cli.setup.workspace", interrupted)
    stopped = ozg("check")
    assert (stopped.code, stopped.err) == (
        130,
        "Abgebrochen. Es ist nichts verloren; der Schritt kann erneut ausgeführt werden.\n",
    )
