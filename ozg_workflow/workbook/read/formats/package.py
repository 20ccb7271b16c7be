"""Lays out the parts of an .xlsx as the parser looks for them: found by their relationships (ECMA-376, part 2), whatever their names.

The parser wants the root relationships, `xl/workbook.xml`, its sheets in `xl/worksheets/`, `xl/sharedStrings.xml` and `xl/styles.xml` (python-calamine
0.9.1); other programs name them as they like, write backslashes or capital letters, or leave out what Excel can do without.
"""

import re
from html import escape
from posixpath import join, normpath, split
from typing import Final, NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from ozg_workflow.domain.late_pattern import late

WORKBOOK: Final = "xl/workbook.xml"
RELATIONSHIPS: Final = "xl/_rels/workbook.xml.rels"
ROOT: Final = "_rels/.rels"
SHARED: Final = {"sharedStrings": "xl/sharedStrings.xml", "styles": "xl/styles.xml"}
STATES: Final = ("hidden", "veryHidden")
_TARGET: Final = late(rb"""\sTarget\s*=\s*["']([^"']*)["']""")
_MAIN_TARGET: Final = late(rb"""\sTarget\s*=\s*["']/?xl/workbook\.xml["']""")
_NAMESPACE: Final = "http://schemas.openxmlformats.org"

Parts = dict[str, bytes]


class _Relation(NamedTuple):
    """What a part is to another one: the last word of its kind (`worksheet`), and its name."""

    kind: str
    name: str


def plain_name(name: str) -> str:
    """Return the name of a part with slashes and without a leading one."""
    return normpath(name.replace("\\", "/").lstrip("/")) if "\\" in name or name.startswith(("/", ".")) else name


def laid_out(parts: Parts) -> Parts:
    """Return the parts under the names the parser looks for; unchanged where they have them, or where no workbook is found.

    Raises ParseError on a workbook or relationships that are no XML.
    """
    if _is_laid_out(parts):
        return parts
    names = {name.lower(): name for name in parts}
    main = _main(parts, names)
    if not main:
        return parts
    folder, name = split(main)
    relations = _relations(parts, names, join(folder, "_rels", f"{name}.rels"), folder)
    shared = {target: parts[found] for kind, target in SHARED.items() if (found := _shared(relations, names, folder, kind))}
    workbook = _workbook(ET.fromstring(parts[main]), relations, parts)  # noqa: S314 - entities were refused before
    return shared | workbook if workbook else parts


def sheet_parts(parts: Parts) -> dict[str, str]:
    """Return the sheets of a workbook, as the package has it: name people see → name of the part. Raises ParseError."""
    names, main = _names_and_main(parts)
    if not main:
        return {}
    folder, name = split(main)
    relations = _relations(parts, names, join(folder, "_rels", f"{name}.rels"), folder)
    sheets = (e for e in ET.fromstring(parts[main]).iter() if _word(e.tag) == "sheet")  # noqa: S314 - entities were refused before
    related = ((e.get("name", ""), relations.get(_relation_id(e))) for e in sheets)
    return {name: relation.name for name, relation in related if relation and relation.kind == "worksheet"}


def related_parts(parts: Parts, name: str) -> list[tuple[str, str]]:
    """Return what belongs to a part: the last word of the kind (`comments`) and the name of each. Raises ParseError."""
    folder, own = split(name)
    names = {name.lower(): name for name in parts}
    return [(r.kind, r.name) for r in _relations(parts, names, join(folder, "_rels", f"{own}.rels"), folder).values()]


def shared_part(parts: Parts, kind: str) -> bytes:
    """Return the part that all sheets share, `styles` or `sharedStrings`; empty when there is none. Raises ParseError."""
    names, main = _names_and_main(parts)
    folder, name = split(main)
    relations = _relations(parts, names, join(folder, "_rels", f"{name}.rels"), folder)
    return parts.get(_shared(relations, names, folder, kind), b"")


def _names_and_main(parts: Parts) -> tuple[dict[str, str], str]:
    names = {name.lower(): name for name in parts}
    return names, _main(parts, names)


def _is_laid_out(parts: Parts) -> bool:
    """Tell whether a workbook is as Excel writes it: then nothing is read twice."""
    workbook, relations = parts.get(WORKBOOK, b""), parts.get(RELATIONSHIPS, b"")
    targets = [
        target.decode("utf-8", "replace")
        for target in _TARGET.findall(relations)
        if target.startswith((b"worksheets/", b"/xl/worksheets/"))
    ]
    sheets = [target.removeprefix("/") if target.startswith("/") else f"xl/{target}" for target in targets]
    return (
        bool(sheets)
        and workbook.count(b" r:id=") >= len(sheets)
        and all(sheet in parts for sheet in sheets)
        and all(_is_beside(relations, kind) for kind in SHARED)
        and _MAIN_TARGET.search(parts.get(ROOT, b"")) is not None
    )


def _is_beside(relations: bytes, kind: str) -> bool:
    """Tell whether the strings or styles, where there are any, lie where the parser looks."""
    return f'/{kind}"'.encode() not in relations or re.search(rf'"(?:/xl/)?{kind}\.xml"'.encode(), relations) is not None


def _main(parts: Parts, names: dict[str, str]) -> str:
    """Return the name of the workbook's own part, empty when there is none."""
    relations = _relations(parts, names, ROOT, "").values()
    found = next((name for kind, name in relations if kind == "officeDocument"), "") or names.get(WORKBOOK, "")
    return found or next((name for name, data in parts.items() if re.search(rb"<(?:\w+:)?workbook[\s>]", data[:2000])), "")


def _relations(parts: Parts, names: dict[str, str], source: str, folder: str) -> dict[str, _Relation]:
    """Return the relationships in a part by their ids; targets that are no part of the package are left aside."""
    data = parts.get(names.get(source.lower(), ""), b"")
    result = {}
    for element in ET.fromstring(data).iter() if data else ():  # noqa: S314 - entities were refused before
        target = element.get("Target", "").replace("\\", "/")
        tries = (target.lstrip("/"),) if target.startswith("/") else (join(folder, target), target)
        found = [names[name] for each in tries for name in (_key(each), _key(unquote(each))) if name in names]
        if found:
            result[element.get("Id", "")] = _Relation(element.get("Type", "").rpartition("/")[2], found[0])
    return result


def _key(name: str) -> str:
    return normpath(name).lower()


def _shared(relations: dict[str, _Relation], names: dict[str, str], folder: str, kind: str) -> str:
    related = next((relation.name for relation in relations.values() if relation.kind == kind), "")
    return related or names.get(_key(join(folder, f"{kind}.xml")), "")


def _workbook(workbook: ET.Element, relations: dict[str, _Relation], parts: Parts) -> Parts:
    """Return the workbook, its relationships and its sheets under the names the parser looks for; nothing when it has no sheets."""
    sheets, entries, links = {}, [], []
    for number, element in enumerate((e for e in workbook.iter() if _word(e.tag) == "sheet"), 1):
        relation = relations.get(_relation_id(element))
        if relation and relation.kind != "worksheet":
            continue
        path = f"worksheets/sheet{number}.xml"
        state = element.get("state", "")
        shown = f' state="{state}"' if state in STATES else ""
        entries.append(f'<sheet name="{escape(element.get("name", ""))}" sheetId="{number}"{shown} r:id="r{number}"/>')
        links.append(
            f'<Relationship Id="r{number}" Type="{_NAMESPACE}/officeDocument/2006/relationships/worksheet" Target="{path}"/>'
        )
        if relation:  # else the parser misses it, and says so
            sheets[f"xl/{path}"] = parts[relation.name]
    if not entries:
        return {}
    old_dates = next((e.get("date1904", "") for e in workbook.iter() if _word(e.tag) == "workbookPr"), "")
    spaces = f'xmlns="{_NAMESPACE}/spreadsheetml/2006/main" xmlns:r="{_NAMESPACE}/officeDocument/2006/relationships"'
    root = f'<Relationship Id="r1" Type="{_NAMESPACE}/officeDocument/2006/relationships/officeDocument" Target="{WORKBOOK}"/>'
    head = '<workbookPr date1904="1"/>' if old_dates in ("1", "true") else ""
    text = f"<workbook {spaces}>{head}<sheets>{''.join(entries)}</sheets></workbook>"
    return {ROOT: _relationships([root]), WORKBOOK: text.encode(), RELATIONSHIPS: _relationships(links), **sheets}


def _relation_id(sheet: ET.Element) -> str:
    return next((value for name, value in sheet.items() if _word(name) == "id" and name != "id"), "")


def _relationships(links: list[str]) -> bytes:
    return f'<Relationships xmlns="{_NAMESPACE}/package/2006/relationships">{"".join(links)}</Relationships>'.encode()


def _word(name: str) -> str:
    return name.rpartition("}")[2]
