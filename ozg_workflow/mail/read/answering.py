"""May this mail be answered by a program, and at this address? Nobody's address, a list and a machine get no answer (RFC 3834, 2)."""

import re
from typing import Final

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.mail.read.parse import ADDRESS, ParsedMail

REPLIED_HEADERS: Final = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-mail-autoreply", "x-vacation")
MACHINE_PRECEDENCE: Final = frozenset({"bulk", "junk", "auto_reply"})
DAEMON: Final = late(
    r"^(mailer[-_.]?daemon|mail[-_.]?daemon|mda|mdaemon|double-bounce|bounces?|daemon|microsoftexchange[0-9a-f]{8,})(@|$|\+|-)"
)
NOBODY: Final = late(
    r"(^|[-_.+])(no[-_.]?reply|do[-_.]?not[-_.]?reply|donotreply|nicht[-_.]?antworten|keine[-_.]?antwort|auto-?reply|unattended)"
    r"([-_.+\d][^@]*)?(@|$)"
)


def may_be_answered(mail: ParsedMail, address: str, *, own_address: str) -> bool:
    """Tell whether a program may answer `mail` at `address` (its From or Reply-To).

    Never one that a machine wrote, and never our own mailbox, a mail daemon, a noreply address or the list it came through.
    """
    return is_read(address, own_address=own_address) and not _machine(mail) and address.lower() not in list_addresses(mail)


def is_read(address: str, *, own_address: str) -> bool:
    """Tell whether somebody else than we reads what is sent to an address, as far as it tells."""
    lowered = address.lower()
    return bool(lowered) and lowered != own_address.lower() and not is_nobody(lowered) and not is_daemon(lowered)


def is_nobody(address: str) -> bool:
    """Tell whether an address (in lower case) says that nobody reads it."""
    return bool(NOBODY.search(address))


def is_daemon(address: str) -> bool:
    """Tell whether an address (in lower case) is that of a mail server."""
    return bool(DAEMON.search(address))


def precedence(mail: ParsedMail) -> str:
    """Return the Precedence header in one spelling, such as `bulk` or `auto_reply`."""
    return mail.header("precedence").lower().replace("-", "_")


def list_addresses(mail: ParsedMail) -> frozenset[str]:
    """Return the addresses of the mailing list a mail came through: where one posts to (RFC 2369), or what its name says (RFC 2919)."""
    posted = {
        a.lower() for name in ("list-post", "x-mailing-list") for a in ADDRESS.findall(mail.header(name).replace("mailto:", ""))
    }
    name = re.search(r"<([^<>@\s]+)>", mail.header("list-id"))
    local, dot, domain = name[1].lower().partition(".") if name else ("", "", "")
    return frozenset(posted | ({f"{local}@{domain}"} if dot else set()))


def _machine(mail: ParsedMail) -> bool:
    submitted = mail.header("auto-submitted").lower()
    replied = any(mail.header(name).lower() not in ("", "no") for name in REPLIED_HEADERS)
    return replied or bool(submitted and not submitted.startswith("no")) or precedence(mail) in MACHINE_PRECEDENCE
