"""Change rows of `catalogue.csv` as the town hall keeps it: untouched rows stay byte for byte, and so do separator, encoding and ends of lines."""

import csv
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ozg_workflow.domain.catalogue_update.delta import OwnRow
from ozg_workflow.domain.catalogue_update.foreign import DESCRIBING, ID, KEY, NAME, OFFICE, SDG
from ozg_workflow.domain.errors import InputError
from ozg_workflow.workspace.catalogue_file import next_ids
from ozg_workflow.workspace.csv_text import BOM, UnreadableTextError, csv_text

NEW_FILE: Final = BOM + (";".join((ID, *(column for column in DESCRIBING if column != SDG), OFFICE)) + "\r\n").encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueText:
    """The file as records: the text of each with its end of line, and its cells; the first are the headings. `before` stands above them."""

    encoding: str
    before: bytes
    delimiter: str
    line_end: str
    records: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def heads(self) -> tuple[str, ...]:
        """The headings as we compare them."""
        return tuple(head.strip().casefold() for head in self.records[0][1])

    def rows(self) -> tuple[OwnRow, ...]:
        """Return the services; the number of a row is that of its record."""
        heads = self.heads
        return tuple(
            OwnRow(number, dict(zip(heads, (*map(str.strip, cells), *[""] * (len(heads) - len(cells))), strict=False)))
            for number, (_, cells) in enumerate(self.records)
            if number and any(map(str.strip, cells))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewriting:
    """What is done to the file: columns that are added, record → cells that change, records that go, rows that come (without their id)."""

    columns: Sequence[str] = ()
    changes: Mapping[int, Mapping[str, str]]
    gone: Collection[int] = ()
    new: Sequence[Mapping[str, str]] = ()


def read_records(content: bytes, name: str) -> CatalogueText:
    """Take a file apart. Raises InputError where a line cannot be read or a column is missing that has to be there."""
    try:
        found = csv_text(content)
    except UnreadableTextError as error:
        raise InputError(f"{name}:{error.line}: {error}") from error
    lines = io.StringIO(found.text, newline="").readlines()
    used: list[str] = []

    def feed() -> Iterator[str]:
        for line in lines:
            used.append(line)
            yield line

    reader, records = csv.reader(feed(), delimiter=found.separator), []
    try:
        for cells in reader:
            records.append(("".join(used), tuple(cells)))
            used.clear()
    except csv.Error as error:
        raise InputError(f"{name}:{found.first_line - 1 + reader.line_num}: Die Zeile ist nicht lesbar: {error}.") from error
    heads = [head.strip().casefold() for head in records[0][1]] if records else []
    if missing := [column for column in (KEY, NAME, OFFICE) if column not in heads]:
        raise InputError(f"{name}:{found.first_line}: Es fehlen die Spalten: {', '.join(missing)}.")
    return CatalogueText(
        encoding=found.encoding,
        before=found.before,
        delimiter=found.separator,
        line_end="\r\n" if "\r\n" in found.text else "\n",
        records=tuple(records),
    )


def rewritten(text: CatalogueText, what: Rewriting) -> bytes:
    """Return the new content of the file; what Windows-1252 cannot hold makes it UTF-8 with a mark, so that no letter is lost."""
    heads = (*text.heads, *what.columns)
    ids = next_ids([row[ID] for row in text.rows()]) if ID in heads else iter(())
    lines = [_headings(text, what.columns)]
    for number, (raw, cells) in enumerate(text.records):
        if number and number not in what.gone:
            after = what.changes.get(number, {})
            touched = any(cells) and (after or what.columns)
            lines.append(_changed(text, cells, heads, after) if touched else _ended(text, raw))
    lines += [_line(text, [cells.get(head, "") for head in heads]) for cells in _with_ids(what.new, ids)]
    joined = "".join(lines)
    try:
        return text.before + joined.encode(text.encoding)
    except UnicodeEncodeError:
        return BOM + joined.encode()


def _with_ids(rows: Sequence[Mapping[str, str]], ids: Iterator[str]) -> Iterator[Mapping[str, str]]:
    return ({**row, ID: next(ids, "")} for row in rows)


def _headings(text: CatalogueText, added: Sequence[str]) -> str:
    raw, cells = text.records[0]
    return _line(text, [*cells, *added]) if added else _ended(text, raw)


def _changed(text: CatalogueText, cells: tuple[str, ...], heads: tuple[str, ...], after: Mapping[str, str]) -> str:
    full = [*cells, *[""] * (len(heads) - len(cells))]
    for head, value in after.items():
        full[heads.index(head)] = value
    return _line(text, full)


def _ended(text: CatalogueText, raw: str) -> str:
    return raw if raw.endswith(("\n", "\r")) else raw + text.line_end


def _line(text: CatalogueText, cells: Sequence[str]) -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=text.delimiter, lineterminator=text.line_end).writerow(cells)
    return stream.getvalue()
