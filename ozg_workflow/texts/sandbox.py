"""The sandbox that fills templates, and the mistakes it names."""

import re
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

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

from ozg_workflow.domain.errors import InputError
from ozg_workflow.texts.filters import FILTERS

# whatever a template can provoke: a template that includes itself recurses, a forged format string looks up what is not there
MISTAKES = (TemplateError, TypeError, ValueError, AttributeError, ArithmeticError, LookupError, RecursionError, MemoryError)
LONGEST_REPEATED = 10_000


class TemplateMistakeError(InputError):
    """A template cannot be filled with these values; the message names the template and the variable."""

    def __init__(self, template: str, line: int, what: str, kind: str = "Vorlage") -> None:
        self.template, self.line = template, line
        place = f"{template}:{line}" if line else template
        super().__init__(f"{kind} {place}: {what}")


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


class Texts:
    """The templates of the given folders; the first folder that has a file wins (overrides before shipped ones).

    `kind` is what a message calls such a template; `options` are those of the environment of Jinja.
    """

    def __init__(self, folders: tuple[Path, ...], kind: str = "Vorlage", **options: Any) -> None:
        self.folders, self.kind = folders, kind
        self._environment = _Sandbox(
            loader=_Loader([str(folder) for folder in folders]),
            undefined=_Missing,
            trim_blocks=True,
            lstrip_blocks=True,
            **({"autoescape": select_autoescape(enabled_extensions=("html.j2",), default=False)} | options),
        )
        self._environment.filters |= FILTERS

    def fill(self, name: str, values: Mapping[str, object]) -> str:
        """Return a template with its values. Raises TemplateMistakeError (German, with template, line and variable)."""
        try:
            return self._environment.get_template(name).render(values)
        except TemplateNotFound as error:
            folders = ", ".join(str(folder) for folder in self.folders)
            raise self.mistake(str(error.name or name), 0, f"Die Datei fehlt in {folders}.") from error
        except MISTAKES as error:
            raise self.mistake(*_place(error, name), _what(error)) from error

    def mistake(self, name: str, line: int, what: str) -> TemplateMistakeError:
        """Return the error that names a place of a template; line 0 is the file as a whole."""
        return TemplateMistakeError(name, line, what, self.kind)


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
