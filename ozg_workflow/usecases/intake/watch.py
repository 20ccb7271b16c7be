"""Keep reading the mailbox: collect, wait for the next mail, collect again."""

import logging
from collections.abc import Callable
from threading import Event
from typing import Final

from ozg_workflow.domain.errors import InputError, OzgError
from ozg_workflow.usecases.step.context import Context

log = logging.getLogger(__name__)

ROUND_SECONDS: Final = 300.0  # also without new mail: what waits in the outbox for another attempt is due now and then
PAUSE_SECONDS: Final = 30.0
LONGEST_PAUSE_SECONDS: Final = 600.0


def watch(
    ctx: Context,
    *,
    collect_once: Callable[[], None],
    stop: Event,
    tell: Callable[[str], None],
    round_seconds: float = ROUND_SECONDS,
    pause_seconds: float = PAUSE_SECONDS,
) -> None:
    """Run `collect_once` whenever something may have arrived, at least every `round_seconds`, until `stop` is set or Ctrl-C.

    A failing round is told and tried again after `pause_seconds`, twice as long after each further failure (at most ten
    minutes). Raises InputError only before the first round has succeeded: then the settings are wrong.
    """
    failures, proven = 0, False
    try:
        with ctx.open_inbox() as inbox:
            while not stop.is_set():
                try:
                    collect_once()
                    proven = True
                    inbox.wait(round_seconds)
                    failures = 0
                except Exception as error:
                    if isinstance(error, InputError) and not proven:
                        raise
                    pause = min(pause_seconds * 2**failures, LONGEST_PAUSE_SECONDS)
                    failures = min(failures + 1, 16)
                    tell(_complaint(error, pause))
                    stop.wait(pause)
    except KeyboardInterrupt:
        tell("Beendet.")


def _complaint(error: Exception, pause: float) -> str:
    if not isinstance(error, OzgError):
        log.error("a round failed", exc_info=error)
    reason = str(error) if isinstance(error, OzgError) else f"Unerwarteter Fehler ({type(error).__name__})."
    return f"{reason} Der nächste Versuch folgt in {pause:.0f} Sekunden."
