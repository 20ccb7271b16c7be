"""Offices are renumbered, merged, split and moved while their lists are out; each old list comes back filled in afterwards."""

from datetime import date
from typing import Any

import pytest

from ozg_workflow.usecases.survey.manage_rounds import close_round
from ozg_workflow.usecases.survey.open_round import open_round
from tests.usecases.changed_offices import followed, heir, in_department, renumbered
from tests.usecases.town import GOOD, Letter, Town

FIGURE = GOOD | {"Fallzahl pro Jahr": 4711}


def counted(town: Town) -> dict[str, int]:
    """Office → answered rows of its lists."""
    found: dict[str, int] = {}
    for item in town.status()["lists"]:
        found[item["office"]] = found.get(item["office"], 0) + item["answered"]
    return found


def figures(town: Town, office: str, version: int = 1) -> list[Any]:
    return [row.answers.get("case_volume") for row in town.rows(office, version).values()]


def sent(town: Town) -> list[Letter]:
    """What goes out of itself after a change and a return."""
    town.new_letters()
    town.do("send-lists", "remind", "deliver")
    return town.new_letters()


def comes_back(town: Town, office: str, **how: Any) -> Letter:
    """The list that `office` got before the change comes back, from its old mailbox; return the answer to it."""
    town.new_letters()
    town.send_back(office, good=FIGURE, **how)
    town.do("collect", "deliver")
    (answer,) = town.new_letters()
    assert "Eingang" in answer.subject or "vollständig" in answer.text
    return answer


def test_renumbered_and_the_old_list_comes_back(asked: Town) -> None:
    asked.prepare(renumbered("34", "36"))
    assert sent(asked) == []
    answer = comes_back(asked, "34")
    assert "Amt 36 – Standesamt" in answer.text
    assert figures(asked, "36") == [4711, 4711]
    assert asked.list_state("36") == "returned"
    assert "34" not in counted(asked)


def test_renumbered_with_another_mailbox_nobody_wrote_down(asked: Town) -> None:
    asked.prepare(renumbered("34", "36", said=False))
    assert sent(asked) == []
    comes_back(asked, "34")
    assert figures(asked, "36") == [4711, 4711]


def test_two_merged_and_both_old_lists_come_back(asked: Town) -> None:
    asked.prepare(followed(("33", "34"), heir("36", "Bürgeramt", "33", "34"), places={}))
    assert sent(asked) == []
    comes_back(asked, "34")
    comes_back(asked, "33")
    assert figures(asked, "36") == [4711, 4711, 4711]
    assert figures(asked, "36", version=2) == [4711, 4711]
    assert counted(asked) == {"10": 0, "20": 0, "36": 5, "50": 0}


def test_a_reminder_names_the_new_office_and_the_file_it_has(asked: Town) -> None:
    asked.prepare(followed(("33", "34"), heir("36", "Bürgeramt", "33", "34"), places={}))
    asked.day("2020-05-13")
    asked.new_letters()
    asked.do("remind", "deliver")
    letter = asked.new_letters()[1]
    assert letter.text.count("Amt 36 – Bürgeramt") == 2
    assert "OZG-Amtsliste_34_Standesamt_v1.xlsx" in letter.text
    assert "Amt 34" not in letter.text


@pytest.mark.parametrize("stays", [True, False])
def test_one_split_in_two_and_the_old_list_comes_back(asked: Town, stays: bool) -> None:
    young = heir("35", "Ausweisamt", "33")
    rest = () if stays else (heir("36", "Meldestelle", "33"),)
    asked.prepare(followed(("33",), *rest, young, places={"L4": "35"}, stays=stays))
    main = "33" if stays else "36"
    asked.new_letters()
    asked.send_back("33", good=FIGURE)
    asked.do("collect", "deliver")
    assert figures(asked, main)[:2] == [4711, 4711]
    assert asked.list_state(main) == "returned"
    assert [row.service.ref for row in asked.rows("35").values()] == ["L4"], "the rest goes to the new office"


def test_moved_to_another_dezernat_and_the_old_list_comes_back(asked: Town) -> None:
    asked.prepare(in_department("34", "1"))
    (handed_over,) = sent(asked)
    assert handed_over.to == ("dez1@bielefeld.example",)
    comes_back(asked, "34")
    assert figures(asked, "34") == [4711, 4711]
    assert asked.list_state("34") == "returned"
    assert sent(asked) == []


def test_the_next_round_is_filled_in_with_what_the_old_office_said(answered: Town) -> None:

    answered.prepare(renumbered("34", "36"))
    close_round(answered.ctx(), "erhebung-1")
    open_round(answered.ctx(), date(2020, 9, 30))
    assert [row.prefill.get("case_volume") for row in answered.rows("36").values()][:1] != [None]
