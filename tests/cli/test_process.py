"""What only shows in a process of its own: what is loaded, pipes, and the output of a terminal without UTF-8."""

import json
import os
import subprocess
import sys
from pathlib import Path

HEAVY = (
    "prefect",
    "xlsxwriter",
    "openpyxl",
    "typst",
    "pptx",
    "icalendar",
    "css_inline",
    "python_calamine",
    "alembic",
    "imapclient",
    "sqlalchemy.dialects.postgresql",
    "holidays.countries",
    "ozg_workflow.database.audit_chain",
    "ozg_workflow.database.models.clearing",
    "ozg_workflow.database.models.decisions",
    "ozg_workflow.domain.plan.timeline",
    "ozg_workflow.domain.post.intent",
)
LOADED = f"""
import json, sys
sys.argv = ["ozg", "status", "--json"]
from ozg_workflow.cli.main import main
try:
    main()
except SystemExit as end:
    print(json.dumps([end.code, [name for name in {HEAVY!r} if name in sys.modules]]), file=sys.stderr)
"""


def _environment(home: Path, **more: str) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith(("OZG_", "PYTHONUNBUFFERED"))}
    return own | {"OZG_HOME": str(home)} | more


def _run(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from ozg_workflow.cli.main import main; main()", *arguments]
    return subprocess.run(command, env=_environment(home, **environment), capture_output=True, check=False)


def test_the_status_loads_none_of_the_heavy_libraries(prepared_home: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-c", LOADED], env=_environment(prepared_home), capture_output=True, text=True, check=True
    )
    assert json.loads(found.stderr) == [0, []]
    assert json.loads(found.stdout)["rollout"] == "bielefeld-2020"


def test_a_reader_that_stops_early_is_no_error(prepared_home: Path) -> None:
    command = [sys.executable, "-c", "from ozg_workflow.cli.main import main; main()", "db", "check"]
    process = subprocess.Popen(command, env=_environment(prepared_home), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    error = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), error) == (0, b"")


def test_umlauts_survive_a_terminal_without_utf_8(prepared_home: Path) -> None:
    result = _run(prepared_home, "status", "--rollout", "x", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert result.returncode == 1
    assert result.stderr.decode() == "Den Rollout „x“ gibt es nicht. Vorhanden: bielefeld-2020.\n"


def test_a_command_leaves_one_file_of_the_database_behind(tmp_path: Path) -> None:
    assert [_run(tmp_path, *words).returncode for words in (("init", str(tmp_path)), ("prepare",))] == [0, 0]
    assert [path.name for path in sorted((tmp_path / "var").glob("ozg.db*"))] == ["ozg.db"]
