"""Files as macOS packs them for systems without resource forks: AppleSingle and AppleDouble (RFC 1740)."""

import struct
from typing import Final

SINGLE: Final = b"\x00\x05\x16\x00"
DOUBLE: Final = b"\x00\x05\x16\x07"  # the fork alone, beside a file of the same name
ENTRIES_AT: Final = 24
DATA_FORK: Final = 1
MOST_ENTRIES: Final = 100


def is_fork(content: bytes) -> bool:
    """Tell whether a file is only what macOS notes beside the file itself."""
    return content.startswith(DOUBLE)


def data_fork(content: bytes) -> bytes:
    """Return the file itself out of an AppleSingle; empty when it holds none. Any other content comes back as it is."""
    if not content.startswith(SINGLE):
        return content
    count = int.from_bytes(content[ENTRIES_AT : ENTRIES_AT + 2], "big")
    entries = content[ENTRIES_AT + 2 :][: 12 * min(count, MOST_ENTRIES)]
    found = (entry for entry in struct.iter_unpack(">III", entries[: len(entries) // 12 * 12]) if entry[0] == DATA_FORK)
    return next((content[start : start + length] for _, start, length in found), b"")
