"""Which characters the fonts of a PDF have: asked of the typesetter, which alone knows its fonts and how it chooses among them."""

import json
import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import Final

from ozg_workflow.domain.characters import clusters

STAND_IN: Final = "□"
# one paragraph a line, so that the place of a complaint tells which character it is about
_PROBE: Final = '#set document(title: "–", date: none)\n#set text(font: "Libertinus Serif", lang: "de")\n#let all = json(bytes(sys.inputs.all))'
_PLACE: Final = re.compile(r"\.typ:(\d+):\d+")
_KEPT_CONTROLS: Final = "\n\t"
_known: dict[str, bool] = {}


def legible(texts: Iterable[str]) -> dict[str, str]:
    """Return each text as the fonts can show it.

    A character that no font has becomes the ones it is composed of (℡ → TEL), the letter without its marks, or a box; a control
    character becomes a blank.
    """
    parts = {text: clusters(text) for text in texts}
    missing = undisplayable({part for found in parts.values() for part in found})
    if not missing:
        return {text: text for text in parts}
    instead = _stand_ins(missing)
    return {text: "".join(instead.get(part, part) for part in found) for text, found in parts.items()}


def undisplayable(parts: Iterable[str]) -> set[str]:
    """Return which of these characters (as people see them, `clusters`) no font has, or that mean nothing on paper."""
    asked = {part for part in parts if not (part.isascii() and part.isprintable()) and part not in _KEPT_CONTROLS}
    never = {part for part in asked if any(unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") for c in part)}
    unknown = sorted(asked - never - _known.keys())
    without = _without_glyph(unknown)
    _known.update({part: part not in without for part in unknown})
    return never | {part for part in asked - never if not _known[part]}


def _without_glyph(parts: Collection[str]) -> set[str]:
    """Set every character in a paragraph of its own, and return those the typesetter complains about."""
    import typst

    left, found = list(parts), set[str]()
    while left:
        lines = (_PROBE, *(f"#par(text(all.at({n})))" for n in range(len(left))))
        inputs = {"all": json.dumps(left, ensure_ascii=False)}
        compiler = typst.Compiler("\n".join(lines).encode(), ignore_system_fonts=True, sys_inputs=inputs)
        try:
            compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=0)
        except typst.TypstError as error:
            first = _PROBE.count("\n") + 2
            places = {int(line) - first for line in _PLACE.findall(error.diagnostic)}
            bad = {part for n, part in enumerate(left) if n in places} or set(left)  # a complaint without a place is about all
        else:
            bad = set()
        if not bad:
            break
        found |= bad
        left = [part for part in left if part not in bad]
    return found


def _stand_ins(missing: Collection[str]) -> dict[str, str]:
    ways = {part: (unicodedata.normalize("NFKC", part), _without_marks(part), STAND_IN) for part in missing}
    bad = undisplayable({piece for way in ways.values() for text in way for piece in clusters(text)})
    return {part: _control(part) or next((text for text in way if _shows(text, bad)), "?") for part, way in ways.items()}


def _shows(text: str, bad: Collection[str]) -> bool:
    return bool(text) and not any(piece in bad for piece in clusters(text))


def _control(part: str) -> str:
    return " " if unicodedata.category(part[0]) == "Cc" else ""


def _without_marks(part: str) -> str:
    kept = (c for c in unicodedata.normalize("NFD", part) if unicodedata.category(c)[0] not in "MC")
    return unicodedata.normalize("NFC", "".join(kept))
