"""YAML files: read with the line of every value, validated against a dataclass, mistakes in German."""

import dataclasses
import types
import typing
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml

from ozg_workflow.domain.checks.finding import Finding
from ozg_workflow.domain.errors import Problem
from ozg_workflow.domain.late_pattern import late
from ozg_workflow.workspace.characters import has_control_characters
from ozg_workflow.workspace.yaml_mistakes import yaml_mistake

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")
Path_ = tuple[str | int, ...]


class _Loader(yaml.CSafeLoader):
    """Without the sexagesimal numbers of YAML 1.1 (`10:00` is a time and not 600) and without its dates.

    Dates stay text until the validation reads them, so that `2020-02-31` is a mistake with a line.
    """


OWN_RULES = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:timestamp")
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in OWN_RULES]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", late(r"[-+]?(0|[1-9][0-9]*)$"), list("-+0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:float", late(r"[-+]?[0-9]+\.[0-9]+$"), list("-+0123456789"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A YAML file as plain data, and the line (from 1) of each value by its path."""

    name: str
    data: Any
    lines: dict[Path_, int]

    def line(self, path: Path_) -> int:
        """Return the line of the value at `path` or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, path: Path_, message: str) -> Problem:
        """Return a problem at the line of `path`."""
        return Problem(file=self.name, line=self.line(path), message=message)

    def tell(self, findings: Iterable[Finding], problems: list[Problem], hints: list[Problem]) -> None:
        """Add what refuses the configuration to `problems` and what is only told to `hints`."""
        for finding in findings:
            (problems if finding.refused else hints).append(self.problem(finding.where, finding.message))


def read_yaml(path: Path, name: str, problems: list[Problem]) -> Document:
    """Read one file; what cannot be read is added to `problems` and gives an empty document."""
    lines: dict[Path_, int] = {}
    data = None
    text = ""
    try:
        text = path.read_text(encoding="utf-8-sig")
        node = yaml.compose(text, Loader=_Loader)
        if node is not None:
            _index(node, (), lines, name, problems)
            data = _Loader("").construct_document(node)
    except FileNotFoundError:
        problems.append(Problem(file=name, line=1, message="Die Datei fehlt."))
    except UnicodeDecodeError as error:
        problems.append(Problem(file=name, line=1, message=f"Die Datei ist nicht in UTF-8 gespeichert (Byte {error.start})."))
    except (yaml.YAMLError, ValueError) as error:
        line, message = yaml_mistake(error, text, _Loader)
        problems.append(Problem(file=name, line=line, message=f"Kein gültiges YAML: {message}."))
    return Document(name=name, data=data, lines=lines)


def _index(node: yaml.Node, path: Path_, lines: dict[Path_, int], name: str, problems: list[Problem]) -> None:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*path, str(key.value))
            if inner in lines:
                problems.append(
                    Problem(file=name, line=key.start_mark.line + 1, message=f"„{key.value}“ steht hier zum zweiten Mal.")
                )
            lines[inner] = key.start_mark.line + 1
            _index(value, inner, lines, name, problems)
    elif isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            _index(item, (*path, position), lines, name, problems)
    elif has_control_characters(node.value):
        message = f"„{path[-1] if path else name}“ enthält einen Zeilenumbruch oder ein Steuerzeichen."
        problems.append(Problem(file=name, line=node.start_mark.line + 1, message=message))


@lru_cache(maxsize=16)
def _adapter(cls: Any) -> "TypeAdapter[Any]":
    from pydantic import TypeAdapter

    return TypeAdapter(cls)


def parse(document: Document, cls: type[T], problems: list[Problem]) -> T | None:
    """Validate a document against a dataclass; each mistake is added to `problems`; None when there is one."""
    from pydantic import ValidationError

    if document.data is None:
        if not any(p.file == document.name for p in problems):
            problems.append(document.problem((), "Die Datei ist leer."))
        return None
    unknown = list(_unknown_keys(cls, document.data, ()))
    problems += [document.problem(path, f"„{path[-1]}“ ist hier unbekannt.") for path in unknown]
    try:
        key: Any = cls
        value: T = _adapter(key).validate_python(document.data)
    except ValidationError as error:
        for detail in error.errors():
            path = tuple(part for part in detail["loc"])
            problems.append(document.problem(path, _german(detail, path)))
        return None
    return None if unknown else value


def _unknown_keys(cls: Any, data: Any, path: Path_) -> typing.Iterator[Path_]:
    cls = _bare(cls)
    if typing.get_origin(cls) is tuple and isinstance(data, list):
        for position, item in enumerate(data):
            yield from _unknown_keys(typing.get_args(cls)[0], item, (*path, position))
    if not (dataclasses.is_dataclass(cls) and isinstance(data, dict)):
        return
    hints = typing.get_type_hints(cls)
    for key, value in data.items():
        if key in hints:
            yield from _unknown_keys(hints[key], value, (*path, key))
        else:
            yield (*path, str(key))


def _bare(cls: Any) -> Any:
    """Return X for `X | None`."""
    if isinstance(cls, types.UnionType):
        return next((a for a in typing.get_args(cls) if a is not type(None)), cls)
    return cls


def _german(detail: Any, path: Path_) -> str:
    what = ".".join(str(part) for part in path)
    kind, given = detail["type"], detail.get("input")
    texts = {
        "missing": f"„{path[-1] if path else what}“ fehlt.",
        "enum": f"„{what}“: „{given}“ ist nicht erlaubt. Erlaubt sind: {detail.get('ctx', {}).get('expected', '')}.".replace(
            " or ", " oder "
        ),
        "string_type": f"„{what}“ muss ein Text sein (bitte in Anführungszeichen setzen).",
        "bool_parsing": f"„{what}“ muss true oder false sein.",
        "tuple_type": f"„{what}“ muss eine Liste sein.",
        "dataclass_type": f"{f'„{what}“' if what else 'Die Datei'} muss aus Zeilen „Name: Wert“ bestehen.",
        "dict_type": f"„{what}“ muss aus Zeilen „Name: Wert“ bestehen.",
    }
    if kind in texts:
        return texts[kind]
    if kind.startswith("date"):
        return f"„{what}“: „{given}“ ist kein Datum (JJJJ-MM-TT)."
    if kind.startswith("time"):
        return f"„{what}“: „{given}“ ist keine Uhrzeit (HH:MM)."
    if kind.startswith(("int", "float")):
        return f"„{what}“: „{given}“ ist keine Zahl."
    return f"„{what}“: „{given}“ passt nicht ({detail['msg']})."
