"""What speaks against presenting the ranking yet."""

import pytest

from ozg_workflow.domain.results.board.doubts import DoubtCode, Standing, doubts


def standing(lists: int = 10, returned: int = 10, open_cases: int = 0, quarantined: int = 0) -> Standing:
    return Standing(lists=lists, returned=returned, open_cases=open_cases, quarantined=quarantined)


@pytest.mark.parametrize(("returned", "codes"), [(7, [DoubtCode.RETURNS]), (8, []), (10, [])])
def test_the_wanted_rate_itself_is_enough(returned: int, codes: list[DoubtCode]) -> None:
    assert [doubt.code for doubt in doubts(standing(returned=returned), 0.8)] == codes


def test_every_reason_is_told_with_its_figures() -> None:
    found = doubts(standing(lists=29, returned=7, open_cases=1, quarantined=2), 0.8)
    assert [doubt.sentence for doubt in found] == [
        "Erst 7 von 29 Amtslisten sind zurück (24 %; vorgesehen sind mindestens 80 %).",
        "1 Zuständigkeitsfall ist noch nicht entschieden.",
        "2 Eingänge liegen ungeklärt im Klärungskorb.",
    ]


def test_nothing_was_asked_and_nothing_is_missing() -> None:
    assert doubts(standing(lists=0, returned=0), 0.8) == ()
