"""Maildirs of the small world: one folder per address; new mail is read once."""

import itertools
import re
import time
from pathlib import Path

_ADDRESS = re.compile(r"[a-z0-9][a-z0-9._+-]*@[a-z0-9][a-z0-9.-]*")
_counter = itertools.count(1)


def mailbox_of(post: Path, address: str) -> Path | None:
    """Return the Maildir of an address below `post`; None for addresses that are no safe folder name."""
    plain = address.strip().lower()
    return post / plain if _ADDRESS.fullmatch(plain) and len(plain) <= 200 else None


def put(mailbox: Path, content: bytes) -> Path:
    """Deliver one mail; it appears complete or not at all. The names sort in the order of delivery."""
    for place in ("tmp", "new", "cur"):
        (mailbox / place).mkdir(parents=True, exist_ok=True)
    name = f"{int(time.time())}.Q{next(_counter):08d}.post"
    draft = mailbox / "tmp" / name
    draft.write_bytes(content)
    return draft.rename(mailbox / "new" / name)


def take_new(mailbox: Path) -> list[bytes]:
    """Return the mails that have come since the last call, oldest first, and mark them as read."""
    place = mailbox / "new"
    if not place.is_dir():
        return []
    contents = []
    for file in sorted(place.iterdir()):
        contents.append(file.read_bytes())
        file.rename(mailbox / "cur" / f"{file.name}:2,S")
    return contents
