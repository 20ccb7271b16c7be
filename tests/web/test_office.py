"""The page of an office: a coordinator sees what happened, in order of time, and goes on from there."""

import re
from datetime import date

from ozg_workflow.domain.desk import Desk
from ozg_workflow.usecases.survey.extend_list import extend_list
from ozg_workflow.workspace.desk_file import write_desk
from tests.usecases.town import Town, not_ours
from tests.web.conftest import Open

KEY = "bielefeld-2020"


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_offices_are_listed_with_their_lists(asked: Town, read: Open) -> None:
    page = read(asked).get(f"/{KEY}/aemter")
    assert page.status_code == 200
    assert f'href="/{KEY}/aemter/33"' in page.text
    assert "33 Einwohner- und Meldeamt 2 erhebung-1 1 versandt 3 0" in words(page.text)


def test_a_coordinator_sees_everything_of_an_office_the_newest_first(asked: Town, read: Open) -> None:
    extend_list(asked.ctx(actor="Frau Kunze"), "33", date(2020, 5, 29), note="Urlaub")
    asked.send_back("33", {2: not_ours("weiß nicht")})
    asked.do("collect", "deliver")
    write_desk(asked.home, Desk(deployments={"06 Zuständigkeit entscheiden": "f6", "16 Frist eines Amtes verlängern": "f16"}))
    page = read(asked).get(f"/{KEY}/aemter/33").text
    told = words(page)
    assert "Amt 33 – Einwohner- und Meldeamt" in told
    assert "Fassung 1: 29.05.2020 statt 15.05.2020 (Urlaub) Frau Kunze" in told
    assert told.index("Zuständigkeitsfall offen Fall 1") < told.index("Amtsliste vorbereitet")
    assert f'href="/{KEY}/eingang/1"' in page, "the return leads to its mail"
    assert f'href="/{KEY}/mails/' in page
    case = re.search(r'href="(http://127\.0\.0\.1:4200/deployments/deployment/f6/run\?parameters=[^"]+)"', page)
    assert case, "the open case leads to its form"
    assert "%22cases%22%3A%5B%221%20%E2%80%93%20Amt%2033" in case[1]


def test_an_office_whose_list_is_missing_can_be_given_more_time(asked: Town, read: Open) -> None:
    write_desk(asked.home, Desk(deployments={"16 Frist eines Amtes verlängern": "f16", "24 Amt jetzt erinnern": "f24"}))
    page = read(asked).get(f"/{KEY}/aemter/33").text
    for form in ("f16", "f24"):
        assert f"/deployments/deployment/{form}/run?parameters=%7B%22office%22%3A%2233%20%E2%80%93%20Einwohner" in page


def test_without_a_cockpit_there_is_no_link_to_a_form(asked: Town, read: Open) -> None:
    page = read(asked).get(f"/{KEY}/aemter/33").text
    assert 'class="act"' not in page


def test_a_past_evening_is_shown_as_it_was(asked: Town, read: Open) -> None:
    asked.send_back("33")
    asked.do("collect", "deliver")
    room = read(asked)
    then = words(room.get(f"/{KEY}/aemter/33?stand=2020-03-25").text)
    assert "Rücklauf" not in then
    assert "Rücklauf" in words(room.get(f"/{KEY}/aemter/33").text)
    assert room.get(f"/{KEY}/aemter/33?stand=2019-01-01").status_code == 400


def test_an_unknown_office_names_those_there_are(town: Town, read: Open) -> None:
    answer = read(town).get(f"/{KEY}/aemter/99")
    assert answer.status_code == 404
    assert "Das Amt „99“ gibt es nicht. Vorhanden: 10, 20, 33, 34, 50." in answer.text
