"""Characters: what people see as one, and what no XML file (an Excel list, a slide) may hold."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

JOINER: Final = "\u200d"
_FLAGS: Final = ("\U0001f1e6", "\U0001f1ff")
_SKINS: Final = ("\U0001f3fb", "\U0001f3ff")
# https://www.w3.org/TR/xml/#charsets
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clusters(text: str) -> list[str]:
    """Return the characters as people see them: a letter with its marks, an emoji of several signs, a flag.

    Simpler than Unicode's rules for grapheme clusters (UAX 29); what they would join further stands here in two pieces.
    """
    if text.isascii():
        return list(text)
    found: list[str] = []
    for character in text:
        if found and _goes_with(found[-1], character):
            found[-1] += character
        else:
            found.append(character)
    return found


def _goes_with(before: str, character: str) -> bool:
    if character.isascii():
        return False
    if before[-1] == JOINER or character == JOINER or _SKINS[0] <= character <= _SKINS[1]:
        return True
    if _FLAGS[0] <= character <= _FLAGS[1]:
        return len(before) == 1 and _FLAGS[0] <= before <= _FLAGS[1]
    return unicodedata.category(character).startswith("M")


def xml_text(text: str) -> str:
    """Return a text that an XML file may hold: the other characters become U+FFFD."""
    return _NOT_XML.sub("\ufffd", text)


def each_text(value: Any, change: Callable[[str], str]) -> Any:
    """Return the same data with every text in it changed: in mappings (not their keys), lists, tuples and dataclasses."""
    if type(value) is str:  # an enum is no text of people
        return change(value)
    if isinstance(value, Mapping):
        return {key: each_text(item, change) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(each_text(item, change) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: each_text(getattr(value, f.name), change) for f in fields(value) if f.init})
    return value
