"""The coordinator needs only a browser: preview, send, collect, decide by form, read the status, see what was wrong."""

from email.message import EmailMessage

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from flows.deployments import ORDER
from ozg_workflow.database.models import Incoming, Message, ResponsibilityCase
from ozg_workflow.usecases.timeline.milestones import tick_off
from tests.ui.desk import LINDNER, Desk
from tests.usecases.town import Town, fill, not_ours

KEY = "bielefeld-2020"


def test_the_deployments_stand_in_the_order_of_the_plan(desk: Desk) -> None:
    desk.page.goto(f"{desk.url}/deployments")
    desk.page.get_by_text(f"{len(ORDER)} Deployments").wait_for()
    shown = [text.strip() for text in desk.page.locator("a[href*='/deployments/deployment/']").all_inner_texts()]
    names = [name for name in shown if name[:2].isdigit()]
    assert names == [name for name, *_ in ORDER][: len(names)]
    assert len(names) >= 10, "a page holds ten or more of them"
    desk.picture("ablaeufe")


@pytest.mark.timeout(900)  # a minute and a half on a machine of its own
def test_a_round_is_run_with_a_browser_only(desk: Desk, city: Town) -> None:
    state, page = desk.run("04 Amtslisten versenden")
    assert state == "Completed"
    assert city.letters() == [], "a preview sends nothing"
    preview = desk.artifact(f"{KEY}-probe-vorschau")
    for words in ("dez1@bielefeld.example", "dez2@bielefeld.example", "OZG-Ausfüllhilfe.pdf", "Amtslisten für Dezernat 1"):
        assert words in preview
    desk.picture("vorschau")

    state, page = desk.run("04 Amtslisten versenden", Nur_Vorschau=False)
    assert state == "Completed", page
    desk.picture("lauf")
    assert sorted(letter.to for letter in city.letters()) == [("dez1@bielefeld.example",), ("dez2@bielefeld.example",)]

    city.send_back("33", {1: not_ours()})
    city.drop(city.letter({}, sender="amt34@bielefeld.example", subject="Frage zur Liste"))
    state, page = desk.run("05 Rückläufe einsammeln", Nur_Vorschau=False)
    assert state == "Completed", page
    with city.session() as session:
        (case,) = session.scalars(select(ResponsibilityCase))
        assert case.state == "open"
        question = session.scalars(select(Incoming.id).where(Incoming.state == "quarantined")).one()

    state, page = desk.run(
        "06 Zuständigkeit entscheiden", Fälle=[case.id], Zuständiges_Amt="34", Bearbeitet_von=LINDNER, Nur_Vorschau=False
    )
    assert state == "Completed", page
    with city.session() as session:
        settled = session.get_one(ResponsibilityCase, case.id)
        assert (settled.state, settled.settled_office) == ("settled", "34")
        assert session.scalar(select(Message.id).where(Message.kind == "responsibility_taken_over"))

    state, page = desk.run(
        "13 Klärungskorb bearbeiten",
        Mail=question,
        Was_tun="erledigt",
        Vermerk="angerufen",
        Bearbeitet_von=LINDNER,
        Nur_Vorschau=False,
    )
    assert state == "Completed", page
    assert city.status()["inbox"] == {"returns": 1, "automatic": 0, "quarantined": 0, "dismissed": 1, "to_read": 0}

    found = city.status()
    overview = desk.artifact(f"{KEY}-probe-stand")
    desk.picture("stand")
    lists, returned = (sum(d[key] for d in found["departments"]) for key in ("lists", "returned"))
    assert f"{returned} von {lists}" in overview
    assert returned == 1
    assert f"{found['mail']['accepted']} Mails angenommen" in overview


def test_what_an_office_writes_beside_its_list_stands_in_the_overview_until_it_is_cleared(desk: Desk, city: Town) -> None:
    city.do("send-lists")
    before = city.status()["inbox"]
    name, content, letter = city.book("34")
    mail = city.letter({name: fill(content)}, sender="amt34@bielefeld.example", answers=letter)
    text = mail.get_body(("plain",))
    assert isinstance(text, EmailMessage)
    text.set_content("Anbei unsere Liste. Ab Mai ist Frau Wessling zuständig.\n")
    city.drop(mail)
    state, page = desk.run("05 Rückläufe einsammeln", Nur_Vorschau=False)
    assert state == "Completed", page
    read = before | {"returns": before["returns"] + 1}
    assert city.status()["inbox"] == read | {"to_read": 1}
    assert "Ab Mai ist Frau Wessling zuständig." in desk.artifact(f"{KEY}-probe-stand")
    desk.picture("zu-lesen")
    with city.session() as session:
        number = session.scalars(select(Incoming.id).where(Incoming.state == "to_read")).one()

    state, page = desk.run("22 Gelesenes abhaken", Mail=number, Bearbeitet_von=LINDNER, Vermerk="notiert")
    assert state == "Completed", page
    assert city.status()["inbox"] == read
    assert "Frau Wessling" not in desk.artifact(f"{KEY}-probe-stand")


def test_what_is_not_filled_in_is_named_in_a_sentence(desk: Desk) -> None:
    state, page = desk.run("02 Meilenstein abhaken")
    assert state == "Failed"
    assert "„Meilenstein“ ist nicht ausgefüllt." in page
    desk.page.get_by_role("tab", name="Logs").or_(desk.page.get_by_text("Logs", exact=True)).first.click()
    expect(desk.page.get_by_text("„Meilenstein“ ist nicht ausgefüllt.", exact=True).first).to_be_visible()
    assert "Traceback" not in desk.page.locator("body").inner_text(), "a failed run opens on its log"
    desk.picture("fehler")


def test_a_choice_that_somebody_else_has_made_meanwhile_does_no_harm(desk: Desk, city: Town) -> None:
    desk.open_form("02 Meilenstein abhaken")
    offered = desk.options("Meilenstein")
    assert any(option.startswith("konzept – 17.03.2020 · Abstimmung des Konzeptes") for option in offered)
    assert not any(option.startswith("versand ") for option in offered), "the drop-down follows the data"
    tick_off(city.ctx(), "konzept")
    state, page = desk.submit(Meilenstein="konzept", Bearbeitet_von=LINDNER)
    assert state == "Completed"
    assert "war bereits erledigt" in page
