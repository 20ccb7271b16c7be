"""The answers as JSON: the shape that scripts rely on (`docs/schemas/answers.schema.json`)."""

import json
from collections.abc import Iterable
from typing import Any

from ozg_workflow.domain.survey.answer_line import AnswerLine, Source


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
        "sources": {question: _source(source) for question, source in line.sources.items()},
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "kind": source.kind.value,
        "incoming": source.incoming,
        "file": source.file,
        "cell": source.cell,
        "by": source.by,
        "at": source.at.isoformat(),
        "note": source.note,
    }
