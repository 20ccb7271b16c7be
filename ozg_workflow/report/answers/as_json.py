"""The answers as JSON: the shape that scripts rely on (`docs/schemas/answers.schema.json`)."""

import json
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from ozg_workflow.domain.survey.answer_line import AnswerLine, HistoryEntry, Said, Source
from ozg_workflow.domain.survey.outside_view import OutsideView


def answers_json(lines: Iterable[AnswerLine]) -> bytes:
    """Return lines as UTF-8 JSON; a text that is no Unicode is written with replacement characters.

    Each is written by itself: all of a city at once take 80 MB, and the reading room has little memory.
    """
    written = BytesIO()
    for line in lines:
        written.write(b",\n" if written.tell() else b"[\n")
        written.write(_indented(line_json(line)).encode(errors="replace"))
    written.write(b"\n]\n" if written.tell() else b"[]\n")
    return written.getvalue()


def _indented(line: dict[str, Any]) -> str:
    return "  " + json.dumps(line, ensure_ascii=False, indent=2).replace("\n", "\n  ")


def line_json(line: AnswerLine) -> dict[str, Any]:
    """Return one line with its answers as they are stored and the source of each."""
    service = line.service
    return {
        "round": line.round,
        "office": line.office,
        "office_name": line.office_name,
        "department": line.department,
        "service": {
            "ref": service.ref,
            "leika_key": service.key,
            "name": service.name,
            "ozg_id": service.ozg_id,
            "ozg_name": service.ozg_name,
            "theme": service.theme,
        },
        "list_version": line.list_version,
        "state": line.state.value,
        "gone_to": line.gone_to,
        "answers": dict(line.answers),
        "sources": {question: source_json(source) for question, source in line.sources.items()},
        "outside": _outside(line.outside) if line.outside else None,
    }


def _outside(view: OutsideView) -> dict[str, Any]:
    """Return what the portals show of the service; `portal` is null where they do not have it."""
    entry = view.entry
    portal = {
        "shown": entry.shown,
        "online": entry.online,
        "urls": list(entry.urls),
        "as_of": entry.as_of.isoformat() if entry.as_of else None,
    } if entry else None  # fmt: skip
    return {"portal": portal, "sdg": view.sdg, "findings": [finding.value for finding in view.findings]}


def source_json(source: Source) -> dict[str, Any]:
    """Return where an answer comes from; what a kind of source does not have is empty."""
    return {
        "kind": source.kind.value,
        "incoming": source.incoming,
        "file": source.file,
        "cell": source.cell,
        "by": source.by,
        "at": source.at.isoformat(),
        "note": source.note or source.office,
    }


def history_json(line: AnswerLine, entries: Iterable[HistoryEntry]) -> dict[str, Any]:
    """Return a line as it counts, with its contradictions, and everything that was said about it, in order of time."""
    return line_json(line) | {
        "contradictions": [
            {"question": item.question, "counts": _said(item.counts), "other": _said(item.other)} for item in line.contradictions
        ],
        "history": [
            {
                "question": entry.question,
                "heading": entry.heading,
                "value": entry.value,
                "replaced": entry.replaced,
                "source": source_json(entry.source),
                "counts": entry.counts,
                "issue": entry.issue,
            }
            for entry in entries
        ],
    }


def _said(said: Said) -> dict[str, Any]:
    return {"value": said.value, "source": source_json(said.source)}
