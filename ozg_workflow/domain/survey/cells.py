"""The cells of a sheet as people fill them in, and the answers that become of them."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.domain.german import composed

Cell = str | float | int | bool | date | datetime | None
Answer = str | int | float

YES_WORDS: Final = frozenset({"ja", "j", "x", "yes", "wahr", "true"})
NO_WORDS: Final = frozenset({"nein", "n", "no", "falsch", "false"})
MOST_BITS: Final = 128  # of a whole number that is written out

_SPACES: Final = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
_EDGES: Final = _SPACES + "\u00ad\u200b\u200c\u200d\u2060\ufeff"  # what copying from web pages leaves around a text
# files hold the English names, German Excel shows these
_ERROR_NAMES: Final = {
    "#N/A": "#NV",
    "#REF!": "#BEZUG!",
    "#VALUE!": "#WERT!",
    "#NUM!": "#ZAHL!",
    "#SPILL!": "#ÜBERLAUF!",
    "#CALC!": "#KALK!",
    "#FIELD!": "#FELD!",
}
_ERROR: Final = re.compile(r"#(?:NV|N/A|GETTING_DATA|[A-ZÄÖÜ]+(?:/0)?[!?])|Err:\d{3}")


def is_blank(cell: Cell) -> bool:
    """Tell whether a cell holds nothing but white space."""
    return cell is None or (isinstance(cell, str) and not cell.strip(_EDGES))


def is_error(cell: Cell) -> bool:
    """Tell whether a cell holds the error of a formula, in the words of Excel or LibreOffice."""
    return isinstance(cell, str) and _ERROR.fullmatch(cell.strip(_EDGES)) is not None


def shown(cell: Cell) -> str:
    """Return a cell as people see it in their sheet."""
    if isinstance(cell, str):
        text = composed(cell.strip(_EDGES))
        return _ERROR_NAMES.get(text, text)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "WAHR" if cell else "FALSCH"
    if isinstance(cell, float):
        return f"{cell + 0.0:.15g}".replace(".", ",")
    if isinstance(cell, datetime):
        return german.short_date(cell.date())
    return german.short_date(cell) if isinstance(cell, date) else _whole(cell)


def _whole(number: int) -> str:
    # Python refuses to write a whole number of thousands of digits
    return str(number) if number.bit_length() <= MOST_BITS else f"{Decimal(number):.14E}".replace(".", ",")


def plain_number(value: float) -> str:
    """Return a number with a comma and never with an exponent, so that it can be read back."""
    return f"{Decimal(str(value)):f}".replace(".", ",")
