"""The JSON of the FIM portal (`leistung-steckbriefe`): a list of objects, or pages with `items`."""

import json
from collections.abc import Iterator
from typing import Any, Final

from ozg_workflow.domain.catalogue_update.foreign import (
    KEY,
    LEGAL_BASIS,
    NAME,
    OZG_ID,
    OZG_NAME,
    SDG,
    THEME,
    TYPE,
    ForeignCatalogue,
    ForeignRow,
    Source,
)
from ozg_workflow.domain.errors import InputError

COLUMNS: Final = (KEY, NAME, TYPE, OZG_ID, OZG_NAME, THEME, LEGAL_BASIS, SDG)


def read_fim(content: bytes, title: str) -> ForeignCatalogue:
    """Return the services of one or several pages. Raises InputError where it is no JSON of the FIM portal."""
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{title} ist kein lesbares JSON: {error}.") from error
    objects = list(_objects(data))
    if not any("leistungsschluessel" in item or "leistungsbezeichnung" in item for item in objects):
        raise InputError(f"{title} ist keine Ausgabe des FIM-Portals: Es fehlt „leistungsschluessel“.")
    rows = tuple(row for number, item in enumerate(objects, 1) for row in _rows(number, item))
    return ForeignCatalogue(source=Source.FIM, columns=COLUMNS, rows=rows)


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict) and isinstance(data.get("items"), list):
        data = data["items"]
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            if isinstance(item.get("items"), list):  # several pages in one file
                yield from _objects(item)
            else:
                yield item


def _rows(number: int, item: dict[str, Any]) -> Iterator[ForeignRow]:
    """Return one row per key: a text of the portal may be about several services."""
    names = [name for key in ("title", "leistungsbezeichnung_2", "leistungsbezeichnung") if (name := _text(item.get(key)))]
    bundles = [bundle for bundle in _list(item.get("ozg")) if isinstance(bundle, dict)]
    bundle = bundles[0] if bundles else {}
    cells = {
        NAME: names[0] if names else "",
        TYPE: ", ".join(filter(None, map(_text, _list(item.get("typisierung"))))),
        OZG_ID: _text(bundle.get("id")),
        OZG_NAME: _text(bundle.get("bezeichnung")),
        THEME: _text(bundle.get("themenfeld_label")) or _text(bundle.get("themenfeld")),
        LEGAL_BASIS: _text(item.get("rechtsgrundlagen")),
        SDG: "" if "sdg" not in item else "1" if any(map(_text, _list(item["sdg"]))) else "0",
    }
    for key in _list(item.get("leistungsschluessel")) or [""]:
        yield ForeignRow(number, {KEY: _text(key), **cells}, tuple(names[1:]))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str:
    """Return a text, a number, or the code and label of an object; empty for anything else."""
    if isinstance(value, dict):
        return next((_text(value[key]) for key in ("code", "id", "label", "text") if value.get(key)), "")
    if isinstance(value, list):
        return "; ".join(filter(None, map(_text, value)))
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
