"""Makes the error values of an .xls survive the parser, which reads them as blank cells (python-calamine 0.9.1)."""

import re
import struct
from typing import Final

# BErr codes, [MS-XLS] 2.5.10, under the names that xlsx files use
_NAMES: Final = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
# a Formula record ([MS-XLS] 2.4.127) whose cached result is an error: type, length, cell, then 02 ? code ? ? ? FF FF
_FORMULA: Final = re.compile(rb"(\x06\x00.{8})\x02.([\x00\x07\x0f\x17\x1d\x24\x2a]).{3}\xff\xff", re.DOTALL)
# numbers nobody enters stand for the codes on the way through the parser
_STAND_INS: Final = {code: -1.7e308 + code * 1e300 for code in _NAMES}
ERROR_NAMES: Final = {_STAND_INS[code]: name for code, name in _NAMES.items()}


def with_error_numbers(content: bytes) -> bytes:
    """Return the file with each error result of a formula replaced by the number that ERROR_NAMES names."""
    return _FORMULA.sub(lambda found: found[1] + struct.pack("<d", _STAND_INS[found[2][0]]), content)
