"""What a spreadsheet does for a column, as plain data: the check of its cells and how they look."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Check(StrEnum):
    """What a spreadsheet can check of a cell, by the names of the file format (ECMA-376, ST_DataValidationType)."""

    ANY = "any"  # nothing
    LIST = "list"  # one of the choices
    WHOLE = "whole"  # a whole number from minimum to maximum
    DECIMAL = "decimal"  # a number from minimum to maximum
    DATE = "date"  # a day from minimum to maximum


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRule:
    """What the spreadsheet checks while a cell is filled in, and the German sentence where something else is entered.

    `minimum` and `maximum` are both included, and given together. `also` is a word that is right, too. `strict` refuses other entries; otherwise the office
    is only warned, and what it writes all the same is understood or asked again when the list comes back.
    """

    check: Check
    choices: tuple[str, ...] = ()
    minimum: float | date | None = None
    maximum: float | date | None = None
    also: str = ""
    message: str = ""
    strict: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CellLook:
    """How the cells of a column look: a number format in the English form of the file format, `align` as `left` or `right`.

    `rounds`: the format may hide digits, so a refused number is shown without it, as it was entered.
    """

    number_format: str = ""
    align: str = ""
    rounds: bool = False


AS_TEXT = CellLook(number_format="@")
AS_DAY = CellLook(number_format="dd.mm.yyyy", align="left")
