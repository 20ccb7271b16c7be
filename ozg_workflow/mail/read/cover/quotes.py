"""Who wrote which part of a text: what is quoted or forwarded is laid open, and what is our own wording is taken off."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ozg_workflow.domain.late_pattern import late

DEEPEST: Final = 12  # quotations within quotations; what lies deeper is read as it stands
QUOTED_RUN: Final = 4  # words in a row that make a quoted text ours
WRITTEN_RUN: Final = 12  # and a text that nobody marked as quoted
MARKS: Final = late(r"^(?:[ \t]*[>|])+ ?", re.MULTILINE)
LINKS: Final = late(r"<(?:mailto:|https?://)[^<>\s]*>")
GROUPWISE: Final = late(r"^[ \t]*>>> ?[^>\n]{1,100}(?:<[^<>\n]{1,100}>)?[^>\n]{0,60}>>>[ \t]*$", re.MULTILINE)
ORIGINAL: Final = "-----Ursprüngliche Nachricht-----"
QUOTES: Final = late(r"[:>]|__|--")  # without any of them nothing is quoted: no introduction, heading, mark or line above it
HEADINGS: Final = late(
    r"\W*(?:von|gesendet|gesendet von|an|cc|kopie|bcc|blindkopie|betreff|datum|antwort an|wichtigkeit|priorität|from|sent|sent by|to"
    r"|subject|date|reply-to|importance|priority)\W*:",
    re.IGNORECASE,
)
INTRODUCTION: Final = late(
    r"(?i)(\bschrieb\b.*:|\bwrote\b.*:|^\W*(ursprüngliche nachricht|originalnachricht|original message|weitergeleitete (nachricht|mail)"
    r"|forwarded message|anfang der weitergeleiteten (e-mail|nachricht)|begin forwarded message|weitergeleitet von .{0,80})\W*$|^[\s_=*-]*$)"
)
NAMED: Final = late(r"(?i)^\W*am .{4,40}\d|schrieb|^\W*on .{4,40}\d|wrote|<[^<>]+@[^<>]+>|\[mailto:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a text; `quoted` tells that it stands below another mail's headings, in quotation marks, or is forwarded."""

    text: str
    quoted: bool


def parts(text: str, depth: int = 0) -> Iterator[Part]:
    """Return a text in parts, in order; nothing of it is lost but the headings of the mails it quotes."""
    found = None
    if depth < DEEPEST and QUOTES.search(text):
        from quotequail import unwrap

        text = GROUPWISE.sub(ORIGINAL, text)
        found = unwrap(text)
    if found is None or not found.get("text"):
        yield Part(text=text, quoted=depth > 0)
        return
    inner = MARKS.sub("", found["text"])
    top, bottom = found.get("text_top") or "", found.get("text_bottom") or ""
    lost = _lost(text, (top, found["text"], bottom))
    yield Part(text="\n".join(filter(None, (top, *lost))), quoted=depth > 0)
    yield from parts(inner, depth + 1)
    if bottom:
        yield from (Part(text=p.text, quoted=p.quoted or depth > 0) for p in parts(bottom, depth + 1 if depth else 0))


def _lost(text: str, kept: Iterable[str]) -> list[str]:
    """Return the lines that are in none of the parts and that are no headings of a quoted mail."""
    known = {_bare(line) for part in kept for line in part.split("\n")}
    lost: list[str] = []
    heading = False
    for line in text.split("\n"):
        bare = _bare(line)
        if not bare or bare in known:
            heading = False
            continue
        heads = bool(HEADINGS.match(bare) or INTRODUCTION.search(bare) or NAMED.search(bare))
        if not heads and not heading:
            lost.append(bare)
        heading = heads and bool(HEADINGS.match(bare))
    return lost


def _bare(line: str) -> str:
    return MARKS.sub("", line).strip()


class Ours:
    """The wording of mails of ours, recognised by runs of words, so that wrapping and marks do not matter."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._runs: dict[int, set[tuple[str, ...]]] = {QUOTED_RUN: set(), WRITTEN_RUN: set()}
        for text in texts:
            words = _words(text)
            for size, runs in self._runs.items():
                runs.update(tuple(words[i : i + size]) for i in range(len(words) - size + 1))

    def taken_off(self, part: Part) -> str:
        """Return the lines of a part that are not wholly ours: what somebody wrote between our lines stays."""
        size = QUOTED_RUN if part.quoted else WRITTEN_RUN
        runs = self._runs[size]
        if not runs:
            return part.text
        lines = part.text.split("\n")
        words = [(word, number) for number, line in enumerate(lines) for word in _words(line)]
        others = set(range(len(words)))
        for i in range(len(words) - size + 1):
            if tuple(word for word, _ in words[i : i + size]) in runs:
                others.difference_update(range(i, i + size))
        said = {words[i][1] for i in others}
        return "\n".join(line for number, line in enumerate(lines) if number in said or not _words(line))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", LINKS.sub(" ", text).lower())
