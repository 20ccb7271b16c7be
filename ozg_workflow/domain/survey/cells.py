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
LONGEST_SILENCE: Final = 40  # characters
UNKNOWN: Final = "unknown"  # stored where an office says that it does not know
UNKNOWN_WORD: Final = "unbekannt"

_NOTHING_WORDS: Final = "/ // ./. entfällt entfällt. entfaellt entf entf. n/a n/a. n.a. k.a. trifft_nicht_zu nicht_zutreffend keine_angabe keine_angaben"
_UNKNOWN_WORDS: Final = (
    "unbekannt unbek unbek. unknown nicht_bekannt uns_nicht_bekannt k.a. ka keine_angabe keine_angaben keine_angabe_möglich "
    "keine_angaben_möglich keine_daten keine_daten_vorhanden keine_zahlen keine_zahlen_vorhanden nicht_ermittelbar "
    "nicht_bezifferbar nicht_erfasst wird_nicht_erfasst nicht_erhoben wird_nicht_erhoben weiss_nicht weiss_ich_nicht"
)
_NOTHING: Final = frozenset(_NOTHING_WORDS.split())
_NOT_KNOWN: Final = frozenset(_UNKNOWN_WORDS.split())
_DASH: Final = r"[-\u2010-\u2015\u2212\ufe58\ufe63\uff0d_]{1,40}"  # every hyphen and dash a keyboard or Word writes
_DASHES: Final = re.compile(rf"\(?{_DASH}(?:[ /.]{_DASH}){{0,9}}\)?")
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
NOT_CALCULATED: Final = "#FORMEL!"  # stands for the value of a formula that the file does not hold
_ERROR: Final = re.compile(r"#(?:NV|N/A|GETTING_DATA|[A-ZÄÖÜ]+(?:/0)?[!?])|Err:\d{3}")


def is_blank(cell: Cell) -> bool:
    """Tell whether a cell holds nothing but white space."""
    return cell is None or (isinstance(cell, str) and not cell.strip(_EDGES))


def is_error(cell: Cell) -> bool:
    """Tell whether a cell holds the error of a formula, in the words of Excel or LibreOffice."""
    return isinstance(cell, str) and _ERROR.fullmatch(cell.strip(_EDGES)) is not None


def is_not_calculated(cell: Cell) -> bool:
    """Tell whether a cell holds a formula whose value was not saved with it."""
    return isinstance(cell, str) and cell.strip(_EDGES) == NOT_CALCULATED


def says_nothing(cell: Cell) -> bool:
    """Tell whether a cell says that there is nothing to say: a dash, `entfällt`, `k. A.`."""
    return isinstance(cell, str) and (_word(cell) in _NOTHING or _DASHES.fullmatch(cell.strip(_EDGES)) is not None)


def says_unknown(cell: Cell) -> bool:
    """Tell whether a cell says that the answer is not known: `unbekannt`, `k. A.`, `keine Angabe möglich`."""
    return isinstance(cell, str) and _word(cell) in _NOT_KNOWN


def _word(text: str) -> str:
    if len(text) > LONGEST_SILENCE:
        return text
    wanted = german.normalise(text.strip(_EDGES)).replace(". ", ".").replace(" ", "_")
    return f"{wanted}." if wanted in ("k.a", "n.a") else wanted


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
