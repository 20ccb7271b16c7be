"""The streams of a compound file ([MS-CFB]), the container of an .xls: read, and written back in place."""

import struct
from collections.abc import Iterable, Iterator
from typing import Final

SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEAD_BYTES: Final = 512
ENTRY_BYTES: Final = 128
LAST_SECTOR: Final = 0xFFFFFFFA  # higher numbers are marks
IN_HEAD: Final = 109
ROOT, STREAM = 5, 2

Extent = tuple[int, int]  # where a piece of a stream lies in the file, and how long it is


class CompoundFile:
    """A compound file. Raises ValueError or struct.error when it is broken."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        head = struct.unpack_from("<HH", content, 30)
        self._size: int = 1 << min(head[0], 20)
        self._mini_size: int = 1 << min(head[1], 20)
        self._fat = self._table(dict.fromkeys(self._fat_sectors()))
        first_directory, _, self._cutoff, first_mini = struct.unpack_from("<IIII", content, 48)
        self._mini_fat = self._table(self._chain(first_mini, self._fat))
        self._entries = dict(self._directory(self._joined(self._extents(first_directory))))
        self._mini_extents = self._extents(self._entries.get("", (0, 0))[0])

    @property
    def names(self) -> frozenset[str]:
        """The names of the streams and storages."""
        return frozenset(self._entries) - {""}

    def read(self, name: str) -> bytes:
        """Return the content of a stream."""
        return self._joined(self._stream(name))

    def replaced(self, name: str, data: bytes) -> bytes:
        """Return the file with other bytes of the same number in a stream."""
        result, position = bytearray(self._content), 0
        for offset, size in self._stream(name):
            result[offset : offset + size] = data[position : position + size]
            position += size
        return bytes(result)

    def _fat_sectors(self) -> Iterator[int]:
        yield from struct.unpack_from(f"<{IN_HEAD}I", self._content, 76)
        following, count = struct.unpack_from("<II", self._content, 68)
        for _ in range(min(count, len(self._content) // self._size)):
            if following >= LAST_SECTOR:
                return
            *sectors, following = self._table([following])
            yield from sectors

    def _table(self, sectors: Iterable[int]) -> tuple[int, ...]:
        data = b"".join(self._content[self._at(n) : self._at(n) + self._size] for n in sectors if n < LAST_SECTOR)
        return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])

    def _at(self, sector: int) -> int:
        return (sector + 1) * self._size

    def _chain(self, sector: int, table: tuple[int, ...]) -> Iterator[int]:
        for _ in range(len(table)):
            if sector >= LAST_SECTOR:
                return
            yield sector
            sector = table[sector] if sector < len(table) else LAST_SECTOR

    def _extents(self, first: int) -> list[Extent]:
        return [(self._at(sector), self._size) for sector in self._chain(first, self._fat)]

    def _joined(self, extents: list[Extent]) -> bytes:
        return b"".join(self._content[offset : offset + size] for offset, size in extents)

    def _directory(self, data: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
        """Yield name, first sector and size of the entries; the root, which holds the short streams, has no name here."""
        for position in range(0, len(data) - ENTRY_BYTES + 1, ENTRY_BYTES):
            length, kind = struct.unpack_from("<HB", data, position + 64)
            name = data[position : position + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            if kind:
                yield "" if kind == ROOT else name, struct.unpack_from("<II", data, position + 116)

    def _stream(self, name: str) -> list[Extent]:
        first, size = self._entries[name]
        return list(_cut(self._extents(first) if size >= self._cutoff else self._short(first), size))

    def _short(self, first: int) -> Iterator[Extent]:
        for sector in self._chain(first, self._mini_fat):
            piece, offset = divmod(sector * self._mini_size, self._size)
            if piece < len(self._mini_extents):
                yield self._mini_extents[piece][0] + offset, self._mini_size


def _cut(extents: Iterable[Extent], size: int) -> Iterator[Extent]:
    for offset, length in extents:
        if size <= 0:
            return
        yield offset, min(length, size)
        size -= length
