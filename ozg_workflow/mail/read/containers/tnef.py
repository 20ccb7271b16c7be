"""Reading the files of a winmail.dat ([MS-OXTNEF] 2.1) in one pass.

Python's tnefparse takes the number of properties from the file: forty bytes keep it busy for hours. Only files are read here.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

SIGNATURE: Final = b"\x78\x9f\x3e\x22"
HEAD: Final = struct.Struct("<BII")  # level, attribute, length
RENDERING, TITLE, DATA, PROPERTIES, CODE_PAGE = 0x00069002, 0x00018010, 0x0006800F, 0x00069005, 0x00069007
FILE_NAME, LONG_FILE_NAME, DISPLAY_NAME, CONTENT = 0x3704, 0x3707, 0x3001, 0x3701
EMBEDDED_MESSAGE: Final = bytes.fromhex("0703020000000000c000000000000046")  # IID_IMessage, before a TNEF of its own
SHORT: Final = frozenset({0x0002, 0x000B})
FIXED: Final = {
    0x0002: 4,
    0x0003: 4,
    0x0004: 4,
    0x000A: 4,
    0x000B: 4,
    0x0005: 8,
    0x0006: 8,
    0x0007: 8,
    0x0014: 8,
    0x0040: 8,
    0x0048: 16,
}
OBJECT, TEXT, UNICODE, BINARY = 0x000D, 0x001E, 0x001F, 0x0102
MULTIPLE: Final = 0x1000


@dataclass(slots=True)
class _Attachment:
    names: dict[int, str] = field(default_factory=dict)
    content: bytes = b""

    @property
    def name(self) -> str:
        found = (self.names.get(key, "") for key in (LONG_FILE_NAME, FILE_NAME, TITLE, DISPLAY_NAME))
        return next((name for name in found if name), "")


def files(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield (name, content) of the files; an attached mail comes as a TNEF of its own. Raises ValueError when it is none."""
    if not content.startswith(SIGNATURE) or len(content) < 6:
        raise ValueError("no TNEF")
    current: _Attachment | None = None
    code_page, found = "cp1252", False
    for attribute, data in _attributes(content):
        found = True
        if attribute == CODE_PAGE and len(data) >= 4:
            code_page = _code_page(struct.unpack_from("<I", data)[0])
        elif attribute == RENDERING:
            if current and current.content:
                yield current.name, current.content
            current = _Attachment()
        elif current:
            _fill(current, attribute, data, code_page)
    if not found:
        raise ValueError("empty TNEF")
    if current and current.content:
        yield current.name, current.content


def _attributes(content: bytes) -> Iterator[tuple[int, bytes]]:
    offset = 6
    while offset + HEAD.size <= len(content):
        _, attribute, length = HEAD.unpack_from(content, offset)
        start = offset + HEAD.size
        yield attribute, content[start : start + length]
        offset = start + length + 2  # the checksum; Outlook's own is wrong now and then


def _fill(attachment: _Attachment, attribute: int, data: bytes, code_page: str) -> None:
    if attribute == TITLE:
        attachment.names[TITLE] = _text(data, code_page)
    elif attribute == DATA:
        attachment.content = data
    elif attribute == PROPERTIES:
        for key, kind, value in _properties(data):
            if key == CONTENT and kind in (OBJECT, BINARY):
                is_mail = value.startswith(EMBEDDED_MESSAGE)
                attachment.content = value[16:] if is_mail or kind == OBJECT else value
            elif key in (LONG_FILE_NAME, FILE_NAME, DISPLAY_NAME) and kind in (TEXT, UNICODE):
                attachment.names[key] = _text(value, "utf-16-le" if kind == UNICODE else code_page)


def _properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield (key, type, value) of the MAPI properties ([MS-OXTNEF] 2.1.3.4); the rest is left when one is not understood."""
    offset = 4
    while offset + 4 <= len(data):
        kind, key = struct.unpack_from("<HH", data, offset)
        offset += 4
        if key >= 0x8000:
            offset = _after_name(data, offset)
        single = kind & ~MULTIPLE
        count = 1
        if kind & MULTIPLE or single in (OBJECT, TEXT, UNICODE, BINARY):
            count, offset = _number(data, offset), offset + 4
        if single in FIXED:
            size = 2 if single in SHORT and kind & MULTIPLE else FIXED[single]
            offset += _padded(size * count)
            continue
        if single not in (OBJECT, TEXT, UNICODE, BINARY):
            return
        for _ in range(count):
            if offset >= len(data):
                return
            length = _number(data, offset)
            yield key, single, data[offset + 4 : offset + 4 + length]
            offset += 4 + _padded(length)


def _after_name(data: bytes, offset: int) -> int:
    """Skip the name of a named property: its set, then a number or a text."""
    if _number(data, offset + 16) == 0:
        return offset + 24
    return offset + 24 + _padded(_number(data, offset + 20))


def _number(data: bytes, offset: int) -> int:
    return int.from_bytes(data[offset : offset + 4], "little")


def _padded(length: int) -> int:
    return length + -length % 4


def _code_page(number: int) -> str:
    name = {20127: "ascii", 28591: "latin-1", 65001: "utf-8"}.get(number, f"cp{number}")
    try:
        return name if "ä".encode(name) else "cp1252"
    except (LookupError, UnicodeError):
        return "cp1252"


def _text(raw: bytes, charset: str) -> str:
    return raw[:2000].decode(charset, "replace").partition("\x00")[0].strip()
