"""The prioritisation as a file: JSON for programs, a workbook for people."""

import io
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from ozg_workflow.domain.results.comparison import Comparison
from ozg_workflow.domain.results.prioritisation import Prioritisation, RankState, Score
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.report.comparison_sheet import comparison_json, write_comparison
from ozg_workflow.report.prioritisation_sheets import write_four_fields, write_method, write_open_ones, write_ranking
from ozg_workflow.report.workbook import Book


def prioritisation_json(
    scores: Sequence[Score],
    plan: Prioritisation,
    *,
    rollout: str,
    evaluated_at: datetime,
    office_names: Mapping[str, str],
    comparison: Comparison | None = None,
) -> bytes:
    """Return the evaluation as UTF-8 JSON; the same input gives the same bytes.

    `evaluated_at` is an aware moment and written in UTC. Scores and axes are 0…100, weights as configured, ranks start
    at 1 and are null where nothing is known or the law blocks the service. A repeated round has a field `vergleich`.
    """
    document = {
        "rollout": rollout,
        "evaluated_at": evaluated_at.astimezone(UTC).isoformat(),
        "version": plan.version,
        "weights": {criterion.key: criterion.weight for criterion in plan.criteria},
        "services": [_service(score, office_names) for score in scores],
        **({"vergleich": comparison_json(comparison)} if comparison else {}),
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def prioritisation_xlsx(
    scores: Sequence[Score],
    plan: Prioritisation,
    *,
    title: str,
    city: str,
    evaluated_at: datetime,
    office_names: Mapping[str, str],
    questionnaire: Questionnaire | None = None,
    comparison: Comparison | None = None,
) -> bytes:
    """Return the evaluation as a workbook: `Rangfolge`, `Vier Felder`, `Gesperrt und offen`, `Vergleich` (repeated rounds), `Methode`.

    `evaluated_at` is an aware moment; it is also the creation date of the file, so the same input gives the same bytes.
    Text is always written as text: a name that begins with `=` stays a name. With the `questionnaire` the sheet `Methode`
    names the answers by their labels.
    """
    stream = io.BytesIO()
    book = Book(stream, title=title, city=city, evaluated_at=evaluated_at)
    write_ranking(book, scores, plan, office_names)
    write_four_fields(book, scores, plan, office_names)
    write_open_ones(book, scores, office_names)
    if comparison:
        write_comparison(book, comparison, office_names)
    write_method(book, plan, questionnaire)
    book.file.close()
    return stream.getvalue()


def _service(score: Score, office_names: Mapping[str, str]) -> dict[str, object]:
    return {
        "ref": score.ref,
        "name": score.name,
        "office": score.office,
        "office_name": office_names.get(score.office, ""),
        "state": score.state.value,
        "blocked": score.state is RankState.BLOCKED,
        "rank": score.rank,
        "rank_low": score.rank_low,
        "rank_high": score.rank_high,
        "stable_from": score.stable_from,
        "stable_to": score.stable_to,
        "score": score.score,
        "benefit": score.benefit,
        "feasibility": score.feasibility,
        "quadrant": score.quadrant.value if score.quadrant else None,
        "completeness": score.completeness,
        "reasons": [reason.text for reason in score.reasons],
    }
