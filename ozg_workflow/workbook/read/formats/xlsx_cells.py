"""The cells of an .xlsx as they are written: their place, kind, style and content, found without building a tree of a large sheet."""

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from ozg_workflow.domain.late_pattern import late

_PLACE: Final = late(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})\Z")
_CELL: Final = late(rb"<(?:\w+:)?c(?=\s)([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_ATTRIBUTE: Final = {name: late(rb"\s" + name.encode() + rb"""\s*=\s*["']([^"']*)["']""") for name in ("r", "s", "t")}
_SHARED: Final = late(rb"<(?:\w+:)?v\b[^>]*>\s*(\d+)\s*</")


class WrittenCell(NamedTuple):
    """A cell that holds something; row and column count from 0. `kind` is `s` for a shared string, empty for a number."""

    row: int
    column: int
    kind: bytes
    style: bytes
    content: bytes

    @property
    def shared_string(self) -> int:
        """The number of its shared string, -1 where it has none."""
        found = _SHARED.search(self.content) if self.kind == b"s" else None
        return int(found[1]) if found else -1


def written_cells(sheet: bytes) -> Iterator[WrittenCell]:
    """Yield the cells of a sheet that hold something."""
    yield from (cell for found in _CELL.finditer(sheet) if (cell := _written(found)))


def cells_that(sheet: bytes, taken_off: Callable[[WrittenCell], bool]) -> tuple[bytes, list[WrittenCell]]:
    """Return a sheet without the cells that are `taken_off`, and those cells."""
    taken: list[WrittenCell] = []

    def rest(found: re.Match[bytes]) -> bytes:
        cell = _written(found)
        if cell is None or not taken_off(cell):
            return found[0]
        taken.append(cell)
        return b""

    return _CELL.sub(rest, sheet), taken


def _written(found: re.Match[bytes]) -> WrittenCell | None:
    attributes, content = found.groups()
    values = {name: value[1] for name, pattern in _ATTRIBUTE.items() if (value := pattern.search(attributes))}
    place = place_of(values.get("r", b"").decode("ascii", "replace"))
    return WrittenCell(*place, values.get("t", b""), values.get("s", b"0"), content) if place and content is not None else None


def place_of(reference: str) -> tuple[int, int] | None:
    """Return row and column, from 0, of an address such as `$C$7`."""
    found = _PLACE.match(reference)
    if not found:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1
