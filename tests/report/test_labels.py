"""Words and figures the reports share."""

from dataclasses import replace

import pytest

from ozg_workflow.domain.results import reasons
from ozg_workflow.domain.results.reasons import Reason, ReasonCode
from ozg_workflow.report.labels import office_label, percent, share, short_reasons, span


@pytest.mark.parametrize(
    ("part", "whole", "expected"), [(0, 0, 0), (0, 7, 0), (1, 1000, 1), (2, 3, 67), (999, 1000, 99), (7, 7, 100), (1, 2, 50)]
)
def test_hundred_per_cent_means_all_and_zero_means_none(part: int, whole: int, expected: int) -> None:
    assert percent(part, whole) == expected
    assert share(part, whole) == f"{expected}\u00a0%"


def test_a_range_of_one_rank_is_one_number() -> None:
    assert [span(3, 3), span(3, 7), span(None, None)] == ["3", "3–7", "–"]


def test_an_office_without_a_known_name_still_has_a_label() -> None:
    assert [office_label("33", {"33": "Meldeamt"}), office_label("99", {})] == ["33 Meldeamt", "Amt 99"]


def test_reasons_are_grouped_and_others_kept() -> None:
    found = (
        reasons.strong("Technik", 100),
        reasons.weak("Recht (neu)", 0),
        reasons.strong("Nutzen", 75),
        reasons.missing("Fälle"),
        Reason(code=ReasonCode.OTHER, text="Eigenes."),
    )
    expected = "stark: Technik 100, Nutzen 75 · schwach: Recht (neu) 0 · fehlt: Fälle · Eigenes."
    assert short_reasons(found) == expected
    assert short_reasons(replace(reason, text=f"Angabe fehlt: {reason.text}") for reason in found[:-1]) == expected[:-11]
    assert short_reasons([reasons.BLOCKED]) == reasons.BLOCKED.text
