"""What the parser's process and its caller agree on; the caller loads nothing of what reads foreign files."""

from typing import Final

OK: Final = 0
REFUSED: Final = 1
LENGTH_BYTES: Final = 8
COMMENT: Final = "comment"
STRUCK_OUT: Final = "struck_out"


def struck_out(text: str) -> str:
    """Return struck-through text as it is quoted."""
    return f"[gestrichen: {text.strip()}]"
