"""Makes what an .xls says about its formulas survive the parser: their errors, and results that were never worked out.

The parser reads errors as blank cells (python-calamine 0.9.1). LibreOffice (7.4) writes many formulas whose result is a text
as Formula records with the number 0 and no String record.
"""

import re
import struct
from typing import Final

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.domain.survey.cells import NOT_CALCULATED

# BErr codes, [MS-XLS] 2.5.10, under the names that xlsx files use
_NAMES: Final = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
# a Formula record ([MS-XLS] 2.4.127) whose cached result is an error: type, length, cell, then 02 ? code ? ? ? FF FF
_FORMULA: Final = late(rb"(\x06\x00.{8})\x02.([\x00\x07\x0f\x17\x1d\x24\x2a]).{3}\xff\xff", re.DOTALL)
# one whose cached result is the number 0: type, length, cell, result, flags, length of the formula
_ZERO: Final = late(rb"(\x06\x00(..).{6})\x00{8}.{6}(..)", re.DOTALL)
_HEAD: Final = 22  # bytes of a Formula record before the formula
# the BOF record of all files by LibreOffice: workbook, build 3515 of 1996. Excel itself stores the texts it shows
_LIBREOFFICE: Final = b"\x09\x08\x10\x00\x00\x06\x05\x00\xbb\x0d\xcc\x07"
# the last token of a formula ([MS-XLS] 2.5.198) that makes it a number: + - * / ^ and the signs; a sum; functions
_ARITHMETIC: Final = frozenset({0x03, 0x04, 0x05, 0x06, 0x07, 0x12, 0x13, 0x14})
_SUM: Final = b"\x19\x10"
_FUNCTIONS: Final = frozenset({0x21, 0x41, 0x61})
_VARIABLE_FUNCTIONS: Final = frozenset({0x22, 0x42, 0x62})
# COUNT SUM AVERAGE MIN MAX INT ABS ROUND PRODUCT COUNTA ROUNDUP ROUNDDOWN SUMPRODUCT SUMIF COUNTIF, [MS-XLS] 2.5.198.17
_NUMERIC: Final = frozenset({0, 4, 5, 6, 7, 24, 25, 27, 169, 183, 212, 213, 228, 345, 346})
# numbers nobody enters stand for the names on the way through the parser
_STAND_INS: Final = {code: -1.7e308 + code * 1e300 for code in _NAMES}
_NO_RESULT: Final = -1.6e308
ERROR_NAMES: Final = {_STAND_INS[code]: name for code, name in _NAMES.items()} | {_NO_RESULT: NOT_CALCULATED}


def with_error_numbers(content: bytes) -> bytes:
    """Return the file with each error, and each result that is missing, replaced by the number that ERROR_NAMES names."""
    content = _FORMULA.sub(lambda found: found[1] + struct.pack("<d", _STAND_INS[found[2][0]]), content)
    return _ZERO.sub(_with_doubt, content) if _LIBREOFFICE in content else content


def _with_doubt(found: re.Match[bytes]) -> bytes:
    """Replace a result of 0 unless the formula can only be a number."""
    length, size = (int.from_bytes(found[n], "little") for n in (2, 3))
    formula = found.string[found.end() : found.end() + size]
    if not size or length < _HEAD + size or _is_number(formula):
        return found[0]
    return found[1] + struct.pack("<d", _NO_RESULT) + found[0][len(found[1]) + 8 :]


def _is_number(formula: bytes) -> bool:
    if formula[-1] in _ARITHMETIC or formula[-4:-2] == _SUM:
        return True
    function = int.from_bytes(formula[-2:], "little")
    called = formula[-3:-2] and formula[-3] in _FUNCTIONS, formula[-4:-3] and formula[-4] in _VARIABLE_FUNCTIONS
    return any(called) and function in _NUMERIC
