"""Characters that have no place in a setting or a cell, because they would end a header line of a mail or a line of a log, or in an address."""

import unicodedata
from typing import Final

from ozg_workflow.domain.late_pattern import late

ADDRESS: Final = late(r"[^@\s,:;<>()\[\]\"]+@[^@\s,:;<>()\[\]\".]+(?:\.[^@\s,:;<>()\[\]\".]+)+")
LINE_BREAKS = "\r\n"


def has_control_characters(value: object, *, allowed: str = "") -> bool:
    """Tell whether a text (or one in a list) has a line break, a NUL or another control character that is not `allowed`."""
    if isinstance(value, list):
        return any(has_control_characters(item, allowed=allowed) for item in value)
    if not isinstance(value, str) or value.isprintable():  # most are, and that is a hundred times faster to know
        return False
    return any(unicodedata.category(c) in ("Cc", "Zl", "Zp") and c not in allowed for c in value)
