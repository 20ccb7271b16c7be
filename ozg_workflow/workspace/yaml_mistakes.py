"""What is wrong with a YAML file that cannot be read, in German, at the line where it began."""

from collections.abc import Iterator
from typing import Any, Final

import yaml

INDENT: Final = "Die Einrückung stimmt nicht, oder ein Anführungszeichen steht mitten im Text"
OWN_MEANING: Final = "hat am Anfang eines Textes eine eigene Bedeutung; der Text gehört in Anführungszeichen"
GERMAN: Final = (
    ("mapping values are not allowed", "Ein Doppelpunkt steht, wo keiner stehen darf; ein Text mit „: “ gehört in Anführungszeichen"),
    ("could not find expected ':'", "Nach einem Namen fehlt der Doppelpunkt"),
    ("did not find expected key", INDENT),
    ("did not find expected '-' indicator", "Die Punkte einer Liste (-) sind nicht gleich weit eingerückt"),
    ("block sequence entries are not allowed", "Ein Listenpunkt (-) steht, wo keiner stehen darf"),
    ("did not find expected ',' or ']'", "Die eckige Klammer wird nicht geschlossen, oder ein Komma fehlt"),
    ("did not find expected ',' or '}'", "Die geschweifte Klammer wird nicht geschlossen, oder ein Komma fehlt"),
    ("did not find expected node content", "Ein Wert fehlt, oder eine Klammer wird nicht geschlossen"),
    ("did not find expected <document start>", INDENT),
    ("found character that cannot start any token", "Ein Tabulator oder eines der Zeichen %, @ und ` steht am Anfang; eingerückt wird mit Leerzeichen, Text mit diesen Zeichen gehört in Anführungszeichen"),
    ("found a tab character", "Eingerückt wird mit Leerzeichen, nicht mit Tabulatoren"),
    ("found unexpected end of stream", "Das Anführungszeichen wird nicht geschlossen"),
    ("found unexpected document indicator", "Das Anführungszeichen wird nicht geschlossen"),
    ("found unknown escape character", "Nach „\\“ steht ein Zeichen, das in doppelten Anführungszeichen dort nichts bedeutet; einfache nehmen"),
    ("undefined alias", f"„*“ {OWN_MEANING}"),
    ("duplicate anchor", f"„&“ {OWN_MEANING}"),
    ("alphabetic or numeric character", f"„*“ oder „&“ {OWN_MEANING}"),
    ("could not determine a constructor", f"„!“ {OWN_MEANING}"),
    ("undefined tag handle", f"„!“ {OWN_MEANING}"),
    ("control characters are not allowed", "Die Datei enthält ein Steuerzeichen"),
    ("special characters are not allowed", "Die Datei enthält ein Steuerzeichen"),
    ("expected a single document", "In einer Datei steht nur ein Dokument (keine Zeile mit ---)"),
    ("unhashable key", "Als Name vor einem Doppelpunkt steht eine Liste oder Klammer"),
)  # fmt: skip
# what these were about begins where they were opened; of anything else the line of the mistake says more
OPENED: Final = ("quoted scalar", "flow sequence", "flow mapping", "simple key")


def yaml_mistake(error: Exception, text: str, loader: Any) -> tuple[int, str]:
    """Return line (from 1) and German sentence, without its full stop, for what `loader` said about `text`."""
    mark, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    said = str(getattr(error, "problem", None) or error)
    line = mark.line if mark else text.count("\n", 0, getattr(error, "position", 0) or 0)
    if (quoted := _runaway(text, line, loader)) is not None:
        return quoted + 1, f"Das Anführungszeichen, das hier beginnt, endet erst in Zeile {line + 1}"
    if context and any(what in str(getattr(error, "context", "")) for what in OPENED):
        line = context.line
    return line + 1, next((german for english, german in GERMAN if english in said), "Die Datei ist ab hier nicht lesbar")


def _runaway(text: str, line: int, loader: Any) -> int | None:
    """Return the line (from 0) of a quoted text that runs over several lines into the one of the mistake."""
    found = None
    for token in _tokens(text, loader):
        over_lines = (
            isinstance(token, yaml.ScalarToken) and token.style in ("'", '"') and token.start_mark.line < token.end_mark.line
        )
        if over_lines and token.end_mark.line == line:
            found = int(token.start_mark.line)
    return found


def _tokens(text: str, loader: Any) -> Iterator[Any]:
    try:
        yield from yaml.scan(text, Loader=loader)
    except (yaml.YAMLError, ValueError):
        return
