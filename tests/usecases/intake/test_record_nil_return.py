"""A Fehlanzeige as the town hall sees it: unclear ones are asked, complete nothing and open no case."""

from typing import Any

import pytest

from tests.usecases.town import Letter, Town, not_ours, read_letter

pytestmark = pytest.mark.both_databases


def collect(town: Town, office: str, *args: Any, **kwargs: Any) -> None:
    town.send_back(office, *args, **kwargs)
    town.do("collect")


def questions(town: Town) -> list[Letter]:
    """The replies that ask again, oldest first."""
    return [read_letter(town.content(message.id)) for message in town.messages("return_with_errors")]


UNCLEAR = ("ja (bis auf Nr. 1)", "ja, teilweise", "ja / nein", "Fehlanzeige für Abteilung 2", "Fehlanzeige?", "siehe Mail")


@pytest.mark.parametrize("text", UNCLEAR)
def test_an_unclear_fehlanzeige_is_asked_and_neither_completes_the_list_nor_opens_a_case(asked: Town, text: str) -> None:
    collect(asked, "34", rows=[1], nil=text)
    assert asked.list_state("34") == "partly_returned"
    assert asked.states("34") == ["answered", "open"]
    assert asked.status()["cases"] == {"open": 0, "settled": 0}
    (reply,) = questions(asked)
    assert f"In Zelle C3 steht zur Fehlanzeige „{text}“." in " ".join(reply.text.split())
    assert len(reply.attachments) == 1


@pytest.mark.parametrize("text", ["ja, soweit ich weiß", "Fehlanzeige folgt"])
def test_an_unclear_fehlanzeige_is_asked_beside_complete_lines_and_in_a_list_without_lines(asked: Town, text: str) -> None:
    collect(asked, "34", nil=text)
    collect(asked, "10", nil=text)
    assert (asked.list_state("34"), asked.list_state("10")) == ("returned", "partly_returned")
    replies = questions(asked)
    assert [(f"„{text}“" in " ".join(reply.text.split()), len(reply.attachments)) for reply in replies] == [(True, 1)] * 2
    assert asked.messages("acknowledgement") == []


def test_no_in_the_field_of_a_list_without_lines_does_not_complete_it(asked: Town) -> None:
    collect(asked, "10", nil="nein")
    assert asked.list_state("10") not in ("returned", "nil_return")
    assert asked.messages("acknowledgement") == []


@pytest.mark.parametrize("cells", [{"Bemerkung": "macht Amt 50"}, {"Zuständig?": "vielleicht"}, {"Fallzahl pro Jahr": 30}])
def test_fehlanzeige_beside_a_line_that_does_not_say_nein_is_asked(asked: Town, cells: dict[str, object]) -> None:
    collect(asked, "34", {1: cells}, rows=[], nil="ja")
    assert asked.list_state("34") == "partly_returned"
    assert asked.status()["cases"] == {"open": 0, "settled": 0}
    assert len(asked.messages("return_with_errors")) == 1


def test_fehlanzeige_beside_lines_that_say_nein_counts(asked: Town) -> None:
    collect(asked, "34", {1: not_ours("Amt 33")}, rows=[], nil="ja")
    assert asked.list_state("34") == "nil_return"
    assert len(asked.messages("acknowledgement")) == 1
