"""Reading the content of a CMS structure (RFC 5652, in BER as mail programs write it), the signature left aside.

Libraries build an object for each of millions of tiny elements; this reader walks over at most a million.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

SIGNED: Final = bytes.fromhex("2a864886f70d010702")
ENCRYPTED: Final = (bytes.fromhex("2a864886f70d010703"), bytes.fromhex("2a864886f70d0109100117"))  # enveloped, authEnveloped
SEQUENCE, OBJECT_ID, EXPLICIT, OCTETS, OCTET_PARTS, SET = 0x30, 0x06, 0xA0, 0x04, 0x24, 0x31
MOST_ELEMENTS: Final = 1_000_000  # OpenSSL writes a kilobyte into each piece; every level around the pieces walks over them
DEEPEST: Final = 20


class BrokenCmsError(ValueError):
    """The bytes are no CMS structure, or one beyond the limits."""


class _Element(NamedTuple):
    """Where an element lies: its tag, its content from `start` to `end`, and where the next one begins."""

    tag: int
    start: int
    end: int
    next: int


class CmsReader:
    """Walks over a CMS structure in DER or BER, also with indefinite lengths."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._elements = 0

    def kind(self) -> bytes:
        """Return the object identifier of the whole structure. Raises BrokenCmsError."""
        return self._bytes(self._path((SEQUENCE, OBJECT_ID)))

    def signed_content(self) -> bytes:
        """Return what was signed (RFC 5652, 5.1 and 5.2); raises BrokenCmsError, also when it lies elsewhere."""
        signed = self._path((SEQUENCE, EXPLICIT, SEQUENCE))
        wrapped = next((e for e in self._children(signed) if e.tag == SEQUENCE), None)
        explicit = wrapped and next((e for e in self._children(wrapped) if e.tag == EXPLICIT), None)
        octets = explicit and next(self._children(explicit), None)
        if not octets or octets.tag not in (OCTETS, OCTET_PARTS):
            raise BrokenCmsError
        return b"".join(self._pieces(octets, 0))

    def _path(self, tags: tuple[int, ...]) -> _Element:
        found = self._element(0, 0)
        if found.tag != tags[0]:
            raise BrokenCmsError
        for tag in tags[1:]:
            child = next((e for e in self._children(found) if e.tag == tag), None)
            if child is None:
                raise BrokenCmsError
            found = child
        return found

    def _pieces(self, octets: _Element, depth: int) -> Iterator[bytes]:
        if octets.tag == OCTETS:
            yield self._bytes(octets)
        elif octets.tag == OCTET_PARTS and depth < DEEPEST:
            for piece in self._children(octets):
                yield from self._pieces(piece, depth + 1)
        else:
            raise BrokenCmsError

    def _bytes(self, element: _Element) -> bytes:
        return self._content[element.start : element.end]

    def _children(self, parent: _Element) -> Iterator[_Element]:
        position = parent.start
        while position < parent.end:
            child = self._element(position, 0)
            if child.next > parent.next:
                raise BrokenCmsError
            yield child
            position = child.next

    def _element(self, position: int, depth: int) -> _Element:
        """Read the header at a position; an indefinite length is measured by walking to its end (X.690, 8.1.3.6)."""
        self._elements += 1
        if self._elements > MOST_ELEMENTS or depth > DEEPEST or position + 2 > len(self._content):
            raise BrokenCmsError
        tag, length, start = self._content[position], self._content[position + 1], position + 2
        if length == 0x80:
            return self._indefinite(tag, start, depth)
        if length > 0x80:
            width = length - 0x80
            length, start = int.from_bytes(self._content[start : start + width], "big"), start + width
        if tag & 0x1F == 0x1F or start + length > len(self._content):  # CMS needs no long tags
            raise BrokenCmsError
        return _Element(tag, start, start + length, start + length)

    def _indefinite(self, tag: int, start: int, depth: int) -> _Element:
        position = start
        while self._content[position : position + 2] != b"\0\0":
            position = self._element(position, depth + 1).next
        return _Element(tag, start, position, position + 2)
