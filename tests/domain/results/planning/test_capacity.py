"""What is agreed about the offices has one meaning, or it is told which line has none."""

import pytest

from ozg_workflow.domain.results.planning.capacity import Capacities, OfficeCapacity, capacity_mistakes


@pytest.mark.parametrize(
    ("exceptions", "told"),
    [
        ((OfficeCapacity(office="50", measures=0), OfficeCapacity(office="50", quarter="2021-Q1", measures=2)), []),
        (
            (OfficeCapacity(measures=1),),
            [(0, "Eine Ausnahme braucht „office“, „quarter“ oder beides; für alle gilt capacity_per_office.")],
        ),
        (
            (OfficeCapacity(office="50", measures=1), OfficeCapacity(office="50", measures=2)),
            [(1, "Die Ausnahme „Amt 50“ gibt es zweimal.")],
        ),
        ((OfficeCapacity(quarter="Q1/2021", measures=1),), [(0, "„Q1/2021“ ist kein Quartal; so geschrieben: 2021-Q1.")]),
        (
            (OfficeCapacity(office="50", measures=-1),),
            [(0, "„measures“ muss mindestens 0 sein; 0 heißt: in dieser Zeit beginnt dort nichts.")],
        ),
    ],
)
def test_an_exception_without_a_meaning_is_named(exceptions: tuple[OfficeCapacity, ...], told: list[tuple[int, str]]) -> None:
    assert list(capacity_mistakes(exceptions)) == told


def test_one_exception_is_a_limit_too() -> None:
    assert not Capacities().any_agreed
    only = Capacities(exceptions=(OfficeCapacity(office="50", measures=1),))
    assert only.any_agreed
    assert (only.of("50", "2021-Q1"), only.of("33", "2021-Q1")) == (1, None)
