"""Waiting for new mail: look, rest, look again."""

import time
from collections.abc import Callable


class Lookout:
    """Remembers what lay in a mailbox at the last look.

    `look` returns the names of the mails that are not filed; `rest` lets at most so many seconds pass and may return earlier.
    """

    def __init__(self, look: Callable[[], frozenset[str]], rest: Callable[[float], None], *, poll_seconds: float) -> None:
        self._look, self._rest, self._poll_seconds = look, rest, poll_seconds
        self._known: frozenset[str] = frozenset()

    def wait(self, seconds: float) -> bool:
        """Return True as soon as there is a mail that the last look did not see, False after `seconds`."""
        until = time.monotonic() + seconds
        while True:
            seen = self._look()
            new, self._known = seen - self._known, seen
            if new:
                return True
            left = until - time.monotonic()
            if left <= 0:
                return False
            self._rest(min(left, self._poll_seconds))
