"""The dead man's switch: a GET after each successful day; whoever waits for it in vain raises the alarm."""

import logging
from typing import Final
from urllib.parse import urlsplit

from ozg_workflow.domain.errors import InputError

log = logging.getLogger(__name__)
TIMEOUT_SECONDS: Final = 5.0
SCHEMES: Final = frozenset({"http", "https"})


def check_ping_url(url: str) -> str:
    """Return the URL. Raises InputError for anything but http and https; the URL may hold a token and is not shown."""
    try:
        parts = urlsplit(url)
        usable = not url or (parts.scheme in SCHEMES and bool(parts.hostname) and (parts.port or 1) > 0)
    except ValueError:
        usable = False
    if not usable or " " in url:
        raise InputError("OZG_PING_URL muss mit https:// oder http:// beginnen und einen Rechner nennen.")
    return url


def ping(url: str, timeout: float = TIMEOUT_SECONDS) -> bool:
    """Ask for the URL once, without following redirects; a failure is only noted in the log. Nothing but the URL is sent."""
    import http.client  # the settings check the URL at every start, and few starts ask for it

    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=timeout)
    try:
        connection.request("GET", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        log.warning("ping failed", extra={"ozg": {"error": type(error).__name__}})
        return False
    finally:
        connection.close()
    if not 200 <= status < 300:
        log.warning("ping failed", extra={"ozg": {"status": status}})
        return False
    log.info("ping sent", extra={"ozg": {"status": status}})
    return True
