"""A pretended day never reaches a real mailbox: where its mail may go, and the sentence that refuses the rest."""

import ipaddress
from datetime import date
from urllib.parse import urlsplit

from ozg_workflow.domain import german


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine: `localhost`, 127.0.0.0/8 or ::1 – no name that only looks like one of them."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def reaches_people(relay: str) -> bool:
    """Tell whether mail leaves this machine over the relay of `OZG_SMTP_URL`; a folder, loopback and none at all do not.

    What cannot be understood counts as a way to people.
    """
    return bool(relay.strip()) and not relay.startswith("dir:") and not is_loopback(_host(relay))


def why_no_mail(pretended: date | None, relay: str) -> str:
    """Return why no mail may be queued or delivered, empty when it may: the day is only pretended and the relay a real one."""
    if pretended is None or not reaches_people(relay):
        return ""
    return (
        f"Der {german.short_date(pretended)} ist nur gedacht (--today, OZG_TODAY, Stichtag), und OZG_SMTP_URL führt zu einem echten Mailserver"
        f" ({_host(relay) or 'unlesbar'}). Zur Probe gehen Mails nur in einen Ordner (OZG_SMTP_URL=dir:ORDNER) oder an einen Mailserver auf diesem Rechner."
    )


def _host(relay: str) -> str:
    try:
        return urlsplit(relay.strip()).hostname or ""
    except ValueError:
        return ""
