"""A real municipal catalogue can be imported as it is."""

import shutil
import time
from pathlib import Path

import pytest

from ozg_workflow.domain.errors import Problem
from ozg_workflow.workspace.organisation import load_catalogue, load_organisation
from tests.workspace.conftest import KEY

CATALOGUE = Path(__file__).parents[3] / "shared" / "data" / "services.csv"

pytestmark = pytest.mark.skipif(not CATALOGUE.exists(), reason=f"the real catalogue is not there: {CATALOGUE}")


def test_the_real_catalogue_is_read_and_only_unknown_offices_are_mistakes(home: Path) -> None:
    folder = home / "config" / KEY
    shutil.copyfile(CATALOGUE, folder / "catalogue.csv")
    problems: list[Problem] = []
    organisation = load_organisation(folder, "", problems)
    known = frozenset(office.number for office in organisation.offices)
    assert problems == []
    started = time.perf_counter()
    services = load_catalogue(folder, "", organisation, problems, [])
    assert time.perf_counter() - started < 2
    assert len(services) == 2378
    assert len({placed.service.ref for placed in services}) == len(services)
    assert len([p for p in problems if p.message.endswith("das es nicht gibt.")]) == len(problems)
    assert len(problems) == sum(placed.service.office not in known for placed in services)
    assert sum(not placed.service.key for placed in services) > 0
