"""The answers as JSON: the shape that scripts rely on (`docs/schemas/answers.schema.json`)."""

import json
from collections.abc import Iterable
from typing import Any

from ozg_workflow.domain.survey.answer_line import AnswerLine, HistoryEntry, Said, Source


def answers_json(lines: Iterable[AnswerLine]) -> bytes:
    """Return lines as UTF-8 JSON; a text that is no Unicode is written with replacement characters."""
    return (json.dumps([line_json(line) for line in lines], ensure_ascii=False, indent=2) + "\n").encode(errors="replace")


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
        "answers": dict(line.answers),
        "sources": {question: source_json(source) for question, source in line.sources.items()},
    }


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
