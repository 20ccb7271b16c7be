"""What the tests of the survey share."""

from dataclasses import replace

import pytest

from ozg_workflow.domain.survey.responsibility import ForwardRule
from tests.usecases.town import Town, town_data


@pytest.fixture
def asking(asked: Town) -> Town:
    """A town whose coordinator decides every case."""
    data = town_data()
    asked.prepare(replace(data, config=replace(data.config, forward_rule=ForwardRule.ASK)))
    return asked
