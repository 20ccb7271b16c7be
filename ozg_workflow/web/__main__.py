"""Run the reading room as a process of its own: `python -m ozg_workflow.web --home DIR --port 4201`."""

import argparse
import ctypes
import os
import signal
import sys
from datetime import date
from pathlib import Path

from ozg_workflow.domain.errors import OzgError
from ozg_workflow.web.server import Place, run

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def main() -> int:
    """Serve until the end; return the exit status of the contract."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--cockpit-port", type=int, default=0)
    parser.add_argument("--today", type=date.fromisoformat)
    parser.add_argument("--with-parent", action="store_true", help="ends when the program that started it is gone")
    asked = parser.parse_args()
    if asked.with_parent:
        _end_with_parent()
    try:
        run(asked.home, Place(host=asked.host, port=asked.port, cockpit_port=asked.cockpit_port), asked.today)
    except OzgError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        pass
    return 0


def _end_with_parent() -> None:
    """Let the kernel end this process with the one that started it, however that ends: it would keep the port (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() == 1:  # gone before we could ask
            sys.exit(0)


if __name__ == "__main__":
    sys.exit(main())
