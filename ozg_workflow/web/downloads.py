"""Files a browser must save and never show: what is in them was written by others."""

from urllib.parse import quote

from starlette.responses import Response


def as_file(name: str, content: bytes, media_type: str = "application/octet-stream") -> Response:
    """Return bytes as a file to save; `name` may hold any character (RFC 6266, RFC 8187)."""
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\' else "_" for c in name)
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})
