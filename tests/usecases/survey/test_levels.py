"""The newest level of each service."""

from sqlalchemy import select

from ozg_workflow.database.models import Service
from ozg_workflow.usecases.survey.levels import last_levels
from tests.usecases.town import Town


def levels(town: Town) -> dict[str, int]:
    with town.ctx().reading() as work:
        refs = dict(work.session.execute(select(Service.id, Service.ref)).all())
        return {refs[service]: level for service, level in last_levels(work).items()}


def test_who_has_not_answered_has_no_level(asked: Town) -> None:
    assert levels(asked) == {}
    asked.send_back("34", {2: {"Stufe heute": 4}}, rows=[2])
    asked.do("collect")
    assert levels(asked) == {"L6": 4}


def test_the_newest_reading_counts_also_when_it_is_lower(asked: Town) -> None:
    asked.send_back("34", {1: {"Stufe heute": 4}})
    asked.do("collect")
    asked.day("2020-04-07")
    asked.send_back("34", {1: {"Stufe heute": 1}})
    asked.do("collect")
    assert levels(asked) == {"L5": 1, "L6": 2}
