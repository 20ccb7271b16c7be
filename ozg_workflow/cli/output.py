"""German output: results of steps, tables, errors. Results go to stdout, errors to stderr."""

import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from ozg_workflow.usecases.step.result import StepResult

PATIENCE_SECONDS: Final = 2.0
SHOW_SECONDS: Final = 1.0
NOTHING_TO_DO: Final = "Nichts zu tun: Es ist schon alles so."


def print_json(data: Any) -> None:
    """Print JSON data."""
    print(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def print_result(result: "StepResult", *, as_json: bool, preview: bool = False) -> None:
    """Print what a step did."""
    if as_json:
        print_json(result.as_json())
        return
    say(f"{result.title}" + (" (Vorschau, nichts wird geändert)" if preview else ""))
    for line in result.lines or (() if result.mails else (NOTHING_TO_DO,)):
        say(f"  {line}")
    if preview:
        for mail in result.mails:
            say(f"  An: {', '.join(mail.recipients)}")
            say(f"      Betreff: {mail.subject}")
            for name in mail.attachments:
                say(f"      Anhang: {name}")


def say(text: str) -> None:
    """Print a line."""
    print(text)


def complain(text: str) -> None:
    """Print an error to stderr."""
    print(text, file=sys.stderr)


def show_progress(title: str) -> Callable[[float], None]:
    """Return a function that shows on stderr how much is done, but only of what takes long, and not too often."""
    started = shown = time.monotonic()

    def show(share: float) -> None:
        nonlocal shown
        now = time.monotonic()
        if now - started > PATIENCE_SECONDS and now - shown > SHOW_SECONDS:
            complain(f"{title}: {share:.0%}")
            shown = now

    return show


def print_table(heads: Sequence[str], rows: Iterable[Sequence[object]], *, empty: str) -> None:
    """Print a table that fits the terminal; cells wrap."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    cells = [[str(cell) for cell in row] for row in rows]
    if not cells:
        say(empty)
        return
    table = Table(*heads, box=box.SIMPLE_HEAD, pad_edge=False)
    for row in cells:
        table.add_row(*row)
    console = Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else 140)
    console.print(table)
