"""The final report by hand: not before there is anything to report."""

import pytest

from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.results.progress.report_completion import report_completion
from tests.usecases.town import Town


def test_before_the_implementation_and_its_end_there_is_nothing_to_report(answered: Town) -> None:
    before = answered.dump()
    with pytest.raises(InputError, match=r"noch nicht begonnen, und ihr Ende ist erst am 31\.12\.2022"):
        report_completion(answered.ctx())
    assert answered.dump() == before


def test_measures_may_be_reported_before_the_end(started: Town) -> None:
    assert report_completion(started.ctx()).changed
