"""Office files as packages: the same content gives the same bytes, whatever the clock says."""

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def repack(package: bytes, *, created_at: datetime, replacements: Mapping[bytes, bytes] | None = None) -> bytes:
    """Return a .pptx or .xlsx with fixed entry dates and `created_at` (aware) in its properties.

    Workbooks embedded behind charts are treated alike. `replacements` are applied to the theme, e.g. for its fonts.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = _fixed(entry.filename, old.read(entry), created_at, replacements or {})
            info = zipfile.ZipInfo(entry.filename, ZIP_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, content)
    return target.getvalue()


def _fixed(name: str, content: bytes, created_at: datetime, replacements: Mapping[bytes, bytes]) -> bytes:
    if name.endswith(".xlsx"):
        return repack(content, created_at=created_at)
    if name == "docProps/core.xml":
        moment = f"{created_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}".encode()
        return re.sub(rb"(<dcterms:(created|modified)[^>]*>)[^<]*", rb"\g<1>" + moment, content)
    if "/theme/" in name:
        for old, new in replacements.items():
            content = content.replace(old, new)
    return content
