"""Levels are counted, the mean says over what, and compliant and at the target are two figures."""

from datetime import date

import pytest

from ozg_workflow.domain.results.maturity import Offer, maturity
from ozg_workflow.domain.survey.cells import Answer
from ozg_workflow.domain.survey.maturity import MaturityScale


def offer(number: int, level: Answer | None, department: str = "Dezernat 1", **more: object) -> Offer:
    values: dict[str, object] = {"theme": "Bauen", "kind": "5", **more}
    return Offer(
        service_id=number, ref=f"L{number}", name=f"Ö{number}", office="33", department=department, level=level, **values
    )  # type: ignore[arg-type]


OFFERS = (
    offer(1, 0),
    offer(2, 3, url="https://x.example"),
    offer(3, 4, "Dezernat 2", theme="", kind=""),
    offer(4, "unknown", "Dezernat 2"),
    offer(5, None, planned=True, planned_on=date(2021, 3, 1)),
    offer(6, 2, planned=True),
    offer(7, 5, planned=True, planned_on=date(2020, 12, 1)),
)


def test_unknown_and_open_are_no_zeros_and_the_mean_is_that_of_the_known(scale: MaturityScale) -> None:
    total = maturity(scale, OFFERS).total
    assert (total.services, total.counts, total.unknown, total.open) == (7, (1, 0, 1, 1, 1, 1), 1, 1)
    assert (total.known, total.mean) == (5, pytest.approx(14 / 5))
    assert (total.compliant, total.on_target) == (3, 2), "from level 3, from level 4"
    assert total.planned == 3


def test_groups_add_up_and_what_has_no_theme_or_type_is_named(scale: MaturityScale) -> None:
    found = maturity(scale, OFFERS)
    assert [(g.title, g.services, g.mean) for g in found.departments] == [("Dezernat 1", 5, 2.5), ("Dezernat 2", 2, 4)]
    assert [g.title for g in found.themes] == ["Bauen", "ohne Themenfeld"]
    assert [g.title for g in found.kinds] == ["5", "ohne Typ"]
    for groups in (found.departments, found.themes, found.kinds):
        assert sum(g.services for g in groups) == 7
        assert tuple(map(sum, zip(*(g.counts for g in groups), strict=True))) == found.total.counts


def test_planned_offers_stand_by_their_day_and_those_without_one_last(scale: MaturityScale) -> None:
    found = maturity(scale, OFFERS)
    assert [o.ref for o in found.planned] == ["L7", "L5", "L6"]
    assert [o.ref for o in found.online] == ["L2", "L3", "L7"]


def test_nothing_known_has_no_mean(scale: MaturityScale) -> None:
    assert maturity(scale, (offer(1, None),)).total.mean is None
    assert maturity(scale, ()).total.services == 0
