"""The sentences of a ranking say what their codes and figures say."""

from ozg_workflow.domain.results import reasons
from ozg_workflow.domain.results.evaluating import evaluate
from ozg_workflow.domain.results.prioritisation import Axis, Candidate, Criterion, Prioritisation
from ozg_workflow.domain.results.reasons import ReasonCode

LEVELS = {"0": 0.0, "1": 0.125, "2": 0.5, "3": 1.0}
PLAN = Prioritisation(
    version="1",
    agreed_by=(),
    criteria=(
        Criterion(key="use", title="Nutzen: stark", question="use", axis=Axis.BENEFIT, weight=1, values=LEVELS),
        Criterion(key="ease", title="Technik", question="ease", axis=Axis.FEASIBILITY, weight=1, values=LEVELS),
    ),
    blocking={"law": ("excluded",)},
    waves=(),
)


def found(**answers: str) -> list[tuple[ReasonCode, str, int | None, str]]:
    (score,) = evaluate(PLAN, [Candidate(service_id=1, ref="L1", name="Ausweis", office="33", answers=answers)])
    return [(r.code, r.criterion, r.points, r.text) for r in score.reasons]


def test_strong_weak_and_missing_criteria_are_told_apart_by_their_codes() -> None:
    assert found(use="3", ease="1") == [
        (ReasonCode.STRONG, "Nutzen: stark", 100, "Nutzen: stark: stark (100 von 100)"),
        (ReasonCode.WEAK, "Technik", 12, "Technik: schwach (12 von 100)"),
    ]
    assert found(use="2") == [(ReasonCode.MISSING, "Technik", None, "Angabe fehlt: Technik")]


def test_a_service_excluded_by_law_has_that_one_reason() -> None:
    assert found(use="3", ease="3", law="excluded") == [(ReasonCode.BLOCKED, "", None, reasons.BLOCKED.text)]
