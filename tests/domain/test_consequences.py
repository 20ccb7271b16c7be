"""What loading a changed configuration brings about is named one by one."""

from dataclasses import replace
from datetime import date

from ozg_workflow.domain.catalogue import Service
from ozg_workflow.domain.catalogue_update.match import Known, Matching
from ozg_workflow.domain.consequences import (
    Consequence,
    ConsequenceKind,
    as_json,
    of_dates,
    of_homes,
    of_people,
    of_services,
    told,
)
from ozg_workflow.domain.organisation import Department, Office
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.plan.timeline import Milestone, Precision, ReminderPlan, ReminderStep, Timeline


def service(ref: str, name: str, office: str, key: str = "") -> Service:
    blank = {"service_type": "", "ozg_id": "", "ozg_name": "", "topic": "", "legal_basis": ""}
    return Service(ref=ref, key=key, name=name, office=office, **blank)


def known(ref: str, name: str, office: str, key: str = "", *, active: bool = True) -> Known:
    return Known(service_id=int(ref[1:]), ref=ref, key=key, name=name, office=office, active=active)


def words(consequences: list[Consequence]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in consequences:
        found.setdefault(str(item.kind), []).append(item.text)
    return found


def test_services_are_new_gone_back_renamed_moved_and_get_other_keys() -> None:
    matching = Matching(
        found={
            "L1": known("L1", "Hund", "20"),
            "L2": known("L2", "Pass", "33", "99115006012000"),
            "L3": known("L3", "Geburt", "34", active=False),
            "L4": known("L4", "Wohngeld", "50"),
        },
        gone=(known("L5", "Fischerei", "32"),),
        doubts=(),
    )
    wanted = [
        service("L1", "Hundesteuer", "20"),
        service("L2", "Pass", "34", "99115006012001"),
        service("L3", "Geburt", "34"),
        service("L4", "Wohngeld", "50"),
        service("L6", "Parkausweis", "66"),
    ]
    assert words(of_services(matching, wanted)) == {
        "service_renamed": ["„Hund“ → „Hundesteuer“ (Amt 20)"],
        "service_key": ["„Pass“: 99115006012000 → 99115006012001"],
        "service_moved": ["„Pass“: Amt 33 → Amt 34"],
        "service_back": ["„Geburt“ (Amt 34)"],
        "service_new": ["„Parkausweis“ (Amt 66)"],
        "service_gone": ["„Fischerei“ (Amt 32)"],
    }


AMT = Office(number="33", name="Meldeamt", mailbox="amt33@b.example", head_name="Frau Krüger", head_email="krueger@b.example")


def test_offices_are_new_gone_renamed_and_get_other_mailboxes_and_heads() -> None:
    other = replace(AMT, number="34", name="Standesamt")
    assert of_people([AMT], [AMT]) == []
    assert words(of_people([AMT], [other])) == {
        "office_new": ["Amt 34 – Standesamt"],
        "office_gone": ["Amt 33 – Meldeamt"],
    }
    changed = replace(AMT, name="Bürgeramt", mailbox="buergeramt@b.example", head_name="Herr Voss")
    assert words(of_people([AMT], [changed])) == {
        "office_renamed": ["Amt 33 – Meldeamt → „Bürgeramt“"],
        "office_mailbox": ["Amt 33 – Bürgeramt: amt33@b.example → buergeramt@b.example"],
        "office_head": ["Amt 33 – Bürgeramt: Frau Krüger → Herr Voss"],
    }
    department = Department(number="2", name="Soziales", mailbox="d2@b.example", head_name="A", head_email="a@b.example")
    assert as_json(of_people([], [department])) == [{"kind": "office_new", "text": "Dezernat 2 – Soziales", "department": "2"}]


def test_an_office_that_changes_its_dezernat_is_named_and_one_that_is_gone_has_none() -> None:
    assert words(of_homes({"33": "2", "34": "2", "50": "3"}, {"33": "5", "34": "2"})) == {
        "office_moved": ["Amt 33: Dezernat 2 → Dezernat 5"]
    }


def plan(day: date, *, days_before: int = -3) -> Timeline:
    return Timeline(
        milestones=(
            Milestone(
                key="frist", title="Rücksendung", action=Action.RETURN_DEADLINE, precision=Precision.DEADLINE, planned_on=day
            ),
        ),
        reminders=ReminderPlan(
            steps=(ReminderStep(key="vorher", title="Erinnerung", milestone="frist", working_days=days_before),),
            hard_stop_working_days=10,
        ),
    )


def test_a_moved_deadline_moves_its_reminders() -> None:
    assert of_dates(plan(date(2020, 5, 15)), plan(date(2020, 5, 15))) == []
    assert words(of_dates(plan(date(2020, 5, 15)), plan(date(2020, 5, 29)))) == {
        "milestone_moved": ["„Rücksendung“: bis 15.05.2020 → bis 29.05.2020"],
        "reminder_moved": ["„Erinnerung“: 12.05.2020 → 26.05.2020"],
    }


def test_milestones_and_reminders_come_and_go() -> None:
    before, none = plan(date(2020, 5, 15)), ReminderPlan(steps=(), hard_stop_working_days=10)
    after = replace(before, milestones=(replace(before.milestones[0], key="ende", title="Ende"),), reminders=none)
    assert words(of_dates(before, after)) == {
        "milestone_new": ["„Ende“, bis 15.05.2020"],
        "milestone_gone": ["„Rücksendung“"],
        "reminder_moved": ["„Erinnerung“: 12.05.2020 → –"],
    }


def test_people_read_twenty_of_a_kind_and_machines_all() -> None:
    many = [Consequence(kind=ConsequenceKind.SERVICE_GONE, text=f"„L{n}“", about={"ref": f"L{n}"}) for n in range(32)]
    new = Consequence(kind=ConsequenceKind.SERVICE_NEW, text="„Neu“")
    lines = told([*many, new])
    assert lines[:3] == ["Neue Leistungen (1):", "  „Neu“", "Entfallene Leistungen (32):"]
    assert lines[-2:] == ["  „L19“", "  und 12 weitere"]
    assert len(as_json([*many, new])) == 33
    assert len(told(many[:20])) == 21
