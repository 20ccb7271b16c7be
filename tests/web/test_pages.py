"""The pages of the reading room about a whole rollout: what stands on them, and where their links lead."""

import json
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from ozg_workflow.database.models import IncomingNote, Message
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.desk import Desk
from ozg_workflow.usecases.setup.prepare import prepare
from ozg_workflow.workspace.desk_file import write_desk
from ozg_workflow.workspace.rollouts import load_rollouts
from tests.usecases.town import Town, new_workspace, not_ours, town_data
from tests.web.conftest import Open

KEY = "bielefeld-2020"
FORMS = {str(deployment): f"nummer-{deployment[:2]}" for deployment in Deployment}


class Page(HTMLParser):
    """What a reader finds on a page: its words, its links by their words, its headings, its title."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words, self.links, self.headings, self.title = "", [], [], ""
        self._open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.words = " ".join(self.words.split())

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self._open.append(tag)
        self.words += " " if tag in ("td", "th", "dd", "li") else ""
        self.tags.append((tag, dict(attrs)))
        if tag == "a":
            self.links.append([dict(attrs).get("href", ""), ""])
        if tag in ("h1", "h2", "h3"):
            self.headings.append([tag, ""])

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.words += data
        if "title" in self._open and "svg" not in self._open:
            self.title += data
        if "a" in self._open and self.links:
            self.links[-1][1] += data
        if self.headings and self.headings[-1][0] in self._open:
            self.headings[-1][1] += data

    def link(self, words: str) -> str:
        """The address behind the link that begins with these words."""
        return next(address for address, said in self.links if " ".join(said.split()).startswith(words))


def page(room: TestClient, path: str) -> Page:
    answer = room.get(path)
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


def parameters(address: str) -> dict[str, Any]:
    return dict(json.loads(parse_qs(urlsplit(address).query)["parameters"][0]))


@pytest.fixture
def with_desk(asked: Town, read: Open) -> TestClient:
    write_desk(asked.home, Desk(cockpit="http://127.0.0.1:4200", reading_room="http://127.0.0.1:4201", deployments=FORMS))
    return read(asked)


PAGES = ["", "termine", "mails"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_where_the_reader_is_and_has_its_parts_in_order(with_desk: TestClient, path: str) -> None:
    found = page(with_desk, f"/{KEY}/{path}")
    tags = [tag for tag, _ in found.tags]
    assert found.tags[0][1] == {"lang": "de"}
    assert [tags.count(one) for one in ("header", "main", "footer", "h1")] == [1, 1, 1, 1]
    assert found.links[0] == ["#inhalt", "Zum Inhalt springen"]
    assert [a["href"] for _, a in found.tags if a.get("aria-current") == "page"] == [f"/{KEY}/{path}"]
    levels = [int(level[1]) for level, _ in found.headings]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert not [a for tag, a in found.tags if tag == "script" or "style" in a or any(name.startswith("on") for name in a)]
    assert [a for tag, a in found.tags if tag == "th"] == [a for tag, a in found.tags if tag == "th" and "scope" in a]
    assert tags.count("table") == tags.count("caption")


def test_the_titles_of_the_pages_differ(with_desk: TestClient) -> None:
    titles = [page(with_desk, f"/{KEY}/{path}").title for path in PAGES]
    titles += [page(with_desk, "/").title, page(with_desk, f"/{KEY}/mails/1").title, page(with_desk, f"/{KEY}/mails/2").title]
    assert len(set(titles)) == len(titles)


def test_the_first_page_lists_the_rollout_although_it_is_the_only_one(with_desk: TestClient) -> None:
    assert page(with_desk, "/").link("Stadt Bielefeld") == f"/{KEY}/"


def test_the_overview_says_when_the_files_are_not_the_loaded_ones(asked: Town, read: Open) -> None:
    path = new_workspace(asked.home) / "config" / KEY / "catalogue.csv"
    asked.prepare(load_rollouts(asked.home)[0])
    hint = "Die Dateien unter config/ sind seit dem letzten Laden geändert"
    assert hint not in page(read(asked), f"/{KEY}/").words
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert hint in page(read(asked), f"/{KEY}/").words


@pytest.mark.usefixtures("with_desk")
def test_the_overview_shows_what_is_back_what_is_missing_and_reminds_by_its_form(asked: Town, read: Open) -> None:
    asked.day("2020-05-18")
    asked.send_back("33", rows=[1, 2])
    asked.do("collect")
    found = page(read(asked), f"/{KEY}/")
    assert "0 von 5 Amtslisten zurück" in found.words
    assert found.link("33 Einwohner- und Meldeamt") == f"/{KEY}/aemter/33"
    reminder = found.link("Amt jetzt erinnern – 10 Hauptamt")
    assert urlsplit(reminder).path == "/deployments/deployment/nummer-24/run"
    assert parameters(reminder) == {"office": "10 – Hauptamt", "by": "Frau Kerstin Lindner – Koordination"}


def test_a_need_leads_to_its_form_filled_in_and_to_the_page_that_tells_about_it(asked: Town, with_desk: TestClient) -> None:
    asked.send_back("33", {1: not_ours()})
    asked.do("collect")
    found = page(with_desk, f"/{KEY}/")
    assert "1 offener Zuständigkeitsfall" in found.words
    form = found.link("Zuständigkeit entscheiden")
    assert urlsplit(form).path == "/deployments/deployment/nummer-06/run"
    (case,) = parameters(form)["cases"]
    assert case.startswith("1 – Amt 33")
    assert found.link("Fall 1:").startswith(f"/{KEY}/leistungen/")


@pytest.mark.usefixtures("with_desk")
def test_the_evening_of_a_past_day_has_its_figures_and_no_forms(asked: Town, read: Open) -> None:
    asked.day("2020-05-18")
    asked.send_back("33")
    asked.do("collect")
    with_desk = read(asked)
    assert "1 von 5 Amtslisten zurück" in page(with_desk, f"/{KEY}/").words
    then = page(with_desk, f"/{KEY}/?stand=2020-04-06")
    assert "0 von 5 Amtslisten zurück" in then.words
    assert "Gezeigt wird der Abend des 06.04.2020." in then.words
    assert not [said for _, said in then.links if "erinnern" in said]
    answer = with_desk.get(f"/{KEY}/?stand=2031-01-01")
    assert answer.status_code == 400
    assert "Der 01.01.2031 liegt in der Zukunft" in answer.text


def test_without_a_desk_there_are_no_links_to_forms(asked: Town, read: Open) -> None:
    asked.day("2020-05-18")
    found = page(read(asked), f"/{KEY}/")
    assert not [said for address, said in found.links if "/run" in address]
    assert "Was noch fehlt" in found.words


def test_the_cockpit_is_linked_by_the_name_the_reader_came_in_by_unless_it_is_set(
    asked: Town, with_desk: TestClient, read: Open
) -> None:
    text = with_desk.get(f"/{KEY}/", headers={"Host": "localhost:8001"}).text
    assert 'href="http://localhost:4200/deployments"' in text
    assert 'href="https://ozg.stadt.example/deployments"' in read(asked, ui_url="https://ozg.stadt.example").get(f"/{KEY}/").text


@pytest.mark.usefixtures("with_desk")
def test_the_dates_tell_day_by_day_what_comes_and_whom_it_reaches(asked: Town, read: Open) -> None:
    asked.day("2020-05-11")
    found = page(read(asked), f"/{KEY}/termine")
    assert ["h2", "Freitag, 15. Mai 2020"] in found.headings
    assert "Rücksendung der Amtslisten: 5 Listen noch nicht vollständig zurück" in found.words
    assert (
        "Eskalation Eskalation an die Dezernatsleitung (Frist 15.05.2020) An: Frau Anders (anders@bielefeld.example); "
        in found.words
    )
    assert found.link("20") == f"/{KEY}/aemter/20"
    move = found.link("Termin verschieben – Rücksendung der Amtslisten")
    assert parameters(move)["milestone"].startswith("frist-ruecksendung – ")


def test_the_mails_are_found_by_state_and_words(asked: Town, with_desk: TestClient) -> None:
    found = page(with_desk, f"/{KEY}/mails")
    assert f"{len(asked.messages())} Mails gefunden" in found.words
    assert "1 Mail gefunden" in page(with_desk, f"/{KEY}/mails?zustand=accepted&suche=DEZ1@").words
    assert "0 Mails gefunden" in page(with_desk, f"/{KEY}/mails?suche=100%25").words, "a sign is a sign"
    assert with_desk.get(f"/{KEY}/mails?zustand=irgendwie").status_code == 400


def test_one_mail_shows_its_text_its_readers_and_gives_its_files_to_save(asked: Town, with_desk: TestClient) -> None:
    (first, *_) = asked.messages("service_lists")
    found = page(with_desk, f"/{KEY}/mails/{first.id}")
    assert found.headings[0] == ["h1", first.subject]
    assert "dez1@bielefeld.example angenommen" in found.words
    assert "Ausfüllhilfe" in found.words
    (list_link,) = [a for a, said in found.links if said.startswith("OZG-Amtsliste_10_")]
    saved = with_desk.get(list_link)
    assert saved.content[:2] == b"PK"
    assert saved.headers["content-type"] == "application/octet-stream"
    assert saved.headers["content-disposition"].startswith('attachment; filename="OZG-Amtsliste_10_Hauptamt_v1.xlsx"')
    assert saved.headers["x-content-type-options"] == "nosniff"
    assert with_desk.get(f"/{KEY}/mails/{first.id}/anhang/99").status_code == 404


@pytest.mark.parametrize("path", ["mails/999", "mails/abc", "mails/1/anhang/0", "mails/²", "mails/12345678901234567890"])
def test_what_is_not_there_is_told(with_desk: TestClient, path: str) -> None:
    assert with_desk.get(f"/{KEY}/{path}").status_code == 404


HOSTILE = [
    '<script>alert("x")</script><img src=https://evil.example/x.png>',
    "W" * 10_000,
    "\u202eGEDREHT\u202c \u200fRTL",
    '=HYPERLINK("https://evil.example")',
    "{{ 7*7 }}",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_shown_as_text(asked: Town, with_desk: TestClient, words: str) -> None:
    asked.drop(asked.letter({}, sender="amt34@bielefeld.example", subject=words.replace("\n", " ")[:900]))
    asked.do("collect")
    asked.change(Message, Message.id == 1, subject=words, state_reason=words)
    asked.change(IncomingNote, text=words)
    for path in ("", "mails", "mails/1"):
        text = with_desk.get(f"/{KEY}/{path}").text
        assert "<script" not in text
        assert "<img" not in text
        found = Page(text)
        if path:
            assert " ".join(words.split()) in found.words
    assert "49" not in Page(with_desk.get(f"/{KEY}/mails/1").text).headings[0][1]


def test_a_database_that_is_not_prepared_is_told_on_the_page(asked: Town, read: Open, tmp_path: Any) -> None:
    empty = Town(tmp_path, asked.clock.today, templates=None)  # type: ignore[arg-type]
    room = read(empty)
    assert "Die Datenbank ist noch nicht vorbereitet. Bitte zuerst „ozg prepare“ ausführen." in page(room, "/").words
    assert room.get(f"/{KEY}/").status_code == 503
    empty.close()


def test_with_several_rollouts_each_has_its_pages_and_its_options(asked: Town, read: Open) -> None:
    data = town_data()
    other = replace(data, config=replace(data.config, key="bielefeld-2021", title="Zweiter Anlauf"))
    prepare(replace(asked.ctx(), rollout_key="bielefeld-2021"), other)
    asked.day("2020-05-18")
    write_desk(asked.home, Desk(deployments=FORMS))
    room = read(asked)
    first = page(room, "/")
    assert {f"/{KEY}/", "/bielefeld-2021/"} <= {address for address, _ in first.links}
    assert "Zweiter Anlauf · bielefeld-2021" in first.words
    assert parameters(page(room, f"/{KEY}/").link("Amt jetzt erinnern – 20")) == {
        "office": "20 – Kämmerei [bielefeld-2020]",
        "by": "Frau Kerstin Lindner – Koordination [bielefeld-2020]",
    }
    assert "Amtslisten zurück" not in page(room, "/bielefeld-2021/").words
    assert f"Vorhanden: {KEY}, bielefeld-2021." in room.get("/bonn/").text
    assert room.get("/bielefeld-2021/mails/1").status_code == 404, "it is a mail of the other rollout"
