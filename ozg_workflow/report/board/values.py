"""The values that the texts of paper and slides may use; `templates/paper/README.md` names them all."""

from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.domain.results.board.alternatives import Alternative
from ozg_workflow.domain.results.board.effort import YEAR_DAYS, Effort, posts
from ozg_workflow.domain.results.prioritisation import QUADRANT_TITLES, Quadrant, Wave
from ozg_workflow.domain.results.weights.rules import RULE_MEANINGS
from ozg_workflow.report.board.data import BoardPaper
from ozg_workflow.report.board.levels import maturity_values
from ozg_workflow.report.comparison_sheet import totals
from ozg_workflow.report.labels import AXIS_TITLES, QUADRANT_MEANINGS, count_quadrants, office_label, share
from ozg_workflow.report.method import weight_share

EXAMPLES: Final = 3  # services named for a wave
LONGEST_EXAMPLE: Final = 70  # characters


def values(paper: BoardPaper) -> dict[str, object]:
    """Return name → value; texts and figures only, dates as `date`, shares in words (`59 %`)."""
    return _head(paper) | _survey(paper) | _method(paper) | _plan(paper) | _outlook(paper)


def _head(paper: BoardPaper) -> dict[str, object]:
    return {
        "city": paper.city,
        "title": paper.title,
        "coordinator": paper.coordinator,
        "date_label": paper.date_label,
        "evaluated_at": german.local_time(paper.evaluated_at),
        "target": paper.target_level_title,
        "target_on": paper.target_on,
        "scale": paper.scale_title,
        "doubts": paper.doubts,
    }


def _survey(paper: BoardPaper) -> dict[str, object]:
    counts = paper.counts
    return {
        "lists": paper.lists,
        "returned": paper.returned,
        "return_share": share(paper.returned, paper.lists),
        "earlier": _earlier(paper),
        "services": counts.total,
        "ranked": counts.ranked,
        "incomplete": counts.incomplete,
        "unranked": counts.unranked,
        "blocked": counts.blocked,
        "left_out": len(paper.left_out),
        "maturity": maturity_values(paper),
    }


def _earlier(paper: BoardPaper) -> dict[str, object] | None:
    if paper.comparison is None:
        return None
    (title, before), _ = totals(paper.comparison)
    found = paper.comparison
    figures = {"comparable": found.comparable, "raised": found.raised, "lowered": found.lowered}
    otherwise = {
        "changed": sum(bool(service.changed) for service in found.services),
        "questions": [{"heading": heading, "services": number} for heading, number in found.answered_otherwise[:3]],
        "measures": [{"what": what, "number": number} for what, number in found.measures],
    }
    return {"title": title, "lists": before.lists, "returned": before.returned, **figures, **otherwise}


def _method(paper: BoardPaper) -> dict[str, object]:
    plan, fields = paper.plan, count_quadrants(paper.scores)
    return {
        "version": plan.version,
        "agreed_by": plan.agreed_by,
        "criteria": [
            {"title": c.title, "axis": AXIS_TITLES[c.axis], "share": weight_share(plan, c), "reason": c.reason}
            for c in plan.criteria
        ],
        "rules": [
            {"title": r.title, "share": weight_share(plan, r), "reason": r.reason or RULE_MEANINGS[r.key]}
            for r in plan.active_rules
        ],
        "threshold": german.number(100 * plan.threshold),
        "weight_shift": german.number(100 * plan.weight_shift),
        "fields": [{"title": QUADRANT_TITLES[q], "meaning": QUADRANT_MEANINGS[q], "services": n} for q, n in fields.items()],
    }


def _plan(paper: BoardPaper) -> dict[str, object]:
    found, waves = paper.proposed, paper.plan.waves
    later = [p for p in found.measures if paper.by_id[p.service_id].quadrant is Quadrant.LATER]
    return {
        "waves": [_wave(paper, wave, effort) for wave, effort in zip(waves, found.efforts, strict=True)],
        "last_wave": waves[-1].title if waves else "",
        "later": len(later),
        "shifts": paper.shifts,
        "reuse": paper.reuse,
        "total": _effort(found.total),
        "easy": found.assumed.easy,
        "hard": found.assumed.hard,
        "year_days": YEAR_DAYS,
    }


def _wave(paper: BoardPaper, wave: Wave, effort: Effort) -> dict[str, object]:
    names = [paper.by_id[p.service_id].name for p in paper.proposed.measures if p.wave == wave.key][:EXAMPLES]
    return _effort(effort) | {
        "key": wave.key,
        "title": wave.title,
        "period": f"{german.short_date(wave.first_day)} – {german.short_date(wave.last_day)}",
        "posts": german.number(posts(effort, wave), 1),
        "examples": [_short(name) for name in names],
    }


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_EXAMPLE else f"{name[: LONGEST_EXAMPLE - 1].rstrip()}…"


def _effort(effort: Effort) -> dict[str, object]:
    staff = {"staff": german.number(effort.staff, 1), "staff_known": effort.staff_known}
    return {"measures": effort.measures, "reached": effort.reached, "days": effort.days, "agreed": effort.agreed, **staff}


def _outlook(paper: BoardPaper) -> dict[str, object]:
    risks = paper.proposed.risks
    return {
        "alternatives": {str(found.key): _alternative(found) for found in paper.proposed.alternatives},
        "risks": {
            "first": risks.first,
            "unsure": risks.unsure,
            "hanging": risks.hanging,
            "office": office_label(risks.office, paper.office_names) if risks.office else "",
            "busiest": risks.busiest,
            "measures": risks.measures,
            "waiting": risks.waiting,
        },
    }


def _alternative(found: Alternative) -> dict[str, object]:
    cases = "–" if found.cases is None else share(round(1000 * found.cases), 1000)
    figures = {"first": found.first, "kept": found.kept, "last": found.last}
    return {"measures": found.measures, "days": found.days, "cases": cases, **figures}
