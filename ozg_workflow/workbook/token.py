"""The token that proves a returned list to be one of ours, in this version."""

import hmac
from hashlib import sha256

TOKEN_LENGTH = 40


def make_token(secret: bytes, rollout: str, list_id: int, version: int) -> str:
    """Return the token of one list version: HMAC-SHA256 (RFC 2104), the first 40 hexadecimal digits (160 bits)."""
    # the lengths of the parts are unambiguous, so that no two lists share a message
    name = rollout.encode("utf-8", "replace")
    message = b"%d:%b:%d:%d" % (len(name), name, list_id, version)
    return hmac.new(secret, message, sha256).hexdigest()[:TOKEN_LENGTH]


def is_genuine(token: str, secret: bytes, rollout: str, list_id: int, version: int) -> bool:
    """Tell in constant time whether `token` belongs to this list version; any text may be asked about."""
    expected = make_token(secret, rollout, list_id, version)
    return hmac.compare_digest(token.encode("utf-8", "replace"), expected.encode())
