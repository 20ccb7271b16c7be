"""Whatever the program writes can be read by its owner only, even under the widest umask."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

from ozg_workflow.workspace.places import create_workspace

COMMANDS = (
    ("init", "{home}"),
    ("prepare",),
    ("run-day", "--today", "2020-03-25"),
    ("evaluate", "--today", "2020-06-02"),
    ("present", "--today", "2020-07-01"),
    ("preview", "reminder"),
    ("lists", "export", "{home}/var/listen"),
    ("db", "backup", "{home}/var/sicherung.db"),
    ("status",),
)
SCRIPT = """
import os, sys
os.umask(0)
from ozg_workflow.cli.app import run
for command in sys.argv[2:]:
    arguments = [a.format(home=sys.argv[1]) for a in command.split()]
    assert run(["--home", sys.argv[1], *arguments]) == 0, command
"""


def _mode(path: Path) -> str:
    return oct(stat.S_IMODE(path.lstat().st_mode))


def test_everything_below_var_and_every_mail_written_to_a_folder_is_private(tmp_path: Path) -> None:
    home = tmp_path / "stadt"
    home.mkdir()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OZG_")}
    environment |= {"OZG_SMTP_URL": f"dir:{home}/var/post", "OZG_RECIPIENTS": "*"}
    commands = [" ".join(command) for command in COMMANDS]
    subprocess.run([sys.executable, "-c", SCRIPT, str(home), *commands], env=environment, check=True, stdout=subprocess.DEVNULL)
    found = sorted((home / "var").rglob("*"))
    names = {path.name for path in found if path.is_file()}
    assert {"ozg.db", "secret.key", "reminder.html", "priorisierung.xlsx", "vorlage.pdf", "sicherung.db"} <= names
    assert any(name.endswith(".eml") for name in names)
    assert any(name.endswith(".xlsx") for name in names)
    assert {path: _mode(path) for path in found if _mode(path) != ("0o700" if path.is_dir() else "0o600")} == {}


def test_a_folder_that_was_open_is_closed(tmp_path: Path) -> None:
    create_workspace(tmp_path, with_templates=False)
    (tmp_path / "var").chmod(0o755)
    create_workspace(tmp_path, with_templates=False)
    assert _mode(tmp_path / "var") == "0o700"
    shutil.rmtree(tmp_path / "var")
