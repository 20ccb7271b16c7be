"""The spring and summer of 2020, every working day from the first milestone to the beginning of the implementation."""

from collections import Counter
from datetime import date

import pytest

from ozg_workflow.usecases.results.decide import accept_paper
from ozg_workflow.usecases.results.release import release_paper
from ozg_workflow.usecases.timeline.milestones import tick_off
from tests.usecases.town import Town, not_ours, town_data

pytestmark = pytest.mark.both_databases

FIRST, LAST = date(2020, 3, 17), date(2020, 9, 1)


def offices_act(town: Town, day: date) -> None:
    """What the offices of the town do on their own account."""
    if day == date(2020, 3, 17):
        tick_off(town.ctx(), "konzept")
    elif day == date(2020, 3, 26):
        note = {"Auto-Submitted": "auto-replied"}
        town.drop(town.letter({}, sender="dez1@bielefeld.example", subject="Abwesenheitsnotiz", headers=note))
    elif day == date(2020, 4, 2):
        town.send_back("10", nil="ja")
    elif day == date(2020, 4, 17):
        town.send_back("50", {2: not_ours("Amt 34")})
    elif day == date(2020, 4, 28):
        town.send_back("34", version=2)
    elif day == date(2020, 5, 6):
        town.send_back("33", {2: {"Fallzahl pro Jahr": "viele"}})
    elif day == date(2020, 5, 8):
        town.send_back("33", rows=[2])
    elif day == date(2020, 5, 14):
        town.send_back("20", sender="grothe@privat.example")
        town.send_back("34")
    elif day == date(2020, 5, 26):
        town.send_back("20")


def the_board_acts(town: Town, day: date) -> None:
    """The coordinator releases the draft the day after, two weeks later the board accepts it."""
    if day == date(2020, 7, 2):
        release_paper(town.ctx(), confirmed=True)
    elif day == date(2020, 7, 14):
        accept_paper(town.ctx())


def test_every_working_day_from_the_concept_to_the_implementation(town: Town) -> None:
    days = town_data().config.timeline.calendar.days_between(FIRST, LAST)
    assert len(days) == 115
    for day in days:
        town.clock.set(day)
        offices_act(town, day)
        the_board_acts(town, day)
        _, failures = town.run_day(day)
        assert failures == [], day

    assert town.findings() == []
    status = town.status()
    states = {m["key"]: m["state"] for m in status["milestones"]}
    assert states.pop("abschluss") == "planned"
    assert set(states.values()) == {"done"}
    done_on = {m["key"]: (m["done_at"] or "")[:10] for m in status["milestones"]}
    assert done_on["versand"] == "2020-03-25"
    assert done_on["frist-ruecksendung"] == "2020-05-18"
    assert done_on["auswertung"] == "2020-06-02", "01.06.2020 was a holiday"
    assert done_on["vorstellung"] == "2020-07-02", "what was drafted the day before was released"
    assert done_on["beginn-umsetzung"] == "2020-09-01"

    letters = town.letters()
    assert len({letter.header_id for letter in letters}) == len(letters), "nobody is mailed twice"
    kinds = Counter(str(m.kind) for m in town.messages())
    assert {kind: kinds[kind] for kind in kinds if kind != "daily_digest"} == {
        "information_heads": 5,
        "information_staff_council": 1,
        "information_staff": 1,
        "service_lists": 2,
        "event_invitation": 4,
        "acknowledgement": 6,
        "return_with_errors": 1,
        "responsibility_taken_over": 1,
        "responsibility_reminder": 2,
        "reminder": 5,
        "escalation": 1,
        "board_draft": 1,
        "presentation": 1,
        "implementation_start": 2,
    }
    digests = [m.occasion for m in town.messages("daily_digest")]
    assert len(digests) == len(set(digests)) < 40, "one a day, and none on quiet days"
    assert {str(m.state) for m in town.messages()} == {"accepted"}

    assert {item["state"] for item in status["lists"]} == {"nil_return", "returned"}
    assert status["inbox"] == {"returns": 7, "automatic": 1, "quarantined": 1, "dismissed": 0, "to_read": 0}
    assert status["cases"] == {"open": 0, "settled": 1}
    assert status["prioritisation"]["ranked"] == 8
    assert status["implementation"]["measures"] == 8
