"""Many cases at once: to one office, or as was proposed; all of them or none."""

import pytest

from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.survey.cases import list_cases
from ozg_workflow.usecases.survey.decide_cases import decide_cases
from tests.usecases.town import Town, not_ours


def test_many_cases_go_to_one_office_with_one_nachtrag(asked: Town) -> None:
    """Nobody was named, so the coordinator decides."""
    asked.send_back("33", {1: not_ours(), 2: not_ours()})
    asked.do("collect", "deliver")
    first, second = list_cases(asked.ctx(), only_open=True)
    asked.new_letters()
    preview = decide_cases(asked.ctx(preview=True), (first.id, second.id), "34")
    assert len(list_cases(asked.ctx(), only_open=True)) == 2
    result = decide_cases(asked.ctx(), (first.id, second.id, first.id), "Standesamt")
    assert preview.lines == result.lines
    asked.do("deliver")
    (letter,) = asked.new_letters()
    assert list(letter.attachments) == ["OZG-Amtsliste_34_Standesamt_v2.xlsx"]
    assert asked.states("34", version=2) == ["open", "open"]
    again = decide_cases(asked.ctx(), (first.id, second.id), "34")
    assert (again.changed, again.mails) == (False, [])


def test_one_unknown_case_among_many_leaves_all_undecided(asked: Town) -> None:
    asked.send_back("33", {1: not_ours()})
    asked.do("collect")
    (case,) = list_cases(asked.ctx(), only_open=True)
    with pytest.raises(InputError, match="Den Zuständigkeitsfall 99 gibt es nicht"):
        decide_cases(asked.ctx(), (case.id, 99), "34")
    assert len(list_cases(asked.ctx(), only_open=True)) == 1


def test_following_the_proposals_leaves_cases_without_one_and_never_goes_in_a_circle(asking: Town) -> None:
    asking.send_back("33", {1: not_ours(), 2: not_ours("34")})
    asking.do("collect")
    result = decide_cases(asking.ctx(), (), all_proposed=True)
    assert [line for line in result.lines if line.startswith("Fall ")] == [
        "Fall 1: „Wohnsitz anmelden“ bleibt offen, es ist kein Amt vorgeschlagen.",
        "Fall 2: „Meldebescheinigung ausstellen“ geht von Amt 33 an Amt 34.",
    ]
    asking.do("deliver")
    asking.clock.wait(hours=1)
    asking.send_back("34", {1: not_ours("33")}, version=2)
    asking.do("collect")
    back = decide_cases(asking.ctx(), (), all_proposed=True)
    assert (
        "Fall 3: „Meldebescheinigung ausstellen“ bleibt offen, das vorgeschlagene Amt 33 hat die Leistung bereits abgelehnt."
        in back.lines
    )
    assert not back.changed


def test_an_office_or_the_proposals_have_to_be_chosen(asked: Town) -> None:
    for ids, office, proposed in (((1,), "", False), ((1,), "34", True), ((), "34", False)):
        with pytest.raises(InputError, match="Bitte"):
            decide_cases(asked.ctx(), ids, office, all_proposed=proposed)
