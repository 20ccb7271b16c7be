"""Typesetting: a `.typ` file of this package and its data become an accessible PDF (PDF/UA-1)."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent


def typeset(template: str, data: Mapping[str, object], created_at: datetime) -> bytes:
    """Return the PDF of `template` (a file beside this module) with `data`, which the template reads as JSON.

    `created_at` is an aware moment and the only date in the file; no system fonts are used, so the same input gives
    the same bytes on every machine. Text of `data` is never read as markup. Raises typst.TypstError for a template
    that does not fit its data or breaks PDF/UA-1.
    """
    import typst

    moment = created_at.astimezone(UTC)
    content = {**data, "created": {name: getattr(moment, name) for name in ("year", "month", "day")}}
    pdf = typst.compile(
        str(FOLDER / template),
        root=str(FOLDER),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(content, ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=moment.replace(microsecond=0),
    )
    if not isinstance(pdf, bytes):
        raise TypeError(f"{template}: Es wurde ein einzelnes PDF erwartet.")
    return pdf
