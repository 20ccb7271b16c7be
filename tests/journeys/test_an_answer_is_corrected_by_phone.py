"""An office tells a figure by phone, then sends its old list again: both values are seen until somebody settles it."""

from typing import Any

from ozg_workflow.domain.needs import NeedKind
from ozg_workflow.usecases.answers.correct import Wish, correct
from ozg_workflow.usecases.answers.history import History, history
from ozg_workflow.usecases.cockpit.needs import needs
from tests.usecases.town import Town

BOTH = (
    "Amt 34, Nr. 1 „Eheschließung anmelden“, Fallzahl pro Jahr: "
    "1200 (amt34@bielefeld.example) gegen 900 (Telefonat mit Frau Sandmann, Frau Lindner)"
)


def phone(town: Town, value: str) -> None:
    wish = Wish(office="34", service="L5", question="Fallzahl pro Jahr", value=value, source="Telefonat mit Frau Sandmann")
    correct(town.ctx(actor="Frau Lindner"), wish)


def told(town: Town) -> History:
    with town.ctx().reading() as work:
        return history(work, "34", "L5")


def conflicts(town: Town) -> list[str]:
    with town.ctx().reading() as work:
        return [need.detail for need in needs(work) if need.kind is NeedKind.CONFLICT]


def cases(found: History) -> list[tuple[Any, bool]]:
    return [(entry.value, entry.counts) for entry in found.entries if entry.question == "case_volume"]


def test_a_correction_holds_until_the_office_says_otherwise_and_is_settled_by_the_next_one(asked: Town) -> None:
    asked.send_back("34")
    asked.do("collect", "deliver")
    asked.day("2020-04-07")
    phone(asked, "900")
    assert cases(told(asked)) == [(1200, False), (900, True)]

    asked.do("collect")
    assert cases(told(asked)) == [(1200, False), (900, True)], "an idle collection changes nothing"

    asked.day("2020-04-08")
    asked.send_back("34", {2: {"Fallzahl pro Jahr": 50}})
    asked.do("collect", "deliver")
    assert "Fallzahl pro Jahr: 1200 → 900" in " ".join(asked.new_letters()[-1].text.split()), "the office was told"
    assert cases(told(asked)) == [(1200, False), (900, False), (1200, True)]
    assert conflicts(asked) == [BOTH]
    asked.do("digest", "deliver")
    assert "gegen 900" in " ".join(asked.new_letters()[-1].text.split())

    asked.day("2020-04-09")
    phone(asked, "900")
    assert conflicts(asked) == []
    assert cases(told(asked)) == [(1200, False), (900, False), (1200, False), (900, True)]
    assert asked.rows("34")[2].answers["case_volume"] == 50
    assert asked.findings() == []
