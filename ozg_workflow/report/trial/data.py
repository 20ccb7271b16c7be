"""What other weights would change, for programs."""

from typing import Any

from ozg_workflow.domain.results.prioritisation import Prioritisation, RankState
from ozg_workflow.domain.results.versions import changed_values
from ozg_workflow.domain.results.weights.trial import Shift, Standing, Trial


def trial_json(rollout: str, trial: Trial, hints: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the comparison: every service in the order of the ranking on trial, `changes` tells whether anything would."""
    return {
        "rollout": rollout,
        "stored": False,
        "agreed": _plan(trial.agreed),
        "tried": _plan(trial.tried),
        "differences": list(changed_values(trial.agreed, trial.tried)),
        "hints": list(hints),
        "changed": len(trial.changed),
        "services": [_service(shift) for shift in trial.shifts],
    }


def _plan(plan: Prioritisation) -> dict[str, Any]:
    return {
        "version": plan.version,
        "weights": {criterion.key: criterion.weight for criterion in plan.criteria},
        "rules": {rule.key.value: rule.weight for rule in plan.active_rules},
    }


def _service(shift: Shift) -> dict[str, Any]:
    return {
        "ref": shift.ref,
        "name": shift.name,
        "office": shift.office,
        "changes": shift.changes,
        "places": shift.places,
        "before": _standing(shift.before),
        "after": _standing(shift.after),
    }


def _standing(at: Standing) -> dict[str, Any]:
    return {
        "state": at.state.value,
        "blocked": at.state is RankState.BLOCKED,
        "rank": at.rank,
        "rank_low": at.rank_low,
        "rank_high": at.rank_high,
        "score": at.score,
        "quadrant": at.quadrant.value if at.quadrant else None,
        "wave": at.wave or None,
    }
