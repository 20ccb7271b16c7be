"""Recording the decision: in whose name, what is told."""

import pytest

from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.results.decide import accept_paper
from tests.usecases.town import Town


def test_there_must_be_a_paper(answered: Town) -> None:
    with pytest.raises(InputError, match="noch keine Vorlage"):
        accept_paper(answered.ctx())


def test_a_decision_on_a_paper_that_was_never_released_is_recorded_with_a_hint(answered: Town) -> None:
    answered.draft_paper("2020-07-01")
    lines = accept_paper(answered.ctx()).lines
    assert "Hinweis: Diese Vorlage wurde nicht mit „ozg board release“ freigegeben." in lines
    assert "Beschluss vom 01.07.2020: 6 annehmen." in lines
    assert answered.status()["board"]["decided_at"] is not None


def test_a_later_decision_leaves_measures_that_were_agreed(started: Town) -> None:
    lines = accept_paper(started.ctx()).lines
    assert any("6 Maßnahmen gibt es schon; sie bleiben, wie vereinbart." in line for line in lines)
