"""The prioritisation as a file: JSON for programs, a workbook for people."""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from ozg_workflow.domain.results.comparison import Comparison
from ozg_workflow.domain.results.prioritisation import LeftOut, Prioritisation, RankState, Score
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.responsibility import elsewhere_words
from ozg_workflow.report.comparison_sheet import comparison_json, write_comparison
from ozg_workflow.report.prioritisation_sheets import write_four_fields, write_method, write_open_ones, write_ranking
from ozg_workflow.report.workbook import Book


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """An evaluation as it is written: of which rollout and when (aware), with the plan it was made with.

    With the `questionnaire` the method names the answers by their labels; `comparison` only in a repeated round. `left_out` are the services that no office of the city has.
    """

    rollout: str
    title: str
    city: str
    evaluated_at: datetime
    scores: Sequence[Score]
    plan: Prioritisation
    office_names: Mapping[str, str]
    questionnaire: Questionnaire | None = None
    comparison: Comparison | None = None
    left_out: Sequence[LeftOut] = ()


def prioritisation_json(ranking: Ranking) -> bytes:
    """Return the evaluation as UTF-8 JSON; the same input gives the same bytes.

    The moment is written in UTC. Scores and axes are 0…100, weights as configured, ranks start at 1 and are null where nothing is
    known or the law blocks the service. A repeated round has a field `vergleich`; services that no office of
    the city has stand in `left_out` with the reason.
    """
    document = {
        "rollout": ranking.rollout,
        "evaluated_at": ranking.evaluated_at.astimezone(UTC).isoformat(),
        "version": ranking.plan.version,
        "top": ranking.plan.top,
        "weights": {criterion.key: criterion.weight for criterion in ranking.plan.criteria},
        **_rules(ranking.plan),
        "services": [_service(score, ranking) for score in ranking.scores],
        **({"left_out": [_left_out(item) for item in ranking.left_out]} if ranking.left_out else {}),
        **({"vergleich": comparison_json(ranking.comparison)} if ranking.comparison else {}),
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode(errors="replace")


def prioritisation_xlsx(ranking: Ranking) -> bytes:
    """Return the evaluation as a workbook: `Rangfolge`, `Vier Felder`, `Gesperrt und offen`, `Vergleich` (repeated rounds), `Methode`.

    The moment is also the creation date of the file, so the same input gives the same bytes. Text is always written as text: a
    name that begins with `=` stays a name.
    """
    scores, plan, names = ranking.scores, ranking.plan, ranking.office_names
    stream = io.BytesIO()
    book = Book(stream, title=ranking.title, city=ranking.city, evaluated_at=ranking.evaluated_at)
    write_ranking(book, scores, plan, names)
    write_four_fields(book, scores, plan, names)
    write_open_ones(book, scores, names, ranking.left_out)
    if ranking.comparison:
        write_comparison(book, ranking.comparison, names)
    write_method(book, plan, ranking.questionnaire)
    book.file.close()
    return stream.getvalue()


def _left_out(item: LeftOut) -> dict[str, str]:
    return {"ref": item.ref, "name": item.name, "reason": elsewhere_words(item.body)}


def _rules(plan: Prioritisation) -> dict[str, object]:
    """Return the active rules with their weights, and what stands ready; nothing where none is switched on."""
    found = {rule.key.value: {"weight": rule.weight, "efa": list(rule.efa)} for rule in plan.active_rules}
    return {"rules": found} if found else {}


def _service(score: Score, ranking: Ranking) -> dict[str, object]:
    return {
        "ref": score.ref,
        "name": score.name,
        "office": score.office,
        "office_name": ranking.office_names.get(score.office, ""),
        "state": score.state.value,
        "blocked": score.state is RankState.BLOCKED,
        "rank": score.rank,
        "rank_low": score.rank_low,
        "rank_high": score.rank_high,
        "stable_from": score.stable_from,
        "stable_to": score.stable_to,
        "top_share": score.top_share,
        "decisive": score.decisive or None,
        "score": score.score,
        "benefit": score.benefit,
        "feasibility": score.feasibility,
        "quadrant": score.quadrant.value if score.quadrant else None,
        "completeness": score.completeness,
        "reasons": [reason.text for reason in score.reasons],
        **({"rules": [key.value for key in score.rules]} if ranking.plan.active_rules else {}),
    }
