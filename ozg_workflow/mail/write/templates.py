"""Mail texts: one folder per kind with subject, plain text and HTML, rendered in a sandbox."""

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.texts.filters import single_line
from ozg_workflow.texts.sandbox import Texts

if TYPE_CHECKING:
    from css_inline import CSSInliner

LONGEST_SUBJECT = 150
TEXT_WIDTH = 76
FILES = ("subject.txt.j2", "body.txt.j2", "body.html.j2")
# A wrapped line goes on below its own text: after a bullet, a number or a label such as "Frist:".
_HANGING = late(r" *(?:[-•] |\d+\. |[A-ZÄÖÜ]\w{2,11}: +)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedMail:
    """A mail ready to compose: a subject of one line (at most 150 characters), plain text and HTML."""

    subject: str
    text: str
    html: str


class Templates(Texts):
    """The mail templates of the given folders; the first folder that has a file wins (overrides before shipped ones)."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        super().__init__(folders, "Mailvorlage")

    def render(self, kind: MailKind, values: Mapping[str, object]) -> RenderedMail:
        """Render one mail.

        `values` are the common values and those of the mail (`Mail.values`); templates/email/README.md names them all.
        Raises TemplateMistakeError (German, with template, line and variable) when a value is missing or a template is wrong.
        """
        subject, text, html = (self.fill(f"{kind.value}/{file}", values) for file in FILES)
        return RenderedMail(subject=one_line_subject(subject), text=tidy_text(text), html=self._inliner.inline(html))

    @cached_property
    def _inliner(self) -> "CSSInliner":
        from css_inline import CSSInliner

        return CSSInliner(load_remote_stylesheets=False)


def one_line_subject(text: str) -> str:
    """Return a subject without line breaks or control characters, at most 150 characters; a trailing `[tag]` survives the cut."""
    line = single_line(text)
    if len(line) <= LONGEST_SUBJECT:
        return line
    tag = match[0] if (match := re.search(r" \[[^\[\]]{1,40}\]$", line)) else ""
    return line[: LONGEST_SUBJECT - len(tag) - 1].rstrip() + "…" + tag


def tidy_text(text: str) -> str:
    """Return plain text wrapped at 76 characters with at most one empty line between paragraphs."""
    wrapped = "\n".join(_wrap(line.rstrip()) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", wrapped).strip() + "\n"


@lru_cache(maxsize=256)  # the mails of a round share most of their paragraphs
def _wrap(line: str) -> str:
    if len(line) <= TEXT_WIDTH:
        return line
    hanging = match.end() if (match := _HANGING.match(line)) else 0
    return textwrap.fill(
        line,
        TEXT_WIDTH,
        subsequent_indent=" " * hanging,
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
    )
