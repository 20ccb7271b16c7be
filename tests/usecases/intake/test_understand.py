"""One stored mail: what it is and what it says; one that breaks us waits for a person."""

from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from ozg_workflow.database.models import Incoming
from ozg_workflow.domain.errors import InputError, UnavailableError
from ozg_workflow.usecases.intake import understand
from tests.usecases.intake.mailbox import incoming, returns
from tests.usecases.town import Town, fill

pytestmark = pytest.mark.both_databases


def test_a_stranger_cannot_answer_for_an_office(asked: Town) -> None:
    asked.send_back("34", sender="amt34@bielefeld-rathaus.example")
    asked.do("collect")
    ((state, why),) = incoming(asked)
    assert state == "quarantined"
    assert "amt34@bielefeld-rathaus.example steht nicht im Verzeichnis" in why
    assert asked.states("34") == ["open", "open"]


def test_a_letter_without_a_list_waits_for_a_person_and_is_not_answered(asked: Town) -> None:
    asked.drop(asked.letter({}, sender="krueger@bielefeld.example", subject="Frage zur Liste"))
    asked.do("collect")
    ((state, why),) = incoming(asked)
    assert (state, why) == ("quarantined", "Die Mail enthält keine Amtsliste; bitte selbst lesen und beantworten.")
    assert len(asked.messages()) == 2


def test_a_good_list_counts_although_a_damaged_one_lies_beside_it(asked: Town) -> None:
    name, content, _ = asked.book("34")
    files = {name: fill(content), "Kopie.xlsx": b"PK\x03\x04 kaputt"}
    asked.drop(asked.letter(files, sender="amt34@bielefeld.example"))
    asked.do("collect")
    ((state, why),) = incoming(asked)
    assert state == "quarantined"
    assert why.startswith("Teilweise verarbeitet.")
    assert "Kopie.xlsx" in why
    assert asked.list_state("34") == "returned"


def test_our_own_blank_attachment_beside_the_filled_list_says_nothing(asked: Town) -> None:
    name, content, letter = asked.book("34")
    files = {"Standesamt ausgefüllt.xlsx": fill(content), name: content}
    asked.drop(asked.letter(files, sender="amt34@bielefeld.example", answers=letter))
    asked.do("collect", "deliver")
    assert (returns(asked), asked.list_state("34")) == (1, "returned")
    assert [m.kind for m in asked.messages()[2:]] == ["acknowledgement"]


def test_two_states_of_one_list_in_one_mail_are_both_kept_and_answered_once(asked: Town) -> None:
    name, content, letter = asked.book("33")
    files = {"Stand Montag.xlsx": fill(content, rows=[1]), name: fill(content)}
    asked.drop(asked.letter(files, sender="amt33@bielefeld.example", answers=letter))
    asked.do("collect", "deliver")
    assert (returns(asked), asked.list_state("33")) == (2, "returned")
    assert [m.kind for m in asked.messages()[2:]] == ["acknowledgement"]


def test_a_mail_that_breaks_the_processing_goes_to_a_person_and_the_others_go_on(
    asked: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was half done for this mail is undone, and not told as done."""
    record_lists = understand.record_lists

    def breaks_for_one_office(*arguments: Any, **options: Any) -> Any:
        found = record_lists(*arguments, **options)
        if any(isinstance(a, Incoming) and a.sender.startswith("amt33@") for a in arguments):
            raise InputError("Die Antwort lässt sich nicht schreiben.")
        return found

    monkeypatch.setattr(understand, "record_lists", breaks_for_one_office)
    asked.send_back("33")
    asked.send_back("34")
    result = asked.do("collect")
    (broken, good) = incoming(asked)
    assert broken == ("quarantined", "Die Mail konnte nicht verarbeitet werden: Die Antwort lässt sich nicht schreiben.")
    assert good == ("return", "1 Liste erkannt.")
    assert asked.states("33") == ["open", "open", "open"]
    assert result.figures["returns"] == 1
    assert not any("Rücklauf Amt 33" in line for line in result.lines)


def test_a_mail_that_cannot_even_be_parsed_goes_to_a_person_and_the_others_go_on(
    asked: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    parse = understand.parse_mail

    def breaks(content: bytes) -> Any:
        if b"amt33@" in content:
            raise ValueError("embedded null character")
        return parse(content)

    monkeypatch.setattr(understand, "parse_mail", breaks)
    asked.send_back("33")
    asked.send_back("34")
    asked.do("collect")
    assert [state for state, _ in incoming(asked)] == ["quarantined", "return"]


def test_a_database_that_fails_leaves_the_mail_for_the_next_run(asked: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: Any, **__: Any) -> None:
        raise OperationalError("UPDATE", {}, Exception("database is locked"))

    asked.send_back("34")
    with monkeypatch.context() as patch:
        patch.setattr(understand, "record_lists", locked)
        with pytest.raises(UnavailableError, match="beim nächsten Lauf"):
            asked.do("collect")
    assert incoming(asked) == [("stored", "")]
    asked.do("collect")
    assert incoming(asked) == [("return", "1 Liste erkannt.")]


def test_a_list_forwarded_by_a_colleague_inside_a_mail_is_found(asked: Town) -> None:
    name, content, letter = asked.book("34")
    inner = asked.letter({name: fill(content)}, sender="sandmann@bielefeld.example", answers=letter)
    outer = EmailMessage()
    outer["From"], outer["To"], outer["Subject"] = "dez2@bielefeld.example", "ozg@bielefeld.example", "WG: Amtslisten"
    outer["Message-ID"], outer["Date"] = "<weiter@bielefeld.example>", asked.clock()
    outer.set_content("Zur Kenntnis.")
    outer.add_attachment(inner)
    asked.drop(outer)
    asked.do("collect")
    assert asked.list_state("34") == "returned"
    assert [r.address for r in asked.messages("acknowledgement")[0].recipients] == ["dez2@bielefeld.example"]
