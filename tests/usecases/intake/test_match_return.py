"""Which of our lists a file is: by its token, else by the mail it answers, never by its name."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from ozg_workflow.usecases.intake import inbox_admin
from tests.usecases.intake.mailbox import filed, incoming
from tests.usecases.town import Town, fill, not_ours, read_letter

pytestmark = pytest.mark.both_databases


def with_meta(content: bytes, **values: Any) -> bytes:
    """Change the hidden sheet of a list."""
    book = load_workbook(BytesIO(content))
    for row in book["_ozg"].iter_rows(max_row=6):
        if row[0].value in values:
            row[1].value = values[row[0].value]
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def without_identity(content: bytes) -> bytes:
    """What some programs save: the list without its hidden sheet."""
    book = load_workbook(BytesIO(content))
    del book["_ozg"]
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("meta", "reason"),
    [
        ({"token": "0" * 40}, "trägt keine gültige Kennung"),
        ({"version": 2}, "trägt keine gültige Kennung"),
        ({"rollout": "paderborn-2020"}, "gehört zu einem anderen Rollout („paderborn-2020“)"),
        ({"list_id": "keine"}, "ist keine unserer Amtslisten"),
    ],
)
def test_a_list_that_is_not_proved_to_be_ours_waits_for_a_person(asked: Town, meta: dict[str, Any], reason: str) -> None:
    name, content, _ = asked.book("34")
    asked.drop(asked.letter({name: with_meta(fill(content), **meta)}, sender="amt34@bielefeld.example"))
    result = asked.do("collect")
    ((state, why),) = incoming(asked)
    assert state == "quarantined"
    assert reason in why
    assert any(line.startswith("Klärungskorb Nr. 1: amt34@bielefeld.example") for line in result.lines)
    assert filed(asked)[".OZG.Kl&AOQ-rung"] == 1
    assert asked.states("34") == ["open", "open"]
    assert asked.messages("acknowledgement") == []


def test_a_list_without_its_hidden_sheet_is_known_by_the_mail_it_answers(asked: Town) -> None:
    _, content, letter = asked.book("34")
    lost = without_identity(fill(content))
    asked.drop(asked.letter({"Mappe1.xlsx": lost}, sender="amt34@bielefeld.example", answers=letter))
    asked.do("collect")
    assert incoming(asked) == [("return", "1 Liste erkannt.")]
    assert asked.list_state("34") == "returned"


def test_a_list_without_its_hidden_sheet_is_known_by_the_tag_in_the_subject(asked: Town) -> None:
    name, content, letter = asked.book("34")
    lost = without_identity(fill(content))
    asked.drop(asked.letter({name: lost}, sender="amt34@bielefeld.example", subject=f"Re: {letter.subject}"))
    asked.do("collect")
    assert asked.list_state("34") == "returned"


def test_a_file_name_alone_proves_nothing_but_a_person_may_assign_the_list(asked: Town) -> None:
    name, content, _ = asked.book("34")
    asked.drop(asked.letter({name: without_identity(fill(content))}, sender="amt34@bielefeld.example"))
    asked.do("collect")
    ((state, why),) = incoming(asked)
    assert (state, "die Kennung fehlt" in why) == ("quarantined", True)
    inbox_admin.assign_incoming(asked.ctx(), 1, office="Standesamt")
    assert incoming(asked) == [("return", "1 Liste erkannt.")]
    assert asked.list_state("34") == "returned"


def moved_together(first: bytes, second: bytes, *, hidden_first: bool = False) -> bytes:
    """Move the sheets of the second workbook into the first, as `Verschieben oder kopieren …` does."""
    book, other = load_workbook(BytesIO(first)), load_workbook(BytesIO(second))
    for name in ("_ozg", "Amtsliste") if hidden_first else ("Amtsliste", "_ozg"):
        copy = book.create_sheet(f"{name} (2)", 0 if hidden_first else None)
        for cell in (cell for row in other[name].iter_rows() for cell in row if cell.value is not None):
            copy.cell(cell.row, cell.column, cell.value)
        copy.sheet_state = other[name].sheet_state
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def volumes(town: Town, office: str) -> list[Any]:
    return [row.answers.get("case_volume") for row in town.rows(office).values()]


@pytest.mark.parametrize(("first", "second"), [("34", "33"), ("33", "34")])
@pytest.mark.parametrize("hidden_first", [False, True])
def test_the_sheets_of_two_offices_in_one_workbook_are_two_returns(
    asked: Town, first: str, second: str, hidden_first: bool
) -> None:
    wanted = {"33": 30, "34": 40}
    books = {
        o: fill(asked.book(o)[1], {n: {"Fallzahl pro Jahr": v} for n in range(1, len(asked.rows(o)) + 1)})
        for o, v in wanted.items()
    }
    content = moved_together(books[first], books[second], hidden_first=hidden_first)
    asked.drop(asked.letter({"Mappe1.xlsx": content}, sender="amt34@bielefeld.example", answers=asked.book("34")[2]))
    asked.do("collect")
    assert [asked.list_state(office) for office in ("33", "34")] == ["returned", "returned"]
    assert (volumes(asked, "33"), volumes(asked, "34")) == ([30] * 3, [40] * 2)
    assert incoming(asked) == [("return", "2 Listen erkannt.")]


def filled_with(town: Town, office: str, volume: int, version: int = 1) -> bytes:
    rows = len(town.rows(office, version))
    return fill(town.book(office, version)[1], {n: {"Fallzahl pro Jahr": volume} for n in range(1, rows + 1)})


def test_the_sheets_of_three_offices_are_three_returns(asked: Town) -> None:
    content = moved_together(filled_with(asked, "33", 30), filled_with(asked, "34", 40))
    book, other = load_workbook(BytesIO(content)), load_workbook(BytesIO(filled_with(asked, "50", 50)))
    for name in ("_ozg", "Amtsliste"):
        copy = book.create_sheet(f"{name} Sozialamt", 0)
        for cell in (cell for row in other[name].iter_rows() for cell in row if cell.value is not None):
            copy.cell(cell.row, cell.column, cell.value)
    buffer = BytesIO()
    book.save(buffer)
    asked.drop(asked.letter({"x.xlsx": buffer.getvalue()}, sender="amt34@bielefeld.example"))
    asked.do("collect")
    assert [volumes(asked, office) for office in ("33", "34", "50")] == [[30] * 3, [40] * 2, [50] * 2]
    assert incoming(asked) == [("return", "3 Listen erkannt.")]


def test_a_list_and_its_nachtrag_in_one_workbook_are_two_returns(asked: Town) -> None:
    asked.send_back("50", {2: not_ours("Amt 34")})
    asked.do("collect", "send-lists", "deliver")
    content = moved_together(filled_with(asked, "34", 40), filled_with(asked, "34", 41, version=2))
    asked.drop(asked.letter({"x.xlsx": content}, sender="amt34@bielefeld.example"))
    asked.do("collect")
    assert volumes(asked, "34") == [40, 40]
    assert [row.answers.get("case_volume") for row in asked.rows("34", 2).values()] == [41]


def test_one_list_twice_in_a_workbook_with_different_answers_is_asked(asked: Town) -> None:
    content = moved_together(filled_with(asked, "34", 40), filled_with(asked, "34", 41))
    asked.drop(asked.letter({"x.xlsx": content}, sender="amt34@bielefeld.example"))
    asked.do("collect")
    (reply,) = asked.messages("return_with_errors")
    assert "Die Liste steht in mehreren Blättern mit verschiedenen Angaben" in " ".join(
        read_letter(asked.content(reply.id)).text.split()
    )


def test_a_hidden_sheet_without_its_list_goes_to_a_person_and_the_other_list_counts(asked: Town) -> None:
    book, other = load_workbook(BytesIO(filled_with(asked, "34", 40))), load_workbook(BytesIO(filled_with(asked, "33", 30)))
    copy = book.create_sheet("_ozg (2)", 0)
    for cell in (cell for row in other["_ozg"].iter_rows() for cell in row if cell.value is not None):
        copy.cell(cell.row, cell.column, cell.value)
    buffer = BytesIO()
    book.save(buffer)
    asked.drop(asked.letter({"x.xlsx": buffer.getvalue()}, sender="amt34@bielefeld.example"))
    asked.do("collect")
    assert (volumes(asked, "34"), volumes(asked, "33")) == ([40, 40], [None] * 3)
    assert incoming(asked)[0][0] == "quarantined"


def test_a_list_without_services_in_the_workbook_of_another_office_is_its_own_return(asked: Town) -> None:
    content = moved_together(fill(asked.book("34")[1]), fill(asked.book("10")[1], nil="ja"))
    asked.drop(asked.letter({"Mappe1.xlsx": content}, sender="amt34@bielefeld.example", answers=asked.book("34")[2]))
    asked.do("collect")
    assert (asked.list_state("34"), asked.list_state("10")) == ("returned", "nil_return")
    assert asked.status()["cases"] == {"open": 0, "settled": 0}


def test_of_two_lists_in_one_workbook_only_the_genuine_one_counts(asked: Town) -> None:
    forged = with_meta(fill(asked.book("33")[1]), token="0" * 40)
    content = moved_together(fill(asked.book("34")[1]), forged)
    asked.drop(asked.letter({"Mappe1.xlsx": content}, sender="amt34@bielefeld.example", answers=asked.book("34")[2]))
    asked.do("collect")
    ((state, why),) = incoming(asked)
    assert (state, "trägt keine gültige Kennung" in why) == ("quarantined", True)
    assert (asked.list_state("34"), asked.list_state("33")) == ("returned", "sent")


def test_a_copied_list_without_its_hidden_sheet_is_named_and_asked_for(asked: Town) -> None:
    book, other = load_workbook(BytesIO(fill(asked.book("34")[1]))), load_workbook(BytesIO(fill(asked.book("33")[1])))
    copy = book.create_sheet("Meldeamt", 0)
    for cell in (cell for row in other["Amtsliste"].iter_rows() for cell in row if cell.value is not None):
        copy.cell(cell.row, cell.column, cell.value)
    buffer = BytesIO()
    book.save(buffer)
    asked.drop(asked.letter({"x.xlsx": buffer.getvalue()}, sender="amt34@bielefeld.example", answers=asked.book("34")[2]))
    asked.do("collect")
    assert (asked.list_state("34"), asked.list_state("33")) == ("returned", "sent")
    (reply,) = asked.messages("return_with_errors")
    assert "Das Blatt „Meldeamt“ enthält Zeilen einer anderen Liste" in " ".join(
        read_letter(asked.content(reply.id)).text.split()
    )
