"""One Nachtrag a day for each office, and one that is open: what is not answered goes on to the next."""

from dataclasses import replace

import pytest

from ozg_workflow.database.models import Message
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.usecases.survey.cases import list_cases
from ozg_workflow.usecases.survey.decide_cases import decide_cases, reopen_cases
from tests.usecases.survey.deciding.acts import refuse, words_of
from tests.usecases.town import Town, not_ours, town_data

SUPPLEMENTS = "responsibility_taken_over"


@pytest.fixture
def open_cases(asked: Town) -> Town:
    """Amt 33 has refused all its services and named nobody: three cases."""
    asked.send_back("33", {n: not_ours() for n in (1, 2, 3)})
    asked.do("collect", "deliver")
    asked.new_letters()
    return asked


def names(town: Town, office: str, version: int) -> list[tuple[int, str, str]]:
    return [(n, row.service.ref, str(row.state)) for n, row in town.rows(office, version).items()]


def test_decisions_of_one_day_are_one_mail_where_nothing_has_left(open_cases: Town) -> None:
    for case in (1, 2):
        decide_cases(open_cases.ctx(), [case], "34")
    decide_cases(open_cases.ctx(), [3], "50")
    assert [str(m.state) for m in open_cases.messages(SUPPLEMENTS)] == ["cancelled", "cancelled", "queued"]
    open_cases.do("deliver")
    (letter,) = open_cases.new_letters()
    assert list(letter.attachments) == ["OZG-Amtsliste_34_Standesamt_v2.xlsx", "OZG-Amtsliste_50_Sozialamt_v2.xlsx"]
    assert names(open_cases, "34", 2) == [(1, "L2", "open"), (2, "L3", "open")]
    assert names(open_cases, "50", 2) == [(1, "L4", "open")]
    assert open_cases.findings() == []


def test_what_is_decided_after_todays_nachtrag_waits_for_tomorrow(open_cases: Town) -> None:
    decide_cases(open_cases.ctx(), [1], "34")
    open_cases.do("deliver")
    result = decide_cases(open_cases.ctx(), [2], "34")
    assert (
        "Amt 34 – Standesamt hat heute schon einen Nachtrag bekommen; 1 Leistung folgt mit dem nächsten Tageslauf."
        in result.lines
    )
    assert result.mails == []
    open_cases.do("send-lists", "deliver")
    assert len(open_cases.new_letters()) == 1
    open_cases.run_day("2020-04-07")
    (letter,) = [x for x in open_cases.new_letters() if x.attachments]
    assert list(letter.attachments) == ["OZG-Amtsliste_34_Standesamt_v3.xlsx"]


def test_the_next_nachtrag_takes_over_what_is_open_and_leaves_what_is_answered(open_cases: Town) -> None:
    decide_cases(open_cases.ctx(), [1, 2], "34")
    open_cases.do("deliver")
    open_cases.day("2020-04-14")
    open_cases.send_back(
        "34", {2: dict.fromkeys(("Zuständig?", "Stufe heute", "Online-Angebot fest geplant?", "Fallzahl pro Jahr"))}, version=2
    )
    open_cases.do("collect", "deliver")
    assert open_cases.states("34", version=2) == ["answered", "invalid"] or open_cases.states("34", version=2) == [
        "answered",
        "open",
    ]
    open_cases.new_letters()
    decide_cases(open_cases.ctx(), [3], "34")
    open_cases.do("deliver")
    (letter,) = open_cases.new_letters()
    assert "OZG-Amtsliste_34_Standesamt_v2.xlsx vom 06.04.2020" in words_of(letter)
    assert "Meldebescheinigung ausstellen (stand schon im vorigen Nachtrag, noch offen)" in words_of(letter)
    assert "Wohnsitz anmelden" not in letter.text
    assert (open_cases.list_state("34", version=2), open_cases.list_state("34", version=3)) == ("returned", "sent")
    assert names(open_cases, "34", 2) == [(1, "L2", "answered")]
    assert [ref for _, ref, _ in names(open_cases, "34", 3)] == ["L3", "L4"]
    assert open_cases.findings() == []


def test_an_earlier_nachtrag_of_which_nothing_is_left_is_replaced(open_cases: Town) -> None:
    decide_cases(open_cases.ctx(), [1], "34")
    open_cases.do("deliver")
    open_cases.day("2020-05-14")
    decide_cases(open_cases.ctx(), [2, 3], "34")
    open_cases.do("deliver")
    assert (open_cases.list_state("34", version=2), open_cases.list_state("34", version=3)) == ("superseded", "sent")
    item = next(i for i in open_cases.status()["lists"] if (i["office"], i["version"]) == ("34", 3))
    assert (item["rows"], item["due_on"]) == (3, "2020-05-29")
    assert open_cases.findings() == []


def test_a_refused_mail_of_a_replaced_nachtrag_does_not_go_again(open_cases: Town) -> None:
    decide_cases(open_cases.ctx(), [1], "34")
    open_cases.change(Message, Message.kind == SUPPLEMENTS, state=MessageState.UNKNOWN)
    open_cases.day("2020-04-07")
    decide_cases(open_cases.ctx(), [2], "34")
    assert open_cases.list_state("34", version=2) == "superseded"
    open_cases.change(Message, Message.kind == SUPPLEMENTS, Message.state == MessageState.UNKNOWN, state=MessageState.QUEUED)
    open_cases.do("deliver")
    assert [str(m.state) for m in open_cases.messages(SUPPLEMENTS)] == ["cancelled", "accepted"]


def test_a_mail_that_waits_for_a_release_is_replaced_too(open_cases: Town) -> None:
    ctx = replace(open_cases.ctx(), allow_list=())
    decide_cases(ctx, [1], "34")
    decide_cases(ctx, [2], "34")
    assert [str(m.state) for m in open_cases.messages(SUPPLEMENTS)] == ["cancelled", "held"]
    assert len(open_cases.rows("34", 2)) == 2


def test_what_a_person_stopped_is_not_sent_again_by_itself(open_cases: Town) -> None:
    decide_cases(open_cases.ctx(), [1], "34")
    open_cases.change(Message, Message.kind == SUPPLEMENTS, state=MessageState.CANCELLED)
    open_cases.do("send-supplements", "deliver")
    assert open_cases.new_letters() == []


def test_the_other_nachtrag_of_a_recalled_mail_goes_again(open_cases: Town) -> None:
    decide_cases(open_cases.ctx(), [1], "34")
    decide_cases(open_cases.ctx(), [2], "50")
    reopen_cases(open_cases.ctx(), [1], "doch nicht")
    open_cases.do("deliver")
    (letter,) = open_cases.new_letters()
    assert list(letter.attachments) == ["OZG-Amtsliste_50_Sozialamt_v2.xlsx"]
    assert (open_cases.list_state("34", version=2), open_cases.list_state("50", version=2)) == ("superseded", "sent")
    assert open_cases.findings() == []


def test_one_service_taken_from_a_waiting_nachtrag_leaves_the_others_in_it(open_cases: Town) -> None:
    decide_cases(open_cases.ctx(), [1, 2], "34")
    reopen_cases(open_cases.ctx(), [1], "doch nicht")
    open_cases.do("deliver")
    (letter,) = open_cases.new_letters()
    assert "Meldebescheinigung ausstellen" in letter.text
    assert "Wohnsitz anmelden" not in letter.text
    open_cases.clock.wait(hours=1)
    open_cases.send_back("34", version=2)
    open_cases.do("collect")
    assert open_cases.list_state("34", version=2) == "returned"


def test_what_is_new_in_the_catalogue_and_what_is_decided_come_together(open_cases: Town) -> None:
    data = town_data()
    new = replace(data.services[4], ref="L9", key="99059001019999", name="Ehename bestimmen")
    open_cases.prepare(replace(data, services=(*data.services, new)))
    decide_cases(open_cases.ctx(), [1], "34")
    open_cases.do("deliver")
    (letter,) = open_cases.new_letters()
    text = words_of(letter)
    assert "Ehename bestimmen Die Leistung ist neu im Katalog." in text
    assert "Wohnsitz anmelden Entscheidung der Koordination: Amt 34. Amt 33 hat „nein“ geantwortet." in text


def test_nothing_waits_where_nothing_happened(asked: Town) -> None:
    assert asked.do("send-supplements").lines == []
    refuse(asked, "50", "34", 2)
    assert len(list_cases(asked.ctx())) == 1
    assert asked.do("send-supplements").mails == []
