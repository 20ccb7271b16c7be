"""The next two weeks, foreseen: what the daily run will send and whom it reaches, as if nothing came back."""

from datetime import date, timedelta

from ozg_workflow.domain.cockpit.upcoming import Upcoming, UpcomingKind
from ozg_workflow.usecases.cockpit.upcoming import upcoming
from tests.usecases.town import Town

DEZ1, DEZ2 = "Dezernat 1 – Zentrale Dienste (dez1@bielefeld.example)", "Dezernat 2 – Bürger und Soziales (dez2@bielefeld.example)"


def entries(town: Town, *kinds: UpcomingKind) -> list[tuple[str, Upcoming]]:
    return [
        (day.day.isoformat(), e) for day in upcoming(town.ctx()) for e in day.entries if e.kind in (kinds or tuple(UpcomingKind))
    ]


def test_reminders_deadlines_and_the_last_day_are_told_with_whom_they_reach(asked: Town) -> None:
    asked.day("2020-05-06")
    asked.send_back("33")
    asked.do("collect")
    found = entries(asked, UpcomingKind.REMINDER, UpcomingKind.ESCALATION)
    assert [(day, e.words, e.reaches, e.offices) for day, e in found] == [
        ("2020-05-06", "Erinnerung vor der Frist (Frist 15.05.2020)", (DEZ1,), ("10", "20")),
        ("2020-05-06", "Erinnerung vor der Frist (Frist 15.05.2020)", (DEZ2,), ("34", "50")),
        ("2020-05-13", "Letzte Erinnerung vor der Frist (Frist 15.05.2020)", (DEZ1,), ("10", "20")),
        ("2020-05-13", "Letzte Erinnerung vor der Frist (Frist 15.05.2020)", (DEZ2,), ("34", "50")),
        ("2020-05-19", "Erinnerung nach der Frist (Frist 15.05.2020)", (DEZ1,), ("10", "20")),
        ("2020-05-19", "Erinnerung nach der Frist (Frist 15.05.2020)", (DEZ2,), ("34", "50")),
    ]
    (deadline,) = [(d, e) for d, e in entries(asked, UpcomingKind.DEADLINE) if not e.milestone]
    assert deadline[0] == "2020-05-15"
    assert deadline[1].words == "Rücksendung der Amtslisten: 4 Listen noch nicht vollständig zurück"
    assert deadline[1].offices == ("10", "20", "34", "50")


def test_the_escalation_reaches_the_heads_and_after_the_last_day_nobody_is_reminded(asked: Town) -> None:
    asked.day("2020-05-20")
    found = entries(asked, UpcomingKind.ESCALATION, UpcomingKind.HARD_STOP)
    assert [(day, e.kind, e.reaches, e.offices) for day, e in found] == [
        ("2020-05-25", "escalation", ("Frau Anders (anders@bielefeld.example)", DEZ1), ("10", "20")),
        ("2020-05-25", "escalation", ("Herr Brandes (brandes@bielefeld.example)", DEZ2), ("33", "34", "50")),
        ("2020-05-29", "hard_stop", (), ("10", "20", "33", "34", "50")),
    ]


def test_what_is_foreseen_is_what_happens_when_nothing_comes_back(asked: Town) -> None:
    asked.day("2020-05-04")
    chosen = entries(asked, UpcomingKind.REMINDER, UpcomingKind.ESCALATION)
    foreseen = [(day, address.partition("(")[2].rstrip(")")) for day, e in chosen for address in e.reaches]
    happened: list[tuple[str, str]] = []
    for day in (date(2020, 5, 4) + timedelta(days=number) for number in range(15)):
        known = {m.id for m in asked.messages()}
        if day.weekday() < 5:
            asked.day(day.isoformat(), "remind")
        happened += [(day.isoformat(), r.address) for m in asked.messages() if m.id not in known for r in m.recipients]
    assert foreseen == happened
    assert len(foreseen) == 4, "twice, to two Dezernate"


def test_looking_ahead_changes_nothing(asked: Town) -> None:
    asked.day("2020-05-06")
    before = asked.dump()
    upcoming(asked.ctx())
    assert asked.dump() == before


def test_days_off_are_left_out_unless_something_falls_on_them(asked: Town) -> None:
    asked.day("2020-05-06")
    days = {day.day.isoformat(): day.works for day in upcoming(asked.ctx())}
    assert "2020-05-09" not in days, "a Saturday"
    assert all(days.values())
    assert len(days) == 11
