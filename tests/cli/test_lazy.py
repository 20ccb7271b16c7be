"""Nothing is loaded before it is needed: the help, the version, the completion and wrong usage do without the database."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from ozg_workflow.cli.lazy import load
from ozg_workflow.cli.table import COMMANDS, CommandRow, Panel
from tests.cli.conftest import Ozg

HEAVY = ("sqlalchemy", "pydantic", "jinja2", "prefect", "yaml", "ozg_workflow.bootstrap")
LOADED = f"""
import json, sys
from ozg_workflow.cli.main import main
try:
    main()
except SystemExit as end:
    print(json.dumps([end.code, [name for name in {HEAVY!r} if name in sys.modules]]), file=sys.stderr)
"""


def _run(*arguments: str, **more: str) -> tuple[str, int, list[str]]:
    """Return what a process of its own printed, how it ended, and which heavy libraries it had loaded."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("OZG_")}
    done = subprocess.run([sys.executable, "-c", LOADED, *arguments], env=own | more, capture_output=True, text=True, check=True)
    code, loaded = json.loads(done.stderr.splitlines()[-1])
    return done.stdout, code, loaded


def _completed(words: str) -> list[str]:
    told, code, loaded = _run(_OZG_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=str(len(words.split(" ")) - 1))
    assert (code, loaded) == (0, [])
    return told.split()


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("--help",), 0),
        (("--version",), 0),
        (("statsu",), 2),
        (("status", "--jsn"), 2),
        (("mail", "--help"), 0),
        (("run-day", "--help"), 0),
        (("milestone", "done"), 2),
        (("answers", "list", "--quatsch"), 2),
        (("case", "decide", "1"), 2),
        (("mail", "release"), 2),
        (("inbox", "retry"), 2),
        (("status", "--today", "morgen"), 2),
        (("send-lists", "--today", "morgen"), 2),
    ],
)
def test_the_database_is_not_loaded_for(arguments: Sequence[str], status: int) -> None:
    _, code, loaded = _run(*arguments)
    assert (code, loaded) == (status, [])


def test_the_tabulator_completes_commands_groups_and_options() -> None:
    assert _completed("ozg st") == ["status", "start-implementation"]
    assert _completed("ozg mail re") == ["release", "resume", "retry"]
    assert _completed("ozg --home x status --to") == ["--today"]


def test_the_completion_is_set_up_in_german(empty: Ozg, tmp_path: Path) -> None:
    told = empty("--install-completion", "bash", HOME=str(tmp_path), _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
    assert told.out == "Die Vervollständigung mit der Tabulatortaste ist eingerichtet; sie wirkt in jedem neuen Terminal.\n"
    assert "ozg" in (tmp_path / ".bashrc").read_text(encoding="utf-8")


def test_the_lines_for_the_shell_are_shown(empty: Ozg) -> None:
    told = empty("--show-completion", "bash", _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("_ozg_completion()")


@pytest.mark.parametrize("option", ["--show-completion", "--install-completion"])
def test_a_shell_nobody_completes_for_is_told_in_german(option: str, tmp_path: Path) -> None:
    command = f'"{sys.executable}" -c "from ozg_workflow.cli.main import main; main()" {option}; exit $?'
    told = subprocess.run(
        ["sh", "-c", command], env=os.environ | {"HOME": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr == (
        "Für diese Shell gibt es keine Vervollständigung. Möglich sind bash, zsh, fish und PowerShell; bitte dort aufrufen.\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("row", COMMANDS, ids=lambda row: row.name)
def test_every_row_of_the_table_leads_to_its_command(row: CommandRow) -> None:
    command = load(row)
    assert (command.name, command.help) == (row.name, row.help)


def test_the_help_is_arranged_by_task(empty: Ozg) -> None:
    text = empty("--help").out
    places = [text.index(f"─ {panel} ─") for panel in Panel]
    assert places == sorted(places)
    assert text.index(f"─ {Panel.DAY} ─") < text.index("│ run-day ") < text.index(f"─ {Panel.SURVEY} ─") < text.index("│ remind ")


@pytest.mark.parametrize("row", COMMANDS, ids=lambda row: row.name)
def test_only_ozg_itself_sets_up_the_completion(row: CommandRow) -> None:
    """Typer adds it to a command that stands alone, in English and for a program called like the command."""
    assert {option.name for option in load(row).params} & {"install_completion", "show_completion"} == set()
