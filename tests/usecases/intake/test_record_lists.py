"""Several lists of one mail are recorded each for itself and answered with one mail."""

from io import BytesIO

from openpyxl import load_workbook
from sqlalchemy import select

from ozg_workflow.database.models import Assignment, Office, ResponsibilityCase
from tests.usecases.intake.mailbox import incoming, returns
from tests.usecases.town import Letter, Town, fill, not_ours


def send_lists(town: Town, files: dict[str, bytes], *, answers: Letter, sender: str = "dez2@bielefeld.example") -> list[Letter]:
    town.drop(town.letter(files, sender=sender, answers=answers))
    town.do("collect", "deliver")
    return [letter for letter in town.new_letters() if "in-reply-to" in letter.headers]


def three(town: Town, changes: dict[str, dict[int, dict[str, object]]]) -> tuple[dict[str, bytes], Letter]:
    books = {office: town.book(office) for office in ("33", "34", "50")}
    files = {name: fill(content, changes.get(office, {})) for office, (name, content, _) in books.items()}
    return files, books["33"][2]


def test_three_complete_lists_get_one_answer_without_a_workbook(asked: Town) -> None:
    files, letter = three(asked, {})
    (answer,) = send_lists(asked, files, answers=letter)
    assert answer.attachments == {}
    assert answer.subject.startswith("Eingang bestätigt: 3 Amtslisten")
    assert all(title in answer.text.upper() for title in ("AMT 33", "AMT 34", "AMT 50"))
    assert "nichts weiter zu tun" in " ".join(answer.text.split())
    assert [asked.list_state(office) for office in ("33", "34", "50")] == ["returned"] * 3
    assert incoming(asked) == [("return", "3 Listen erkannt.")]


def test_of_three_lists_those_that_are_asked_again_come_with_the_one_answer(asked: Town) -> None:
    wrong = {"Fallzahl pro Jahr": "viele"}
    files, letter = three(asked, {"33": {1: wrong}, "50": {2: wrong}})
    (answer,) = send_lists(asked, files, answers=letter)
    assert sorted(name.split("_")[1] for name in answer.attachments) == ["33", "50"]
    assert all("Hinweise" in load_workbook(BytesIO(book)).sheetnames for book in answer.attachments.values())
    text = " ".join(answer.text.split())
    assert "nichts weiter zu tun" not in text
    assert text.count("Spalte „Fallzahl pro Jahr“") == 2
    assert "Bitte ergänzen: 2 von 3 Amtslisten" in answer.subject
    assert returns(asked) == 3


def test_one_answer_counts_once_for_the_limit_of_an_hour(asked: Town) -> None:
    files, letter = three(asked, {})
    assert len(send_lists(asked, files, answers=letter)) == 1
    assert [str(m.kind) for m in asked.messages()[2:]] == ["several_returns"]


def test_the_answer_goes_to_all_dezernate_of_its_lists(asked: Town) -> None:
    name, content, letter = asked.book("33")
    other, second, _ = asked.book("20")
    (answer,) = send_lists(asked, {name: fill(content), other: fill(second)}, answers=letter, sender="krueger@bielefeld.example")
    assert (answer.to, set(answer.cc)) == (("krueger@bielefeld.example",), {"dez1@bielefeld.example", "dez2@bielefeld.example"})


def test_a_blank_list_beside_a_filled_one_is_named_as_open(asked: Town) -> None:
    name, content, letter = asked.book("33")
    other, blank, _ = asked.book("34")
    (answer,) = send_lists(asked, {name: fill(content), other: blank}, answers=letter)
    text = " ".join(answer.text.split())
    assert "Leer war die Liste von Amt 34 – Standesamt. Sie zählt nicht als Rücksendung und ist weiterhin offen." in text
    assert "nichts weiter zu tun" not in text
    assert answer.attachments == {}


def test_sending_the_same_three_lists_again_is_answered_again_but_trying_it_again_is_not(asked: Town) -> None:
    files, letter = three(asked, {})
    send_lists(asked, files, answers=letter)
    assert len(send_lists(asked, files, answers=letter)) == 1


def test_lists_of_one_mail_hand_services_to_each_other(asked: Town) -> None:
    files, letter = three(asked, {"33": {1: not_ours("Amt 34"), 2: not_ours("Amt 50")}, "34": {1: not_ours("Amt 33")}})
    send_lists(asked, files, answers=letter)
    given = {(row.service_id, number) for number in ("33", "34") for row in asked.rows(number).values() if row.state == "moved"}
    with asked.session() as session:
        found = session.execute(select(Assignment.service_id, Office.number, Assignment.state).join(Assignment.office))
        states = {(service, number): str(state) for service, number, state in found}
        settled = [case.settled_office for case in session.scalars(select(ResponsibilityCase).order_by(ResponsibilityCase.id))]
    assert settled == ["34", "50", "33"]
    assert {states[key] for key in given} == {"forwarded"}
    assert sorted(number for (_, number), state in states.items() if state == "proposed" and number in ("33", "34", "50")) == [
        "33",
        "34",
        "50",
    ]
