"""`rollout.yaml`: the city, its people and its rules."""

import re
from dataclasses import dataclass
from typing import Final

from ozg_workflow.domain.errors import Problem
from ozg_workflow.domain.people import name_mistake
from ozg_workflow.domain.results.board.effort import EffortDays
from ozg_workflow.domain.rollout import Comparison, Contacts
from ozg_workflow.domain.survey.late_answers import LateAnswers
from ozg_workflow.domain.survey.responsibility import ForwardRule
from ozg_workflow.workspace.characters import ADDRESS
from ozg_workflow.workspace.documents import Document

MOST_INHABITANTS: Final = 10_000_000
NO_POPULATION: Final = "„comparison.population“ nennt die Einwohnerzahl; ohne sie gehört die Stadt in keine Größenklasse."


@dataclass(frozen=True, slots=True, kw_only=True)
class RolloutFile:
    """The file as it stands; `scale` names another file of the folder."""

    key: str
    title: str
    city: str
    scale: str
    contacts: Contacts
    allowed_domains: tuple[str, ...] = ()
    forward_rule: ForwardRule = ForwardRule.AUTO_FORWARD
    late_answers: LateAnswers = LateAnswers.OFFER
    portal_prefill: bool = False
    answers_per_hour: int = 20
    retention_days: int = 180
    archive_copy: bool = False
    archive_copy_hours: int = 24
    require_release: bool = False
    board_return_rate: float = 0.8
    effort_days: EffortDays = EffortDays()
    coordinators: tuple[str, ...] = ()
    deputies: tuple[str, ...] = ()
    comparison: Comparison = Comparison()


def rollout_mistakes(document: Document, rollout: RolloutFile) -> list[Problem]:
    """Return what the types cannot say: addresses, names, domains and figures that make no sense."""
    problems = []
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{1,59}", rollout.key):
        problems.append(document.problem(("key",), "„key“ darf nur Kleinbuchstaben, Ziffern und Bindestriche enthalten."))
    for name in ("sender", "coordinator", "staff_council", "intranet_editors", "executive_board"):
        address = getattr(rollout.contacts, name).email
        if not ADDRESS.fullmatch(address):
            problems.append(document.problem(("contacts", name, "email"), f"„{address}“ ist keine Mailadresse."))
    problems += _people_mistakes(document, rollout)
    if not re.fullmatch(r"[\w.-]+\.yaml", rollout.scale):
        problems.append(document.problem(("scale",), "„scale“ muss der Name einer Datei in diesem Ordner sein."))
    problems += _figure_mistakes(document, rollout)
    if (
        rollout.comparison.agreed or rollout.comparison.population
    ) and not 1 <= rollout.comparison.population <= MOST_INHABITANTS:
        problems.append(document.problem(("comparison", "population"), NO_POPULATION))
    if not 0 <= rollout.board_return_rate <= 1:
        problems.append(document.problem(("board_return_rate",), "„board_return_rate“ muss zwischen 0 und 1 liegen."))
    for n, domain in enumerate(rollout.allowed_domains):
        if not re.fullmatch(r"[\w-]+(\.[\w-]+)+", domain):
            message = f"„{domain}“ in allowed_domains ist keine Domäne (wie stadt.example)."
            problems.append(document.problem(("allowed_domains", n), message))
    return problems


def _figure_mistakes(document: Document, rollout: RolloutFile) -> list[Problem]:
    """Return which figures are below 1 that may not be."""
    figures: dict[tuple[str, ...], int] = {
        **{(name,): getattr(rollout, name) for name in ("answers_per_hour", "retention_days", "archive_copy_hours")},
        **{("effort_days", name): getattr(rollout.effort_days, name) for name in ("easy", "hard")},
    }
    return [document.problem(path, f"„{path[-1]}“ muss mindestens 1 sein.") for path, figure in figures.items() if figure < 1]


def _people_mistakes(document: Document, rollout: RolloutFile) -> list[Problem]:
    problems = []
    known: set[str] = set()
    for place, names in (("coordinators", rollout.coordinators), ("deputies", rollout.deputies)):
        for n, name in enumerate(names):
            mistake = f"„{name}“ steht zweimal in „coordinators“ und „deputies“." if name in known else name_mistake(name)
            if mistake:
                problems.append(document.problem((place, n), mistake))
            known.add(name)
    return problems
