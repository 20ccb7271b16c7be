"""`rules` in `prioritisation.yaml`: what no rule can be, and rules that reach no service."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from ozg_workflow.domain.checks.finding import Finding, hint, mistake, some
from ozg_workflow.domain.results.prioritisation import Prioritisation
from ozg_workflow.domain.results.weights.rules import RULE_TITLES, RuleKey


class Listed(Protocol):
    """A service as the rules know it."""

    @property
    def key(self) -> str:
        """Its LeiKa key, empty where it has none."""

    @property
    def ozg_id(self) -> str:
        """Its OZG-ID, empty where it has none."""

    @property
    def sdg(self) -> bool | None:
        """Whether it is of annex II of the SDG regulation."""


def rule_mistakes(plan: Prioritisation) -> Iterator[Finding]:
    """Yield what no rule can be."""
    keys = [rule.key for rule in plan.rules]
    for n, rule in enumerate(plan.rules):
        if rule.key in keys[:n]:
            yield mistake(("rules", n, "key"), f"Die Regel „{rule.key}“ gibt es zweimal.")
        if rule.weight <= 0:
            yield mistake(("rules", n, "weight"), f"Das Gewicht der Regel „{rule.title}“ muss größer als 0 sein.")


def rule_findings(plan: Prioritisation, catalogue: Sequence[Listed]) -> Iterator[Finding]:
    """Yield rules that reach nothing, and services that stand ready and are not there; without a catalogue nothing is said about it."""
    known = {name for service in catalogue for name in (service.key, service.ozg_id) if name}
    for n, rule in enumerate(plan.rules):
        if rule.efa and rule.key is not RuleKey.QUICK_WIN:
            yield hint(("rules", n, "efa"), f"„efa“ gehört zur Regel „{RULE_TITLES[RuleKey.QUICK_WIN]}“; hier bewirkt es nichts.")
        if catalogue and (strange := [name for name in rule.efa if name not in known]):
            message = f"„efa“ nennt {some([f'„{name}“' for name in strange])}; eine Leistung mit dieser OZG-ID oder diesem Schlüssel hat der Katalog nicht."
            yield hint(("rules", n, "efa"), message)
        if rule.active and rule.key is RuleKey.SDG_DUTY and not any(service.sdg for service in catalogue):
            message = f"Die Regel „{rule.title}“ trifft keine Leistung: Im Katalog steht bei keiner „sdg2“."
            yield hint(("rules", n), message)
