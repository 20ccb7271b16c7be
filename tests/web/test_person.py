"""Under whose name the forms are filled in."""

import json
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.desk import Desk
from ozg_workflow.workspace.desk_file import write_desk
from tests.usecases.town import Town, not_ours
from tests.web.conftest import Open

PATH = "/bielefeld-2020/"
COORDINATOR = "Frau Kerstin Lindner"
DEPUTY = "Herr Tarik Yıldız"


@pytest.fixture
def desk(answered: Town) -> Town:
    write_desk(
        answered.home, Desk(cockpit="http://127.0.0.1:4200", deployments={form.value: f"id{form.name}" for form in Deployment})
    )
    return answered


def forms(page: str, form: Deployment) -> list[dict[str, object]]:
    """What the links to a form fill in."""
    found = re.findall(rf'href="([^"]*/deployments/deployment/id{form.name}/run[^"]*)"', page)
    return [json.loads(parse_qs(urlsplit(unescape(link)).query)["parameters"][0]) for link in found]


def test_a_form_that_decides_bears_the_name_of_the_coordinator_until_the_reader_says_otherwise(desk: Town, read: Open) -> None:
    reader = read(desk)
    page = reader.get(PATH).text
    assert f"Bearbeitet von <bdi>{COORDINATOR}</bdi>" in page
    (first, *_) = forms(page, Deployment.REMIND_OFFICE)
    assert first["by"] == f"{COORDINATOR} – Koordination"
    answer = reader.get(f"{PATH}ich", params={"name": DEPUTY})
    assert (answer.status_code, answer.headers["location"]) == (303, PATH)
    assert "httponly" in answer.headers["set-cookie"].lower()
    page = reader.get(PATH).text
    assert f"Bearbeitet von <bdi>{DEPUTY}</bdi>" in page
    assert {form["by"] for form in forms(page, Deployment.REMIND_OFFICE)} == {f"{DEPUTY} – Vertretung"}


def test_the_people_of_the_rollout_are_offered_and_nobody_else(desk: Town, read: Open) -> None:
    page = read(desk).get(f"{PATH}ich").text
    assert COORDINATOR in page
    assert DEPUTY in page
    refused = read(desk).get(f"{PATH}ich", params={"name": "Fremd <b>"})
    assert refused.status_code == 404
    assert "set-cookie" not in refused.headers
    assert "<b>" not in refused.text


def test_a_name_that_is_none_of_the_rollout_any_more_counts_for_nothing(desk: Town, read: Open) -> None:
    reader = read(desk)
    reader.cookies.set("bearbeitet_von", "Wer%20war%20das", path=PATH)
    assert f"Bearbeitet von <bdi>{COORDINATOR}</bdi>" in reader.get(PATH).text


def test_another_page_cannot_change_the_name(desk: Town, read: Open) -> None:
    answer = read(desk).get(f"{PATH}ich", params={"name": DEPUTY}, headers={"Sec-Fetch-Site": "cross-site"})
    assert "set-cookie" not in answer.headers


def test_a_form_that_decides_nothing_asks_for_nobody(desk: Town, read: Open) -> None:
    page = read(desk).get(f"{PATH}mails").text
    assert all("by" not in form for form in forms(page, Deployment.DELIVER))


def test_an_open_case_can_be_given_to_every_other_office_with_one_click(desk: Town, read: Open) -> None:
    desk.send_back("50", {1: not_ours("33/34")})
    desk.do("collect")
    page = read(desk).get(f"{PATH}leistungen/L7").text
    offered = [form["office"] for form in forms(page, Deployment.SETTLE_RESPONSIBILITY) if "office" in form]
    said = [str(office).split(" ")[0] for office in offered]
    assert said == ["33", "34", "kein", "10", "20"], "those that may be meant first, never the one that refused"


def test_a_waiting_mail_is_cleared_assigned_or_read_again_with_one_click(desk: Town, read: Open) -> None:
    desk.drop(desk.letter({}, sender="amt34@bielefeld.example", subject="Frage"))
    desk.do("collect")
    reader = read(desk)
    number = re.findall(r'href="/bielefeld-2020/eingang/(\d+)"', reader.get(f"{PATH}eingang").text)[0]
    offered = forms(reader.get(f"{PATH}eingang/{number}").text, Deployment.CLEAR_QUARANTINE)
    assert [form["action"] for form in offered] == ["erledigt", "zuordnen", "erneut verarbeiten"]
    assert all(str(form["mail"]).startswith(f"{number} – ") for form in offered)
