"""Lays out an .ods as the parser wants it: without white space between its elements, its parts under their plain names.

The parser ends at white space or a comment between two cells, wants a `mimetype` and a manifest, and loses line breaks, tabs and
cells whose kind is not stated (python-calamine 0.9.1). Gnumeric, SheetJS and LibreOffice with "pretty printing" indent what they write;
white space means something within a paragraph only (OpenDocument 1.3, part 3, 6.1.2).
"""

import re
from typing import Final

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.workbook.errors import NOT_A_WORKBOOK, PROTECTED_FILE, WorkbookError

HEAD_BYTES: Final = 20_000
CONTENT: Final = "content.xml"
MANIFEST: Final = "META-INF/manifest.xml"
MIMETYPE: Final = b"application/vnd.oasis.opendocument.spreadsheet"
NAMESPACE: Final = late(rb"""xmlns:([\w.-]+)=["']urn:oasis:names:tc:opendocument:xmlns:(office|table|text):1.0["']""")
TAG: Final = late(rb"<[^<>]*>")
INDENTED: Final = late(rb">\s+<(?:/?table:|/?office:[a-ce-z]|text:p\b)")  # office:document stands on the second line anyway
BLANKS: Final = late(rb"(?:(?<=>)|\A)\s+(?=<|\Z)")
BREAKS: Final = (
    (b"<text:line-break", late(rb"<text:line-break\b[^<>]*>"), b"&#10;"),
    (b"<text:tab", late(rb"<text:tab\b[^<>]*>"), b"&#9;"),
    (b"<text:soft-page-break", late(rb"</?text:soft-page-break\b[^<>]*>"), b""),
)
WRAPPED_PARAGRAPH: Final = late(rb"<text:p\b[^<>]*>[^<]*\n")
CELL: Final = late(rb"<table:table-cell\b([^<>]*)(?<!/)>")
KIND: Final = late(rb"""\s(?:office:)?value-type=["']\w*["']""")
EMPTY_CELL: Final = late(rb"<table:table-cell\b([^<>]*?)(?:/>|>\s*</table:table-cell>)")
ZERO: Final = late(rb"""office:(?:value=["']-?0(?:\.0*)?["']|date-value=["']1899-12-30)""")
SHOWN_NUMBER: Final = late(rb"""office:value=["'][^<>]*>\s*<text:p>""")
VALUE: Final = late(rb"""\s(?:office:|calcext:)[\w-]+=(?:"[^"]*"|'[^']*')""")
DATE: Final = late(rb"""(office:date-value=["'][\d-]+(?:T[\d:]+)?)[.,Z+][^"']*""")

Parts = dict[str, bytes]


def refuse_locked(parts: Parts) -> None:
    """Raise WorkbookError when the parts are encrypted: then they are no XML."""
    if b"encryption-data" in parts.get(MANIFEST, b""):
        raise WorkbookError(PROTECTED_FILE)


def laid_out(parts: Parts) -> Parts:
    """Return the parts the parser reads; WorkbookError when they are no spreadsheet."""
    content = parts.get(CONTENT, b"")
    if b"spreadsheet" not in parts.get("mimetype", content):
        raise WorkbookError(NOT_A_WORKBOOK)
    return {"mimetype": MIMETYPE, MANIFEST: parts.get(MANIFEST, b"<manifest/>"), CONTENT: plain_content(content)}


def plain_content(content: bytes) -> bytes:
    """Return the content of a spreadsheet without what the parser stumbles over or loses."""
    for prefix, name in NAMESPACE.findall(content[:HEAD_BYTES]):
        if prefix != name:
            content = _with_prefix(content, prefix, name)
    if b"<!--" in content:
        content = _without(content, b"<!--", b"-->")
    for mark, pattern, text in BREAKS:
        if mark in content:
            content = pattern.sub(text, content)
    if INDENTED.search(content) or WRAPPED_PARAGRAPH.search(content):
        content = _without_indentation(content)
    content = CELL.sub(_with_kind, content)
    if ZERO.search(content) and SHOWN_NUMBER.search(content):
        content = EMPTY_CELL.sub(_blank_without_text, content)
    return DATE.sub(rb"\1", content)


def _with_prefix(content: bytes, prefix: bytes, name: bytes) -> bytes:
    own = re.compile(rb"(?<=[<\s/])" + re.escape(prefix) + rb":")
    return TAG.sub(lambda tag: own.sub(name + b":", tag[0]), content)


def _with_kind(cell: re.Match[bytes]) -> bytes:
    """Call a cell with content a text where its kind or its value is not stated: then its text is its value."""
    attributes: bytes = cell[1]
    if b"value-type=" in attributes and (b"string" in attributes or b"value=" in attributes):
        return cell[0]
    return b'<table:table-cell office:value-type="string"' + KIND.sub(b"", attributes) + b">"


def _blank_without_text(cell: re.Match[bytes]) -> bytes:
    """Blank a zero that is not shown: Calligra writes it for a blank cell with a format of numbers or dates, without a text."""
    return b"<table:table-cell" + VALUE.sub(b"", cell[1]) + b"/>" if ZERO.search(cell[1]) else cell[0]


def _without(content: bytes, start: bytes, end: bytes) -> bytes:
    first, *others = content.split(start)
    return first + b"".join(other.partition(end)[2] for other in others)


def _on_one_line(paragraph: bytes) -> bytes:
    """Return a paragraph, which begins within its tag, with one blank for each line break and none at its ends."""
    tag, end, words = paragraph.partition(b">")
    return tag + end + b" ".join(line.strip() for line in words.split(b"\n")).strip()


def _without_indentation(content: bytes) -> bytes:
    """Remove white space between elements, but not between the words of a paragraph."""
    first, *others = content.split(b"<text:p")
    result = [BLANKS.sub(b"", first)]
    for piece in others:
        paragraph, end, rest = piece.partition(b"</text:p>")
        if not end:
            closed = piece.split(b">", 1)[0].endswith(b"/")
            result.append(BLANKS.sub(b"", piece) if closed else piece)
            continue
        result.append((_on_one_line(paragraph) if b"\n" in paragraph else paragraph) + end + BLANKS.sub(b"", rest))
    return b"<text:p".join(result)
