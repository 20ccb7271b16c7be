"""Every kind of question has its class, and the class is complete."""

import pytest

from ozg_workflow.domain.survey.kinds.asked import AskedQuestion
from ozg_workflow.domain.survey.kinds.registry import KINDS, asked, kind_of
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.question import Choice, Kind
from tests.domain.survey.asking import question


def test_every_kind_has_a_class_of_its_own() -> None:
    assert list(KINDS) == list(Kind)
    assert [asked.kind for asked in KINDS.values()] == list(Kind)
    assert len(set(KINDS.values())) == len(Kind)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_says_all_that_is_asked_of_one(scale: MaturityScale, kind: Kind) -> None:
    column = asked(question(kind), scale)
    assert isinstance(column, AskedQuestion)
    assert type(column) is kind_of(question(kind))
    assert column.allowed()
    assert column.remedy().startswith("Bitte ")
    assert (column.rule.minimum is None) == (column.rule.maximum is None)
    assert column.rule.message or column.rule.check == "any"


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.SCALE])
def test_whatever_has_values_is_picked_from_them(scale: MaturityScale, kind: Kind) -> None:
    values = (Choice(value="1", label="1 – eins"),)
    assert asked(question(kind, values=values, unknown=False), scale).rule.choices == ("1 – eins",)
    assert asked(question(kind, values=values, unknown=True), scale).rule.choices == ("1 – eins", "unbekannt")
