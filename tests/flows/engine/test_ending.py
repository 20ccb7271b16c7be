"""What a run says last reaches the cockpit: it is sent before the server ends."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests.cockpit import clean_environment

PROGRAM = """
import logging, sys
from pathlib import Path
from flows.engine.server import embedded

with embedded(Path(sys.argv[1])):
    from prefect import flow, get_run_logger

    @flow(name="Probe")
    def probe():
        for number in range(300):
            get_run_logger().error("Zeile %s", number)

    probe()
"""


def test_no_line_is_lost_when_a_program_ends_right_after_its_last_run(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, str(tmp_path)]
    done = subprocess.run(command, env=clean_environment(), capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 0, done.stderr
    assert "Error logging" not in done.stderr
    with closing(sqlite3.connect(tmp_path / "var" / "prefect" / "prefect.db")) as connection:
        said = {message for (message,) in connection.execute("SELECT message FROM log")}
    assert {f"Zeile {number}" for number in range(300)} <= said
