"""The survey beside the one it repeats, in the final report."""

from ozg_workflow.domain import german
from ozg_workflow.domain.results.comparison import Comparison, ReturnRate
from ozg_workflow.report.comparison_sheet import totals

NOTHING = "–"
MOST_QUESTIONS = 5


def years(found: Comparison | None) -> dict[str, object]:
    """Return the table of two surveys; None where there is only one."""
    if found is None:
        return {"years": None}
    (before, rate_before), (after, rate_after) = totals(found)
    rows = [
        ("Amtslisten zurück", _rate(rate_before), _rate(rate_after)),
        ("Mittlere Stufe der vergleichbaren Leistungen", *_means(found)),
        ("Leistungen mit höherer Stufe", NOTHING, f"{found.raised} von {found.comparable}"),
        ("Leistungen mit niedrigerer Stufe", NOTHING, f"{found.lowered} von {found.comparable}"),
        *((f"Anders beantwortet: {heading}", NOTHING, str(n)) for heading, n in found.answered_otherwise[:MOST_QUESTIONS]),
        *((f"Maßnahmen: {what}", NOTHING, str(n)) for what, n in found.measures),
    ]
    return {"years": {"header": ["", before, after], "rows": [list(row) for row in rows], "risers": _risers(found)}}


def _rate(rate: ReturnRate) -> str:
    return f"{rate.returned} von {rate.lists}"


def _means(found: Comparison) -> tuple[str, str]:
    known = [(s.level_before, s.level_after) for s in found.services if s.level_before is not None and s.level_after is not None]
    if not known:
        return NOTHING, NOTHING
    before, after = (sum(levels) / len(known) for levels in zip(*known, strict=True))
    return german.number(before, 1), german.number(after, 1)


def _risers(found: Comparison) -> list[list[str]]:
    """Return the ten services that rose most in the ranking."""
    risen = sorted((s for s in found.services if (s.places or 0) > 0), key=lambda s: (-(s.places or 0), s.name))
    return [[s.name, s.office, str(s.rank_before), str(s.rank_after)] for s in risen[:10]]
