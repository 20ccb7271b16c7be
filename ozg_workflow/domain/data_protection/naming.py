"""Where a mail address stands in a text or in values: as a whole, not as the end of another one."""

import re
from functools import lru_cache
from typing import Any, Final

from ozg_workflow.domain.errors import InputError

SHORTEST: Final = len("a@bc")
INSTEAD: Final = "(Adresse gelöscht)"


def whole_address(text: str) -> str:
    """Return a mail address in lower case. Raises InputError for what is none."""
    wanted = text.strip().lower()
    name, _, domain = wanted.partition("@")
    if len(wanted) < SHORTEST or not name or not domain or "@" in domain or set(wanted) & set(" \t\n<>,;"):
        raise InputError(f"„{text}“ ist keine Mailadresse.")
    return wanted


def names(text: str, address: str) -> bool:
    """Tell whether a text names the address (in lower case), in whatever case it stands there."""
    return address in text.lower() and _pattern(address).search(text) is not None


def without(value: Any, address: str) -> Any:
    """Return a text, or JSON values, in which another text stands in the place of the address."""
    if isinstance(value, str):
        return _pattern(address).sub(INSTEAD, value) if address in value.lower() else value
    if isinstance(value, dict):
        return {without(key, address): without(item, address) for key, item in value.items()}
    return [without(item, address) for item in value] if isinstance(value, list) else value


@lru_cache(maxsize=8)
def _pattern(address: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.+%-]){re.escape(address)}(?![\w-]|\.\w)", re.IGNORECASE)
