"""Once is once: the same mail through two addresses is one return, and one answer."""

import pytest

from ozg_workflow.usecases.intake import inbox_admin
from tests.usecases.intake.mailbox import filed, incoming, returns
from tests.usecases.intake.test_to_read import to_read
from tests.usecases.town import Town, fill

pytestmark = pytest.mark.both_databases

COPIES = [
    b"Delivered-To: online-dienste@bielefeld.example\r\n",
    b"Received: from mx2.bielefeld.example by mx1; Mon, 20 Apr 2020 08:16:00 +0200\r\nX-Original-To: ozg@bielefeld.example\r\n",
    b"Return-Path: <amt33@bielefeld.example>\r\nX-Spam-Status: No, score=-2.0\r\n",
    b"List-Id: Rathaus <rathaus.lists.bielefeld.example>\r\n",
    b"X-Envelope-To: <ozg-koordination@bielefeld.example>\r\n",
]


def test_a_return_that_comes_in_over_several_addresses_counts_and_is_answered_once(asked: Town) -> None:
    raw = asked.send_back("33")
    for head in COPIES:
        asked.drop(head + raw)
    result = asked.do("collect")
    states = [state for state, _ in incoming(asked)]
    assert states == ["return", *["automatic"] * len(COPIES)]
    assert incoming(asked)[1][1] == "Dieselbe Mail ist schon eingegangen (Nr. 1); sie zählt einmal."
    assert (returns(asked), [str(m.kind) for m in asked.messages()[2:]]) == (1, ["acknowledgement"])
    assert result.figures["duplicates"] == len(COPIES)
    assert filed(asked) == {".OZG.Verarbeitet": 1 + len(COPIES)}
    assert inbox_admin.list_incoming(asked.ctx()) == ()
    assert {i.kind for i in inbox_admin.list_incoming(asked.ctx(), everything=True)[1:]} == {"duplicate"}


def test_it_counts_once_also_when_the_copy_comes_a_day_later(asked: Town) -> None:
    raw = asked.send_back("33")
    asked.do("collect", "deliver")
    asked.clock.wait(days=1)
    asked.drop(COPIES[0] + raw)
    asked.do("collect", "deliver")
    assert (returns(asked), len(asked.messages())) == (1, 3)


def test_a_question_that_comes_in_twice_is_asked_once(asked: Town) -> None:
    mail = asked.letter({}, sender="krueger@bielefeld.example", subject="Frage zur Liste")
    mail.set_content("Was ist Stufe 3?")
    raw = asked.drop(mail)
    asked.drop(COPIES[0] + raw)
    asked.do("collect")
    assert [state for state, _ in incoming(asked)] == ["quarantined", "automatic"]


def test_other_files_below_the_same_message_id_are_another_return(asked: Town) -> None:
    """A program that numbers its mails anew after a restart, or a forged number: nothing of it is lost."""
    name, content, letter = asked.book("33")
    first = asked.letter({name: fill(content, rows=[1])}, sender="amt33@bielefeld.example", answers=letter)
    second = asked.letter({name: fill(content)}, sender="amt33@bielefeld.example", answers=letter)
    second.replace_header("Message-ID", first["Message-ID"])
    asked.drop(first)
    asked.drop(second)
    asked.do("collect")
    assert (returns(asked), asked.list_state("33")) == (2, "returned")


def test_a_text_that_was_added_on_the_way_is_read(asked: Town) -> None:
    name, content, letter = asked.book("33")
    mail = asked.letter({name: fill(content)}, sender="amt33@bielefeld.example", answers=letter)
    raw = mail.as_bytes()
    asked.drop(raw)
    asked.drop(COPIES[0] + raw.replace(b"Anbei unsere Liste.", b"Anbei unsere Liste. Amt 34 fehlt noch."))
    asked.do("collect")
    assert (returns(asked), [state for state, _ in incoming(asked)]) == (1, ["return", "to_read"])
    assert to_read(asked) == [("cover_text", "Anbei unsere Liste. Amt 34 fehlt noch.")]


def test_a_mail_without_a_message_id_is_never_taken_for_another(asked: Town) -> None:
    for text in ("Wann?", "Wann?"):
        mail = asked.letter({}, sender="krueger@bielefeld.example", subject="Frage")
        del mail["Message-ID"]
        mail.set_content(text)
        asked.drop(mail)
    asked.do("collect")
    assert [state for state, _ in incoming(asked)] == ["quarantined", "quarantined"]


def test_trying_the_first_one_again_does_not_take_it_for_its_copy(asked: Town) -> None:
    mail = asked.letter({}, sender="krueger@bielefeld.example", subject="Frage zur Liste")
    raw = asked.drop(mail)
    asked.drop(COPIES[0] + raw)
    asked.do("collect")
    inbox_admin.retry_incoming(asked.ctx(), 1)
    assert [state for state, _ in incoming(asked)] == ["quarantined", "automatic"]
