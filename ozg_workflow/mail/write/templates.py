"""Mail texts: one folder per kind with subject, plain text and HTML, rendered in a sandbox."""

import re
import textwrap
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    UndefinedError,
    select_autoescape,
)
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.late_pattern import late
from ozg_workflow.domain.post.mail import MailKind

if TYPE_CHECKING:
    from css_inline import CSSInliner

LONGEST_SUBJECT = 150
TEXT_WIDTH = 76
# whatever a template can provoke: a template that includes itself recurses, a forged format string looks up what is not there
MISTAKES = (TemplateError, TypeError, ValueError, AttributeError, ArithmeticError, LookupError, RecursionError, MemoryError)
LONGEST_REPEATED = 10_000
FILES = ("subject.txt.j2", "body.txt.j2", "body.html.j2")
# A wrapped line goes on below its own text: after a bullet, a number or a label such as "Frist:".
_HANGING = late(r" *(?:[-•] |\d+\. |[A-ZÄÖÜ]\w{2,11}: +)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedMail:
    """A mail ready to compose: a subject of one line (at most 150 characters), plain text and HTML."""

    subject: str
    text: str
    html: str


class TemplateMistakeError(InputError):
    """A mail template cannot be rendered with these values; the message names the template and the variable."""

    def __init__(self, template: str, line: int, what: str) -> None:
        self.template, self.line = template, line
        place = f"{template}:{line}" if line else template
        super().__init__(f"Mailvorlage {place}: {what}")


class _Missing(StrictUndefined):
    """A missing value that also fails when a filter formats it."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return str(self)


class _Loader(FileSystemLoader):
    """Reads templates of its folders only: a link that leads out of them is not followed."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, path, fresh = super().get_source(environment, template)
        real = Path(path).resolve()
        if not any(real.is_relative_to(Path(folder).resolve()) for folder in self.searchpath):
            raise TemplateNotFound(template)
        return source, path, fresh


class _Sandbox(ImmutableSandboxedEnvironment):
    """No private attributes, no modules, no changes to values; and no sums that take all memory or time."""

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if operator == "**" or _too_long(left, right) or _too_long(right, left):
            raise SecurityError(f"Die Rechnung „{operator}“ ist in Vorlagen nicht erlaubt.")
        return super().call_binop(context, operator, left, right)


def _too_long(text: object, times: object) -> bool:
    return isinstance(text, str | list | tuple | bytes) and isinstance(times, int) and len(text) * times > LONGEST_REPEATED


class Templates:
    """The mail templates of the given folders; the first folder that has a file wins (overrides before shipped ones)."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self.folders = folders
        self._environment = _Sandbox(
            loader=_Loader([str(folder) for folder in folders]),
            undefined=_Missing,
            autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters |= FILTERS

    def render(self, kind: MailKind, values: Mapping[str, object]) -> RenderedMail:
        """Render one mail.

        `values` are the common values and those of the mail (`Mail.values`); templates/email/README.md names them all.
        Raises TemplateMistakeError (German, with template, line and variable) when a value is missing or a template is wrong.
        """
        subject, text, html = (self._render(f"{kind.value}/{file}", values) for file in FILES)
        return RenderedMail(subject=one_line_subject(subject), text=tidy_text(text), html=self._inliner.inline(html))

    @cached_property
    def _inliner(self) -> "CSSInliner":
        from css_inline import CSSInliner

        return CSSInliner(load_remote_stylesheets=False)

    def _render(self, name: str, values: Mapping[str, object]) -> str:
        try:
            return self._environment.get_template(name).render(values)
        except TemplateNotFound as error:
            folders = ", ".join(str(folder) for folder in self.folders)
            raise TemplateMistakeError(str(error.name or name), 0, f"Die Datei fehlt in {folders}.") from error
        except MISTAKES as error:
            raise TemplateMistakeError(*_place(error, name), _what(error)) from error


def _place(error: Exception, name: str) -> tuple[str, int]:
    """Return template and line of the innermost template frame; Jinja rewrites the traceback to template lines."""
    if (lineno := getattr(error, "lineno", None)) is not None:
        return getattr(error, "name", None) or name, int(lineno)
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.endswith(".j2")]
    return ("/".join(Path(frames[-1].filename).parts[-2:]), frames[-1].lineno or 0) if frames else (name, 0)


def _what(error: Exception) -> str:
    if isinstance(error, UndefinedError):
        quoted = re.findall(r"'([^']*)'", str(error))
        return f"Der Wert „{quoted[-1] if quoted else error}“ fehlt."
    return f"Die Vorlage ist fehlerhaft ({error})."


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


def single_line(text: object, longest: int = 0) -> str:
    """Return text on one line without control characters, cut with an ellipsis when longer than `longest` (0: never)."""
    line = re.sub(r"[\s\x00-\x1f\x7f\x85\u2028\u2029]+", " ", str(text)).strip()
    return line if not longest or len(line) <= longest else line[: longest - 1].rstrip() + "…"


def salutation(name: str) -> str:
    """Return `Sehr geehrte Frau Özdal,`; without `Frau` or `Herr` in front the general salutation."""
    for title, greeting in (("Frau ", "Sehr geehrte"), ("Herr ", "Sehr geehrter")):
        if name.startswith(title):
            return f"{greeting} {single_line(name)},"
    return "Sehr geehrte Damen und Herren,"


def clock_time(moment: time | datetime | str) -> str:
    """Return `10:00`; text stays as it is."""
    return moment if isinstance(moment, str) else f"{moment:%H:%M}"


def counted(number: int, singular: str, plural: str) -> str:
    """Return `1 Liste` or `1.203 Listen`."""
    return f"{german.number(number)} {singular if number == 1 else plural}"


def _short_date(day: date | None) -> str:
    return german.short_date(day)


FILTERS = {
    "datum": _short_date,
    "datum_lang": german.long_date,
    "uhrzeit": clock_time,
    "zahl": german.number,
    "anzahl": counted,
    "aufzaehlung": german.join,
    "anrede": salutation,
    "ohne_anrede": lambda name: re.sub(r"^(Frau|Herr) ", "", name),
    "zeile": single_line,
}
