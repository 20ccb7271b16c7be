"""`ozg`: the entry of the command line."""

import gc
import sys

YOUNG_OBJECTS = 5_000  # new objects before Python looks for garbage; at its own 700 that takes a twentieth of a large mailbox


def main() -> None:
    """Run one command. Raises SystemExit with its status."""
    gc.disable()  # loading allocates much and frees nothing; collecting meanwhile takes a tenth of the start
    try:
        from ozg_workflow.cli.app import run
    except KeyboardInterrupt:
        print("Abgebrochen, bevor etwas begonnen hat.", file=sys.stderr)
        sys.exit(130)

    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)
    gc.enable()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        sys.exit(run(sys.argv[1:]))
    finally:
        gc.freeze()  # what is left ends with the process; taking it apart piece by piece takes a tenth of a large mailbox
