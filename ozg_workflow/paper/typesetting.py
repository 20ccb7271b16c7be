"""Typesetting: a `.typ` file and its data become an accessible PDF (PDF/UA-1, ISO 14289-1)."""

import json
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ozg_workflow.domain.characters import each_text
from ozg_workflow.paper.fonts import legible


def typeset(template: Path, data: Mapping[str, object], created_at: datetime | None = None) -> bytes:
    """Return the PDF of `template` with `data`, which the template reads as JSON from `sys.inputs.data`.

    `created_at` is an aware moment and the only date in the file; no system fonts are used, so the same input gives the same bytes on
    every machine. Text of `data` is never read as markup, and a character no font has never stops it: PDF/UA-1 forbids a box without
    a glyph, so something legible stands in its place. Raises typst.TypstError for a template that does not fit its data.
    """
    import typst

    complaint: Exception | None = None
    for content in _ever_plainer(data):
        try:
            return _compiled(template, content, created_at)
        except typst.TypstError as error:
            complaint = complaint or error
    assert complaint  # noqa: S101 - there is at least one way to write the data
    raise complaint


def _ever_plainer(data: Mapping[str, object]) -> Iterator[Any]:
    """Return the data with what the fonts have; then without marks above letters, whose look depends on what stands around them; then in Latin-1."""
    instead = legible(_texts(data))
    yield each_text(data, lambda text: instead.get(text, text))
    composed = {text: _without_marks(text) for text in _texts(data)}
    instead = legible(composed.values())
    yield each_text(data, lambda text: instead[composed[text]])
    yield each_text(data, lambda text: composed[text].encode("latin-1", "replace").decode("latin-1"))


def _without_marks(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c)[0] not in "MC" or c in "\n\t")


def _texts(data: Mapping[str, object]) -> set[str]:
    found: set[str] = set()

    def note(text: str) -> str:
        found.add(text)
        return text

    each_text(data, note)
    return found


def _compiled(template: Path, data: Mapping[str, object], created_at: datetime | None) -> bytes:
    import typst

    moment = created_at.astimezone(UTC).replace(microsecond=0) if created_at else None
    day = {"created": {name: getattr(moment, name) for name in ("year", "month", "day")}} if moment else {}
    pdf = typst.compile(
        str(template),
        root=str(template.parent),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps({**data, **day}, ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=moment or 0,
    )
    if not isinstance(pdf, bytes):
        raise TypeError(f"{template.name}: Es wurde ein einzelnes PDF erwartet.")
    return pdf
