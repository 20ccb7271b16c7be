"""What a screen reader finds in a PDF: title, language, and the tree of tags (ISO 14289-1, PDF/UA-1)."""

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any, NamedTuple

from pypdf import PdfReader

HEADINGS = {f"/H{level}": level for level in range(1, 7)}


class Tag(NamedTuple):
    """An element of the tree of tags."""

    role: str
    node: Any
    within: tuple[str, ...]


def title_of(pdf: bytes) -> str:
    """Return what a reader shows in its title bar."""
    return str((PdfReader(BytesIO(pdf)).metadata or {}).get("/Title", ""))


def complaints(pdf: bytes) -> list[str]:
    """Return what is missing for somebody who cannot see the pages; empty when nothing is."""
    reader = PdfReader(BytesIO(pdf))
    root: Any = reader.trailer["/Root"]
    return [*_about_the_document(reader, root), *_about_the_tags(list(tags(root))), *_about_links(reader)]


def _about_the_document(reader: PdfReader, root: Any) -> Iterator[str]:
    if not (reader.metadata or {}).get("/Title", "").strip():
        yield "no title"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "the file name is shown instead of the title"
    if root.get("/Lang") != "de-DE":
        yield f"language {root.get('/Lang')}"
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "not tagged"
    if "/Outlines" not in root:
        yield "no bookmarks"
    if any(page.get("/Tabs") != "/S" for page in reader.pages if "/Annots" in page):
        yield "the Tab key does not follow the order of the text"


def _about_the_tags(found: list[Tag]) -> Iterator[str]:
    levels = [HEADINGS[tag.role] for tag in found if tag.role in HEADINGS]
    if not levels or levels[0] != 1 or any(later > earlier + 1 for earlier, later in pairwise(levels)):
        yield f"headings out of order: {levels}"
    for tag in found:
        if tag.role == "/Figure" and not str(tag.node.get("/Alt", "")).strip():
            yield "a figure without a text"
        if tag.role == "/Table":
            rows = [sub for sub in _below(tag.node, ()) if sub.role == "/TR"]
            cells = [sub.role for sub in _below(rows[0].node, ())] if rows else []
            if set(cells) & {"/TH", "/TD"} != {"/TH"}:
                yield f"a table whose first row has no headings: {cells}"
        if tag.role == "/TH" and not _has_content(tag.node):
            yield "an empty heading of a table"


def _about_links(reader: PdfReader) -> Iterator[str]:
    for number, page in enumerate(reader.pages, 1):
        for note in (note.get_object() for note in page.get("/Annots", [])):
            if note["/Subtype"] == "/Link" and not str(note.get("/Contents", "")).strip():
                yield f"page {number}: a link without a text"


def tags(root: Any) -> Iterator[Tag]:
    """Return all elements in the order in which they are read."""
    yield from _below(root["/StructTreeRoot"], ())


def _below(node: Any, within: tuple[str, ...]) -> Iterator[Tag]:
    for kid in _kids(node):
        if isinstance(kid, dict) and "/S" in kid:
            role = str(kid["/S"])
            yield Tag(role, kid, within)
            yield from _below(kid, (*within, role))


def _kids(node: Any) -> list[Any]:
    kids = node.get("/K", [])
    return [kid.get_object() if hasattr(kid, "get_object") else kid for kid in (kids if isinstance(kids, list) else [kids])]


def _has_content(node: Any) -> bool:
    return any(not isinstance(kid, dict) or "/S" not in kid or _has_content(kid) for kid in _kids(node))
