"""What the parser's process and its caller agree on; the caller loads nothing of what reads foreign files."""

from typing import Final

OK: Final = 0
REFUSED: Final = 1
LENGTH_BYTES: Final = 8
