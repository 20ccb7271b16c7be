"""Add a service to `catalogue.csv` as the town hall keeps it: same columns, separator, encoding and ends of lines."""

import csv
import io
import os
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path

from ozg_workflow.domain.errors import InputError
from ozg_workflow.workspace.csv_text import UnreadableTextError, csv_text


def add_service(path: Path, values: Mapping[str, str]) -> str:
    """Append a row; the columns are those of `CATALOGUE_COLUMNS`, columns the file has beside them stay empty.

    Returns the new id, empty where the file has no column for it. The file is there whole or as before. Raises OSError, InputError.
    """
    content = path.read_bytes()
    try:
        found = csv_text(content)
    except UnreadableTextError as error:
        raise InputError(f"{path.name}: {error}") from error
    text = found.text
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=found.separator))
    heads = [head.strip().casefold() for head in rows[0]]
    new_id = next(next_ids([row[heads.index("id")] for row in rows[1:] if len(row) > heads.index("id")])) if "id" in heads else ""
    line_end = "\r\n" if "\r\n" in text else "\n"
    line = io.StringIO()
    csv.writer(line, delimiter=found.separator, lineterminator=line_end).writerow(
        [new_id if head == "id" else values.get(head, "") for head in heads]
    )
    start = "" if text.endswith("\n") else line_end
    replace_file(path, content + (start + line.getvalue()).encode(found.encoding, errors="replace"))
    return new_id


def next_ids(ids: Sequence[str]) -> Iterator[str]:
    """Return the ids that follow: `L007` after `L006`; `N1` where there are no numbers."""
    numbered = [(match[1], match[2]) for given in ids if (match := re.fullmatch(r"(\D*)(\d+)", given.strip()))]
    prefix = max(numbered, key=lambda pair: int(pair[1]))[0] if numbered else "N"
    same = [number for start, number in numbered if start == prefix]
    first, width = max(map(int, same), default=0) + 1, max(map(len, same), default=1)
    taken = frozenset(ids)
    return (new for number in count(first) if (new := f"{prefix}{number:0{width}d}") not in taken)


def replace_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, with the rights it had. Raises OSError."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            draft.chmod(path.stat().st_mode & 0o777)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def restore(path: Path, content: bytes) -> None:
    """Put the file back as it was."""
    replace_file(path, content)
