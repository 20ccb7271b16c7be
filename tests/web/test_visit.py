"""One visit to a page: what it reads."""

from starlette.requests import Request

from ozg_workflow.database.models import Rollout
from ozg_workflow.web.room import Room
from ozg_workflow.web.server import visiting
from ozg_workflow.web.walls.sight import EVERYTHING, SIGHT
from tests.usecases.town import Town


def request() -> Request:
    path = "/bielefeld-2020/"
    asked = {"type": "http", "method": "GET", "scheme": "http", "path": path, "query_string": b"", "headers": []}
    return Request(asked | {"path_params": {"rollout": "bielefeld-2020"}, SIGHT: EVERYTHING})


def test_everything_on_a_page_is_of_one_state_of_the_database(asked: Town) -> None:
    room = Room(app=asked.app, today=asked.clock.today)
    with visiting(room, request()) as visit:
        asked.change(Rollout, Rollout.key == visit.town.key, title="Inzwischen umbenannt")
        with visit.ctx.reading() as work:
            assert work.rollout.title == visit.town.title != "Inzwischen umbenannt"
    with visiting(room, request()) as later:
        assert later.town.title == "Inzwischen umbenannt"
