"""The newest evaluation, page by page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, select

from ozg_workflow.database.columns import column, value
from ozg_workflow.database.models import Evaluation, Score, Service
from ozg_workflow.database.words import mentions
from ozg_workflow.domain import german
from ozg_workflow.domain.cockpit.results import Ranking, RankLine
from ozg_workflow.domain.paged import Paged
from ozg_workflow.domain.results.prioritisation import Quadrant, RankState
from ozg_workflow.domain.results.reasons import Reason
from ozg_workflow.usecases.cockpit.status import known_day
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.work import Work

_EVALUATIONS: Final = select(Evaluation).where(Evaluation.rollout_id == bindparam("rollout")).order_by(Evaluation.id.desc())
_NEWEST: Final = _EVALUATIONS.limit(1)
_NEWEST_THEN: Final = _EVALUATIONS.where(
    func.coalesce(Evaluation.again_at, Evaluation.evaluated_at) < bindparam("evening")
).limit(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class RankFilter:
    """Which services are wanted; what is empty leaves all of them. `text` stands in the name."""

    office: str = ""
    state: str = ""
    text: str = ""


def ranking(ctx: Context, wanted: RankFilter, *, page: int, size: int, as_of: date | None = None) -> Ranking | None:
    """Return one page of the newest evaluation, of the newest one on the evening of `as_of`; None where nothing was evaluated yet.

    Raises InputError for days the journal does not know.
    """
    with ctx.reading() as work:
        return ranking_of(work, wanted, page=page, size=size, as_of=as_of)


def ranking_of(work: Work, wanted: RankFilter, *, page: int, size: int, as_of: date | None = None) -> Ranking | None:
    """Return the same of a work that has begun."""
    found = _evaluation(work, as_of)
    if found is None:
        return None
    lines = _lines(work, found.id, wanted, page, size)
    return Ranking(
        evaluated_at=found.evaluated_at,
        version=found.version,
        ranked=found.ranked,
        blocked=found.blocked,
        incomplete=found.incomplete,
        lines=lines,
    )


def _evaluation(work: Work, as_of: date | None) -> Evaluation | None:
    if as_of is None:
        return work.session.scalar(_NEWEST, {"rollout": work.rollout.id})
    known_day(work, as_of)
    return work.session.scalar(_NEWEST_THEN, {"rollout": work.rollout.id, "evening": german.evening(as_of)})


def _lines(work: Work, evaluation_id: int, wanted: RankFilter, page: int, size: int) -> Paged[RankLine]:
    values = {"evaluation": evaluation_id, "office": wanted.office, "state": wanted.state}
    count, lines = _questions(bool(wanted.office), bool(wanted.state), wanted.text)
    total = value(work.session, count, values) or 0
    results = column(work.session, lines, {**values, "size": size, "first": (page - 1) * size})
    names = work.directory.office_names
    return Paged(rows=tuple(rank_line(r, names) for r in results), total=total, page=page, size=size)


@lru_cache(maxsize=32)
def _questions(office: bool, state: bool, text: str) -> tuple[Select[Any], Select[Any]]:
    """Return how many results there are and which are on a page, of an office, in a state, with words in the name; put together once."""
    conditions: list[ColumnElement[bool]] = [Score.evaluation_id == bindparam("evaluation")]
    conditions += [Score.result["office"].as_string() == bindparam("office")] if office else []
    conditions += [Score.result["state"].as_string() == bindparam("state")] if state else []
    query = select(Score.result).where(*conditions)
    if text:
        query = query.join(Service, Service.id == Score.service_id).where(mentions(text, Service.name))
    page = query.order_by(Score.position).limit(bindparam("size", type_=Integer)).offset(bindparam("first", type_=Integer))
    return query.with_only_columns(func.count()), page


def rank_line(result: Mapping[str, Any], names: Mapping[str, str]) -> RankLine:
    """Return the stored result of a service as people read it."""
    own = ("ref", "name", "office", "rank", "rank_low", "rank_high", "stable_from", "stable_to", "score", "benefit")
    quadrant = result["quadrant"]
    return RankLine(
        **{name: result[name] for name in (*own, "feasibility", "completeness")},
        office_name=names.get(result["office"], ""),
        state=RankState(result["state"]),
        quadrant=Quadrant(quadrant) if quadrant else None,
        reasons=tuple(Reason.read(reason) for reason in result["reasons"]),
    )
