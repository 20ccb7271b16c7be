"""Regular expressions that cost nothing until somebody asks them: to compile all of ours takes a tenth of what loading them does."""

import re
from typing import Any, AnyStr, cast


class LatePattern:
    """Stands for a compiled pattern, which it makes when first asked for a method of it."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> Any:
        """Return what the compiled pattern has by this name, and keep it. Raises re.error where the text is no pattern."""
        found = getattr(re.compile(self._text, self._flags), name)
        setattr(self, name, found)
        return found


def late(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a pattern like `re.compile`, made when it is first used; functions such as `re.sub` do not take it as an argument."""
    return cast("re.Pattern[AnyStr]", LatePattern(text, flags))
