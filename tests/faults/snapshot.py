"""What a town holds in the end, without anything that differs between two equal runs: numbers of rows, moments, hashes over them."""

import hashlib
import json
import re
from collections import Counter
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any

from sqlalchemy import Row, Table, select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Base

# what follows from row numbers, moments or process ids, and the protocol of the single attempts
VOLATILE = {
    "message": {"object_key", "occasion", "header_id", "size", "sha256", "claimed_by", "attempts", "queue_id"},
    "message_content": {"content"},
    "message_recipient": {"response"},
    "service_list": {"content_hash"},
    "incoming": {"mailbox", "content"},
    "event": {"object_id", "data"},
}
PROTOCOL = {
    "delivery_attempt",
    "relay",
    "step_run",
    "audit_seal",
}  # the seals follow the lines of the audit log, which an attempt leaves other ones of
IDENTITY = {
    "message": ("kind", "recipient", "subject"),
    "service_list": ("round_id", "office_id", "version"),
    "service_list_row": ("service_list_id", "service_id"),
    "evaluation": ("input_hash",),
    "return": ("service_list_id", "file_sha256"),
}
NUMBERS = re.compile(r"OZG-[0-9a-f]{8}|Nr\. \d+|\b[0-9a-f]{32,64}\b")
DRAFT = re.compile(r"^\..*(\.\d+|\.part|\.tmp|\.draft)$")

Snapshot = dict[str, Counter[str]]


def snapshot(session: Session, home: Path) -> Snapshot:
    """Everything: tables, reports, mailbox."""
    return tables(session) | {"reports": reports(home), "mailbox": mailbox(home / "postfach")}


def differences(wanted: Snapshot, found: Snapshot) -> list[str]:
    """What is missing (-) and what is too much (+), by table; of a pair of rows only the columns that differ."""
    lines = []
    for name in sorted(wanted.keys() | found.keys()):
        empty: Counter[str] = Counter()
        missing = sorted((wanted.get(name, empty) - found.get(name, empty)).elements())
        extra = sorted((found.get(name, empty) - wanted.get(name, empty)).elements())
        for left, right in zip_longest(missing, extra, fillvalue=""):
            lines += [f"- {name}: {_only(left, right)}" if left else "", f"+ {name}: {_only(right, left)}" if right else ""]
    return [line for line in lines if line]


def _only(row: str, other: str) -> str:
    """The columns of a row that differ from the other one."""
    if not (row.startswith("{") and other.startswith("{")):
        return row[:200]
    columns, theirs = json.loads(row), json.loads(other)
    return str({key: str(value)[:80] for key, value in columns.items() if theirs.get(key) != value})


def tables(session: Session) -> Snapshot:
    names: dict[tuple[str, int], str] = {}
    found: Snapshot = {}
    for table in Base.metadata.sorted_tables:
        rows = session.execute(select(table).order_by(*table.primary_key)).all()
        described = []
        for row in rows:  # one after the other: a round refers to an earlier one
            columns = _described(table, row, names)
            described.append(columns)
            if "id" in row._mapping:
                identity = {key: columns[key] for key in IDENTITY.get(table.name, columns) if key in columns}
                names[table.name, row._mapping["id"]] = hashlib.sha256(repr(identity).encode()).hexdigest()[:12].upper()
        if table.name not in PROTOCOL:
            found[table.name] = Counter(json.dumps(c, ensure_ascii=False, default=str) for c in described if _counts(table, c))
    return found


def _described(table: Table, row: Row[Any], names: dict[tuple[str, int], str]) -> dict[str, Any]:
    skipped = VOLATILE.get(table.name, set()) | {"id"}
    described = {c.name: _value(c, row._mapping[c.name], names) for c in table.columns if c.name not in skipped}
    if table.name == "message":
        described["subject"] = without_count(described["subject"])
    return described


def without_count(subject: str) -> str:
    """A digest says in its subject how much waits: also the mail whose outcome a kill has left open, of which it must tell."""
    return subject.partition(":")[0] if subject.startswith("OZG-Tagesübersicht") else subject


def _value(column: Any, value: Any, names: dict[tuple[str, int], str]) -> Any:
    if value is not None and column.foreign_keys:
        parent = next(iter(column.foreign_keys)).column.table.name
        return names[parent, value]
    if isinstance(value, datetime):
        return "moment"
    if isinstance(value, bytes):
        return len(value)
    return NUMBERS.sub("#", value) if isinstance(value, str) else value


def _counts(table: Table, columns: dict[str, Any]) -> bool:
    """Leave out what the audit log says about the attempts to deliver: a killed one leaves other lines there than a smooth one."""
    if table.name != "event":
        return True
    about_attempts = columns["object_type"] == "message" and "Empfänger" not in str(columns["text"])
    return not about_attempts and columns["verb"] != "state_changed"


def reports(home: Path) -> Counter[str]:
    """The files of the reports; those of the same state have the same content but for the moment they name."""
    folder = home / "var" / "reports"
    return Counter(f"{p.relative_to(folder)} {_digest(p)}" for p in folder.rglob("*") if p.is_file() and not DRAFT.match(p.name))


def _digest(path: Path) -> str:
    if path.suffix == ".json":
        return hashlib.sha256(re.sub(rb'"evaluated_at": "[^"]*"', b"", path.read_bytes())).hexdigest()[:8]
    return "whole" if path.stat().st_size > 1000 else "cut off"


def mailbox(box: Path) -> Counter[str]:
    """Which mail lies in which folder: each one somewhere, none twice."""
    mails = [p for p in box.rglob("*") if p.is_file() and p.parent.name in ("new", "cur")]
    return Counter(f"{_folder(p, box)} {hashlib.sha256(p.read_bytes()).hexdigest()[:8]}" for p in mails)


def _folder(path: Path, box: Path) -> str:
    return "inbox" if path.parent.parent == box else path.parent.parent.name
