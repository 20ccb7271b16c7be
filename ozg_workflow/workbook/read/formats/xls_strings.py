"""The shared strings of an .xls with their runs of fonts ([MS-XLS] 2.4.265, 2.5.293): one table, cut into records of 8 kB."""

import struct
from collections.abc import Iterator, Sequence
from typing import Final

WIDE, EXTENDED, RICH = 0x01, 0x04, 0x08  # options of a string
HEAD: Final = 8  # bytes: how often strings are used, how many there are

Runs = list[tuple[int, int]]  # first character, number of the font


def rich_strings(parts: Sequence[bytes]) -> Iterator[tuple[str, Runs]]:
    """Yield every string of the table in `parts` (its record and those that continue it). Raises struct.error when it is broken."""
    if not parts:
        return
    table = _Table(parts)
    for _ in range(struct.unpack_from("<I", table.take(HEAD), 4)[0]):
        length, options = struct.unpack("<HB", table.take(3))
        runs = struct.unpack("<H", table.take(2))[0] if options & RICH else 0
        more = struct.unpack("<I", table.take(4))[0] if options & EXTENDED else 0
        text = table.text(length, wide=bool(options & WIDE))
        pairs = struct.unpack(f"<{2 * runs}H", table.take(4 * runs))
        table.take(more)
        yield text, list(zip(pairs[::2], pairs[1::2], strict=True))


class _Table:
    def __init__(self, parts: Sequence[bytes]) -> None:
        self._parts, self._part, self._position = parts, 0, 0

    def take(self, size: int) -> bytes:
        """Return the next bytes, across the records."""
        taken = b""
        while len(taken) < size:
            piece = self._piece(size - len(taken))
            if not piece:
                raise struct.error("the table of strings ends too early")
            taken += piece
        return taken

    def text(self, length: int, *, wide: bool) -> str:
        """Return the next characters; each further record says anew whether they take two bytes."""
        text = ""
        while True:
            size = 2 if wide else 1
            piece = self._piece(size * length)
            text, length = text + piece.decode("utf-16-le" if wide else "latin-1", "replace"), length - len(piece) // size
            if length <= 0:
                return text
            wide = bool(self.take(1)[0] & WIDE)

    def _piece(self, size: int) -> bytes:
        """Return at most this many bytes of the current record, going on to the next where it is used up."""
        if self._position >= len(self._parts[self._part]) and size and self._part + 1 < len(self._parts):
            self._part, self._position = self._part + 1, 0
        piece = self._parts[self._part][self._position : self._position + size]
        self._position += len(piece)
        return piece
