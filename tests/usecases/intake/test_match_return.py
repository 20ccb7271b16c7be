"""Which of our lists a file is: by its token, else by the mail it answers, never by its name."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from ozg_workflow.usecases.intake import inbox_admin
from tests.usecases.intake.mailbox import filed, incoming
from tests.usecases.town import Town, fill

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
    inbox_admin.assign_incoming(asked.ctx(), 1, office="34")
    assert incoming(asked) == [("return", "1 Liste erkannt.")]
    assert asked.list_state("34") == "returned"
