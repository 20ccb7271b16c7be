"""Writes small .xls files byte by byte: BIFF8 records ([MS-XLS]) in the stream of a compound file ([MS-CFB])."""

import struct
from collections.abc import Sequence

SECTOR = 512
END, FREE, OF_FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")

Number = tuple[float, int]  # a value and the number of its cell format


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _text(text: str, length: str) -> bytes:
    return struct.pack(length, len(text)) + b"\x01" + text.encode("utf-16-le")


def biff8(numbers: Sequence[Number], formats: dict[int, str], *, before: bytes = b"", after: bytes = b"") -> bytes:
    """Return the stream `Workbook` with one sheet, whose column A holds the numbers in the formats; `before` follows the first BOF."""
    used = sorted({number for _, number in numbers})
    head = record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0x0DBB, 0x07CC, 0, 0)) + before
    head += b"".join(record(0x041E, struct.pack("<H", number) + _text(text, "<H")) for number, text in formats.items())
    head += b"".join(record(0x00E0, struct.pack("<HHH", 0, number, 0) + bytes(14)) for number in [0, *used])
    cells = (
        record(0x0203, struct.pack("<HHHd", row, 0, used.index(number) + 1, value)) for row, (value, number) in enumerate(numbers)
    )
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0x0DBB, 0x07CC, 0, 0))
    sheet += record(0x0200, struct.pack("<IIHHH", 0, len(numbers), 0, 1, 0)) + b"".join(cells) + after + record(0x0A)
    bound = len(head) + len(record(0x0085, bytes(6) + _text("A", "<B"))) + len(record(0x0A))
    return head + record(0x0085, struct.pack("<IH", bound, 0) + _text("A", "<B")) + record(0x0A) + sheet


def compound(streams: dict[str, bytes], *, backwards: bool = False, small: bool = False) -> bytes:
    """Return a compound file; `backwards` lays the sectors of every stream in reverse order, `small` puts short streams into the mini stream."""
    mini = {name: data for name, data in streams.items() if small and len(data) < 4096}
    chains: list[tuple[str, bytes]] = [(n, d.ljust(0 if n in mini else 4096, b"\0")) for n, d in streams.items() if n not in mini]
    table, packed, starts = _mini_stream(mini)
    chains += [("/mini", packed), ("/table", table)] if mini else []
    entries = _entries(streams, mini, starts)
    chains.append(("/directory", b"\0" * len(entries) * 128))
    place: dict[str, list[int]] = {}
    used = 0
    for name, data in chains:
        count = -(-len(data) // SECTOR)
        place[name] = list(range(used, used + count))[:: -1 if backwards else 1]
        used += count
    fat = [FREE] * SECTOR * (used // (SECTOR // 4) // 128 + 1)
    directory = b"".join(_entry(*entry, place) for entry in entries)
    sectors: dict[int, bytes] = {}
    for name, data in chains:
        content = directory if name == "/directory" else data
        for index, sector in enumerate(place[name]):
            sectors[sector] = content[index * SECTOR : (index + 1) * SECTOR].ljust(SECTOR, b"\0")
            fat[sector] = place[name][index + 1] if index + 1 < len(place[name]) else END
    fat_sectors = -(-(used + 1) // (SECTOR // 4))
    for index in range(fat_sectors):
        fat[used + index] = OF_FAT
    head = SIGNATURE + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack(
        "<IIIIIIIII",
        0,
        fat_sectors,
        place["/directory"][0],
        0,
        4096,
        place["/table"][0] if mini else END,
        int(bool(mini)),
        END,
        0,
    )
    head += struct.pack("<109I", *[used + n for n in range(fat_sectors)], *[FREE] * (109 - fat_sectors))
    body = b"".join(sectors[n] for n in range(used))
    return head + body + struct.pack(f"<{fat_sectors * 128}I", *fat[: fat_sectors * 128])


def _mini_stream(mini: dict[str, bytes]) -> tuple[bytes, bytes, dict[str, int]]:
    table: list[int] = []
    packed, starts = b"", {}
    for name, data in mini.items():
        count = -(-len(data) // 64)
        starts[name] = len(table)
        table += [*range(len(table) + 1, len(table) + count), END]
        packed += data.ljust(count * 64, b"\0")
    return struct.pack(f"<{len(table)}I", *table).ljust(SECTOR, b"\xff") if mini else b"", packed, starts


def _entries(streams: dict[str, bytes], mini: dict[str, bytes], starts: dict[str, int]) -> list[tuple[str, int, int, int, str]]:
    """Return (name, kind, size, start, chain) of the entries of the directory, filled up to whole sectors."""
    size = sum(-(-len(data) // 64) * 64 for data in mini.values())
    entries = [("Root Entry", 5, size, 0, "/mini" if mini else "")]
    entries += [
        (n, 2, len(d) if n in mini else max(len(d), 4096), starts.get(n, 0), "" if n in mini else n) for n, d in streams.items()
    ]
    return entries + [("", 0, 0, 0, "")] * (-len(entries) % 4)


def _entry(name: str, kind: int, size: int, start: int, chain: str, place: dict[str, list[int]]) -> bytes:
    encoded = name.encode("utf-16-le")
    first = place[chain][0] if chain else (start if kind == 2 else END)
    head = encoded.ljust(64, b"\0") + struct.pack(
        "<HBBIII", len(encoded) + 2 if name else 0, kind, 1, FREE, FREE, 1 if kind == 5 else FREE
    )
    return head + bytes(36) + struct.pack("<IIQ"[:-1] + "I", first, size, 0)
