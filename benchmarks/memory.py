"""Peak memory of `ozg collect` with its parser process: a mailbox of 1 000 returns, and one mail of 25 MB."""

import json
import mailbox
import subprocess
import sys
import time
from collections.abc import Iterable

import psutil

from benchmarks.builds import peak_bytes
from benchmarks.returns import SENT_ON, filled_lists, reply_mail, write_catalogue
from benchmarks.rows import Row, megabytes
from benchmarks.world import prepared

RETURNS = 1000
BALLAST = 18_000_000  # bytes; 25 MB in base64


def rows() -> Iterable[Row]:
    """Measure both mailboxes."""
    return (
        _collect("1 000 Rückläufe zu je 100 Zeilen einsammeln", RETURNS, 0, 300),
        _collect("Eine Mail von 25 MB einsammeln", 1, BALLAST, 400),
    )


def _collect(name: str, returns: int, ballast: int, limit: int) -> Row:
    with prepared(smtp_url="", change=write_catalogue) as app:
        lists = filled_lists(app)
        box = mailbox.Maildir(str(app.home / "box"), create=True)
        for n in range(returns):
            box.add(reply_mail(n, *lists[n % len(lists)], ballast=ballast))
        app.engine.dispose()
        environment = {"OZG_INBOX_URL": f"maildir:{app.home / 'box'}", "OZG_RECIPIENTS": "*", "PATH": ""}
        command = [sys.executable, "-c", "from ozg_workflow.cli.main import main; main()", "--home", str(app.home)]
        command += ["collect", "--no-deliver", "--today", SENT_ON.isoformat(), "--json"]
        started = time.perf_counter()
        with (app.home / "output.json").open("w+", encoding="utf-8") as output:
            process = subprocess.Popen(command, stdout=output, env=environment)
            peak = peak_bytes(psutil.Process(process.pid))
            seconds = time.perf_counter() - started
            output.seek(0)
            assert json.load(output)["figures"]["returns"] == returns
    return megabytes(name, peak / 1e6, limit=limit, seconds=seconds)
