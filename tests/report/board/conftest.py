"""A paper about the seeded survey of the sample catalogue, with the plan that follows from it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ozg_workflow.domain.results.board.alternatives import Question, alternatives
from ozg_workflow.domain.results.board.effort import Costs, EffortDays, Known
from ozg_workflow.domain.results.board.proposed import Frame
from ozg_workflow.domain.results.board.risks import risks
from ozg_workflow.domain.results.implementation import Target, plan_measures
from ozg_workflow.domain.results.prioritisation import Candidate, Prioritisation, Score
from ozg_workflow.report.board.data import BoardPaper, DepartmentPlan, DepartmentReturn, Proposed, TimelineRow
from ozg_workflow.report.board.texts import PaperTexts
from tests.report.conftest import EVALUATED_AT

SHIPPED = Path(__file__).parents[3] / "templates" / "paper"
TODAY, TARGET = date(2020, 7, 1), Target(level=4, deadline=date(2022, 12, 31))


@pytest.fixture(scope="session")
def texts() -> PaperTexts:
    return PaperTexts((SHIPPED,))


@pytest.fixture(scope="session")
def proposed(plan: Prioritisation, candidates: tuple[Candidate, ...]) -> Callable[[tuple[Score, ...]], Proposed]:
    """Return what is proposed for scores, as the use case makes it."""

    def make(scores: tuple[Score, ...]) -> Proposed:
        plans = plan_measures(scores, plan.waves, {}, TARGET, TODAY)
        known = Known(
            staff={c.service_id: float(c.answers["staff_effort"]) for c in candidates if "staff_effort" in c.answers},
            cases={c.service_id: float(c.answers["case_volume"]) for c in candidates if "case_volume" in c.answers},
        )
        costs = Costs(assumed=EffortDays(), known=known, scores={s.service_id: s for s in scores})
        question = Question(
            scores=scores, candidates=candidates, levels={}, frame=Frame(agreed=plan, target=TARGET, today=TODAY), costs=costs
        )
        counts = Counter(p.wave for p in plans)
        return Proposed(
            measures=plans,
            efforts=costs.by_wave(plans, plan.waves),
            total=costs.of(plans),
            assumed=EffortDays(),
            departments=(DepartmentPlan(title="Dezernat 1 – Finanzen", measures=tuple(counts[w.key] for w in plan.waves)),)
            if plans
            else (),
            alternatives=alternatives(question),
            risks=risks(scores, plans, plan.top, waiting=0),
        )

    return make


@pytest.fixture(scope="session")
def paper(
    scores: tuple[Score, ...],
    plan: Prioritisation,
    office_names: dict[str, str],
    department_titles: dict[str, str],
    department_of_office: dict[str, str],
    proposed: Callable[[tuple[Score, ...]], Proposed],
) -> BoardPaper:
    lists = Counter(department_of_office.values())
    return BoardPaper(
        city="Stadt Bielefeld",
        title="Umsetzung des Onlinezugangsgesetzes",
        rollout="bielefeld-2020",
        date_label="Juli 2020",
        evaluated_at=EVALUATED_AT,
        scores=scores,
        plan=plan,
        office_names=office_names,
        departments=tuple(
            DepartmentReturn(title=title, lists=lists[number], returned=lists[number] - (number in "35"))
            for number, title in department_titles.items()
        ),
        proposed=proposed(scores),
        target_level_title="Stufe 4 – Online-Transaktion",
        target_on=date(2022, 12, 31),
        scale_title="Reifegrad nach dem Umsetzungskonzept (Stufen 0–5)",
        coordinator="Frau Kerstin Lindner",
        timeline=(
            TimelineRow(when="25.03.2020", title="Versendung der Amtslisten", state="erledigt"),
            TimelineRow(when="Juli 2020", title="Vorstellung im Verwaltungsvorstand", state="läuft"),
        ),
    )


@pytest.fixture(scope="session")
def of_scores(paper: BoardPaper, proposed: Callable[[tuple[Score, ...]], Proposed]) -> Callable[[tuple[Score, ...]], BoardPaper]:
    """Return the paper about other scores."""
    return lambda scores: replace(paper, scores=scores, proposed=proposed(scores))


@pytest.fixture(scope="session")
def city(paper: BoardPaper, of_scores: Callable[[tuple[Score, ...]], BoardPaper]) -> BoardPaper:
    """A city of 2 400 services whose names are as long as the longest of the catalogues."""
    many = tuple(
        replace(
            score,
            service_id=score.service_id + 1000 * turn,
            name=f"{score.name} {turn} – Donaudampfschifffahrtsgesellschaftskapitänsbescheinigung "
            "nach § 57 Absatz 2 des Landeswassergesetzes mit wesentlicher Änderung des Betriebs",
            rank=score.rank and 15 * score.rank + turn,
        )
        for turn in range(15)
        for score in paper.scores
    )
    return of_scores(tuple(sorted(many, key=lambda s: (s.rank is None, s.rank or 0))))
