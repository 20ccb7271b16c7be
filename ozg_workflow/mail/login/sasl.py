"""The two SASL mechanisms that carry a token: XOAUTH2 (Google, Microsoft) and OAUTHBEARER (RFC 7628)."""

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from ozg_workflow.mail.server_url import ServerUrl

XOAUTH2: Final = "XOAUTH2"
OAUTHBEARER: Final = "OAUTHBEARER"


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenWords:
    """What is said to a server: first the token, and after a refusal with its reason an end without repeating the token.

    A server tells why it refuses in a challenge; whoever answers with the token again never hears the end of it.
    """

    mechanism: str
    first: bytes = field(repr=False)
    last: bytes = b""


def token_words(server: ServerUrl, token: str, offered: Iterable[str]) -> TokenWords:
    """Return what logs in the user of a server; XOAUTH2 unless only OAUTHBEARER is offered (upper case, without `AUTH=`)."""
    mechanisms = {mechanism.upper() for mechanism in offered}
    if OAUTHBEARER in mechanisms and XOAUTH2 not in mechanisms:
        user = server.user.replace("=", "=3D").replace(",", "=2C")
        text = f"n,a={user},\x01host={server.host}\x01port={server.port}\x01auth=Bearer {token}\x01\x01"
        return TokenWords(mechanism=OAUTHBEARER, first=text.encode(), last=b"\x01")
    return TokenWords(mechanism=XOAUTH2, first=f"user={server.user}\x01auth=Bearer {token}\x01\x01".encode())


def refusal_in(challenge: bytes | str) -> str:
    """Return the reason that a server gives in its challenge (`invalid_token 401`), base64 or not; empty where it gives none."""
    raw = challenge.encode() if isinstance(challenge, str) else challenge
    try:
        said = json.loads(raw if raw.lstrip().startswith(b"{") else base64.b64decode(raw, validate=True))
        return " ".join(str(said[key]) for key in ("status", "error") if said.get(key))[:100]
    except (ValueError, AttributeError):
        return ""
