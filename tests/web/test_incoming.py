"""The pages of the incoming mails: everything is read as text, nothing of it is ever shown as a page or opened."""

import re
from urllib.parse import unquote

import pytest

from ozg_workflow.database.models import Incoming
from ozg_workflow.domain.desk import Desk
from ozg_workflow.usecases.intake.clear_to_read import clear_to_read
from ozg_workflow.workspace.desk_file import write_desk
from tests.usecases.town import Town, fill
from tests.web.conftest import Open
from tests.web.test_office import KEY, words

HOSTILE = "<script>alert(1)</script> \u202etxt.exe " + "W" * 10_000 + ' =HYPERLINK("http://boese.example")'


def with_text(town: Town, text: str, name: str = "") -> None:
    """Office 33 sends its list back and writes something beside it."""
    file, content, sent = town.book("33")
    mail = town.letter({name or file: fill(content)}, sender="amt33@bielefeld.example", answers=sent)
    mail.get_body(("plain",)).set_content(text)  # type: ignore[union-attr]
    town.drop(mail)
    town.do("collect", "deliver")


def test_a_waiting_mail_is_found_read_and_cleared_from_its_page(asked: Town, read: Open) -> None:
    with_text(asked, "Die Zahlen von 2018 sind geschätzt, bitte rufen Sie Frau Meier an.\n")
    write_desk(asked.home, Desk(deployments={"22 Gelesenes abhaken": "f22"}))
    room = read(asked)
    inbox = room.get(f"/{KEY}/eingang").text
    assert "1 Mail, die neueste zuerst." in words(inbox)
    assert f'href="/{KEY}/eingang/1"' in inbox
    page = room.get(f"/{KEY}/eingang/1").text
    assert "bitte rufen Sie Frau Meier an" in page
    form = re.search(r'href="http://127\.0\.0\.1:4200/deployments/deployment/f22/run\?parameters=([^"]+)"', page)
    assert form
    assert unquote(form[1]).startswith('{"mail":"1 – 06.04.2020, AW: Amtslisten"')
    clear_to_read(asked.ctx(actor="Frau Kunze"), 1, remark="angerufen")
    assert "Hier wartet nichts." in words(room.get(f"/{KEY}/eingang").text)
    cleared = room.get(f"/{KEY}/eingang/1").text
    assert "von Frau Kunze : angerufen" in words(cleared)
    assert "f22" not in cleared


def test_what_was_recorded_leads_to_the_services_and_names_the_cells(asked: Town, read: Open) -> None:
    asked.send_back("33", {2: {"Fallzahl pro Jahr": "viele"}})
    asked.do("collect", "deliver")
    page = read(asked).get(f"/{KEY}/eingang/1").text
    assert f'href="/{KEY}/leistungen/L2"' in page
    told = words(page)
    assert re.search(r"Stufe heute \([A-Z]+5\)", told), "the cell of each answer"
    assert "„viele“" in told


def test_hostile_text_is_shown_as_text(asked: Town, read: Open) -> None:
    with_text(asked, HOSTILE + "\n")
    asked.change(Incoming, subject=HOSTILE, sender='"><img src=x onerror=alert(1)>@boese.example')
    room = read(asked)
    for path in ("eingang?zustand=alle", "eingang/1", "aemter/33"):
        page = room.get(f"/{KEY}/{path}").text
        assert "<script" not in page
        assert "<img src=x" not in page
        assert 'href="http://boese' not in page
        assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("Übersicht.xlsx", "filename*=UTF-8''%C3%9Cbersicht.xlsx"),
        ("../../etc/passwd", 'filename="passwd"'),
        ('a";x=".html', ".html.unsicher"),
        ("bericht\u202exslx.exe", ".exe.unsicher"),
    ],
)
def test_an_attachment_is_saved_and_never_shown(asked: Town, read: Open, name: str, saved: str) -> None:
    asked.drop(asked.letter({name: b"<html><script>alert(1)</script>"}, sender="amt33@bielefeld.example"))
    asked.do("collect")
    answer = read(asked).get(f"/{KEY}/eingang/1/anhang/1")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert saved in answer.headers["content-disposition"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.content == b"<html><script>alert(1)</script>"


@pytest.mark.parametrize("path", ["eingang/9", "eingang/x", "eingang/1/anhang/9", "eingang/1/anhang/0", "eingang/1/anhang/-1"])
def test_what_is_not_there_is_not_found(asked: Town, read: Open, path: str) -> None:
    asked.send_back("33")
    asked.do("collect")
    assert read(asked).get(f"/{KEY}/{path}").status_code == 404


def test_the_inbox_is_turned_page_by_page(asked: Town, read: Open) -> None:
    for number in range(53):
        asked.drop(asked.letter({}, sender="amt33@bielefeld.example", subject=f"Frage {number}"))
    asked.do("collect")
    room = read(asked)
    first, second = (room.get(f"/{KEY}/eingang?zustand=alle&seite={page}").text for page in (1, 2))
    assert (first.count("<tr>"), second.count("<tr>")) == (51, 4)
    assert "Seite 1 von 2" in first
    assert f'href="/{KEY}/eingang?zustand=alle&amp;seite=2"' in first
    assert "1 Mail," in words(room.get(f"/{KEY}/eingang?zustand=alle&text=frage+7").text)
    assert room.get(f"/{KEY}/eingang?seite=x").status_code == 400
    assert room.get(f"/{KEY}/eingang?zustand=erfunden").status_code == 400
