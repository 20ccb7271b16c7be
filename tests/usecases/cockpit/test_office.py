"""One office with everything that happened to it, in order of time."""

from datetime import date

import pytest

from ozg_workflow.domain.cockpit.office import EntryKind, OfficeView, Target, TargetKind
from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.cockpit.office import office_view
from ozg_workflow.usecases.survey.decide_cases import decide_cases
from ozg_workflow.usecases.survey.extend_list import extend_list
from tests.usecases.town import Town, not_ours


def told(view: OfficeView) -> list[tuple[str, str]]:
    """Day and kind of each entry."""
    return [(f"{e.at:%m-%d}", str(e.kind)) for e in view.entries]


def texts(view: OfficeView, kind: EntryKind) -> list[str]:
    return [e.text for e in view.entries if e.kind is kind]


def test_before_anything_was_sent_an_office_has_a_head_and_no_history(town: Town) -> None:
    found = office_view(town.ctx(), "33")
    assert (found.number, found.name, found.department) == ("33", "Einwohner- und Meldeamt", "2")
    assert (found.department_name, found.mailbox) == ("Bürger und Soziales", "amt33@bielefeld.example")
    assert (found.lists, found.entries, found.open_lines, found.due_on) == ((), (), 0, None)


def test_the_head_tells_what_is_still_missing_and_until_when(asked: Town) -> None:
    found = office_view(asked.ctx(), "33")
    assert [(i.version, i.state, i.rows) for i in found.lists] == [(1, "sent", 3)]
    assert (found.open_lines, found.due_on) == (3, date(2020, 5, 15))


@pytest.mark.both_databases
def test_the_history_of_an_office_is_told_in_order_of_time(asked: Town) -> None:
    asked.day("2020-05-11", "remind", "deliver")
    extend_list(asked.ctx(actor="Frau Kunze"), "33", date(2020, 5, 29), note="Urlaub")
    asked.do("deliver")
    asked.clock.set(date(2020, 5, 20))
    asked.send_back("33", {2: not_ours("weiß nicht")})
    asked.do("collect", "deliver")
    asked.clock.set(date(2020, 5, 22))
    decide_cases(asked.ctx(actor="Herr Vogt"), [1], "34")
    found = office_view(asked.ctx(), "33")
    assert told(found) == [
        ("03-25", "list_prepared"),
        ("03-25", "mail_out"),
        ("03-25", "list_sent"),
        ("05-11", "reminder"),
        ("05-11", "deadline"),
        ("05-11", "mail_out"),
        ("05-20", "mail_in"),
        ("05-20", "return"),
        ("05-20", "case_opened"),
        ("05-20", "mail_out"),
        ("05-22", "case_settled"),
    ]
    assert texts(found, EntryKind.DEADLINE) == ["Fassung 1: 29.05.2020 statt 15.05.2020 (Urlaub)"]
    assert texts(found, EntryKind.RETURN)[0].startswith("Amtsliste Fassung 1, 3 beantwortete Zeilen, Datei OZG-Amtsliste_33_")
    by = {e.kind: e.by for e in found.entries}
    assert (by[EntryKind.DEADLINE], by[EntryKind.CASE_SETTLED], by[EntryKind.MAIL_IN]) == (
        "Frau Kunze",
        "Herr Vogt",
        "amt33@bielefeld.example",
    )
    targets = {e.kind: e.target for e in found.entries}
    assert targets[EntryKind.RETURN] == Target(kind=TargetKind.INCOMING, id="1")
    assert targets[EntryKind.CASE_OPENED] == Target(kind=TargetKind.CASE, id="1")
    taken = office_view(asked.ctx(), "34")
    assert EntryKind.CASE_SETTLED in {e.kind for e in taken.entries}, "the office that got the service sees why"
    assert EntryKind.CASE_OPENED not in {e.kind for e in taken.entries}


def test_a_past_evening_shows_what_was_known_then(asked: Town) -> None:
    asked.send_back("33")
    asked.do("collect", "deliver")
    then = office_view(asked.ctx(), "33", as_of=date(2020, 3, 25))
    assert [kind for _, kind in told(then)] == ["list_prepared", "mail_out", "list_sent"]
    assert [i.state for i in then.lists] == ["sent"]
    assert [i.state for i in office_view(asked.ctx(), "33").lists] == ["returned"]
    with pytest.raises(InputError, match="keine Aufzeichnungen"):
        office_view(asked.ctx(), "33", as_of=date(2020, 1, 1))
    with pytest.raises(InputError, match="Zukunft"):
        office_view(asked.ctx(), "33", as_of=date(2021, 1, 1))


def test_an_office_is_found_by_its_name_and_an_unknown_one_is_named(town: Town) -> None:
    assert office_view(town.ctx(), "Standesamt").number == "34"
    with pytest.raises(InputError, match="Das Amt „Raumfahrtamt“ ist nicht bekannt"):
        office_view(town.ctx(), "Raumfahrtamt")


def test_nothing_is_changed_by_looking(answered: Town) -> None:
    before = answered.dump()
    office_view(answered.ctx(), "33")
    assert answered.dump() == before
