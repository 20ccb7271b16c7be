"""The first page: where all cities stand, and the same for those a visitor sees."""

import re

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from benchmarks.crowd import crowd
from ozg_workflow.database.models import Rollout
from tests.usecases.town import Town, not_ours
from tests.web.conftest import Open
from tests.web.test_pages import HOSTILE, Page, page

KEY = "bielefeld-2020"


@pytest.fixture
def board(asked: Town, read: Open) -> TestClient:
    """Four cities: in two of them a case is open and lists are over their deadline."""
    asked.close()
    crowd(asked.app.engine, 2)
    asked.send_back("33", {1: not_ours("Kreis")})
    asked.do("collect", "deliver")
    asked.close()
    with asked.app.engine.begin() as connection:
        for key, city in ((KEY, "Stadt Bielefeld"), (f"{KEY}-1", "Stadt Ahlen")):
            connection.execute(update(Rollout).where(Rollout.key == key).values(city=city))
    asked.run_day("2020-05-18")
    return read(asked)


def cities(found: Page) -> list[str]:
    return [said for address, said in found.links if re.fullmatch(r"/bielefeld-2020(-1)?/", address or "")]


def test_those_that_need_somebody_come_first_with_what_is_most_pressing(board: TestClient) -> None:
    found = page(board, "/")
    assert cities(found) == ["Stadt Bielefeld", "Stadt Ahlen"]
    assert "2 von 2 Rollouts brauchen jemanden" in found.words
    assert "1 von 10 Listen zurück (10 %)" in found.words
    assert "1 von 5" in found.words
    assert "1 offener Zuständigkeitsfall" in found.words
    assert "18.05.2020" in found.words
    assert found.link("Stadt Ahlen") == "/bielefeld-2020-1/"


def test_it_is_sorted_and_narrowed_down_on_the_server(board: TestClient) -> None:
    assert cities(page(board, "/?sortierung=stadt")) == ["Stadt Ahlen", "Stadt Bielefeld"]
    assert cities(page(board, "/?sortierung=stadt&richtung=ab")) == ["Stadt Bielefeld", "Stadt Ahlen"]
    assert cities(page(board, "/?sortierung=ruecklauf")) == ["Stadt Ahlen", "Stadt Bielefeld"]
    assert cities(page(board, "/?text=ahlen")) == ["Stadt Ahlen"]
    only = page(board, "/?zeigen=ruhig")
    assert cities(only) == []
    assert "Kein Rollout gefunden." in only.words
    kept = page(board, "/?text=stadt&zeigen=frist")
    assert [a for a, said in kept.links if said.strip() == "Stadt"] == ["/?text=stadt&zeigen=frist&sortierung=stadt"]


@pytest.mark.parametrize(
    "query", ["zeigen=alles", "sortierung=x", "seite=0", "seite=x", "text=" + "x" * 2000, "text=%00", "zeigen=%3Cscript%3E"]
)
def test_what_cannot_be_asked_is_told(board: TestClient, query: str) -> None:
    answer = board.get(f"/?{query}")
    assert answer.status_code == 400
    assert "<script" not in answer.text


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_names_are_shown_as_text(board: TestClient, asked: Town, words: str) -> None:
    asked.change(Rollout, Rollout.key == KEY, title=words[:200], city=words[:200])
    answer = board.get("/")
    assert answer.status_code == 200
    assert "<script" not in answer.text
    assert "<img" not in answer.text


def test_a_page_has_a_hundred_cities(asked: Town, read: Open) -> None:
    asked.close()
    crowd(asked.app.engine, 103)
    room = read(asked)
    first = page(room, "/?sortierung=stadt")
    assert "103 Rollouts" in first.words
    assert first.link("Weiter") == "/?sortierung=stadt&seite=2"
    assert "Seite 2 von 2" in page(room, "/?sortierung=stadt&seite=2").words


def test_the_page_is_well_made(board: TestClient) -> None:
    found = page(board, "/")
    tags = [tag for tag, _ in found.tags]
    assert [tags.count(one) for one in ("header", "main", "footer", "h1")] == [1, 1, 1, 1]
    assert [a for tag, a in found.tags if tag == "th"] == [a for tag, a in found.tags if tag == "th" and "scope" in a]
    assert not [a for tag, a in found.tags if tag == "script" or "style" in a]
    assert [a["aria-sort"] for tag, a in found.tags if tag == "th" and "aria-sort" in a] == ["ascending"]
