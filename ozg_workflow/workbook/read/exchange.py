"""What the parser's process and its caller agree on; the caller loads nothing of what reads foreign files."""

from typing import Final

OK: Final = 0
REFUSED: Final = 1
LENGTH_BYTES: Final = 8
COMMENT: Final = "comment"
STRUCK_OUT: Final = "struck_out"
BESIDE: Final = "beside"  # a text box
SHOWN: Final = "shown"  # the text is what people see in the cell
FORMAT: Final = "format"  # the text is a number format that shows more than the number
MERGED: Final = "merged"  # the value stands in a cell that reaches over several lines


def raised(text: str) -> str:
    """Return superscript text as it is quoted: `300` with a small 1 is no 3001."""
    return f"^{text.strip()}"


def struck_out(text: str) -> str:
    """Return struck-through text as it is quoted."""
    return f"[gestrichen: {text.strip()}]"
