"""No step of the results comes before its predecessor."""

import pytest

from ozg_workflow.domain.errors import InputError
from tests.usecases.town import Town


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ("evaluate", "Es wurde noch keine Amtsliste verschickt"),
        ("present", "Bitte zuerst „ozg evaluate“ ausführen"),
        ("start-implementation", "Bitte zuerst „ozg evaluate“ ausführen"),
        ("track", "Bitte zuerst „ozg start-implementation“ ausführen"),
    ],
)
def test_a_step_before_its_predecessor_names_it_and_changes_nothing(town: Town, step: str, message: str) -> None:
    before = town.dump()
    with pytest.raises(InputError, match=message):
        town.do(step)
    assert town.dump() == before
