"""Each reminder is sent once, the newest missed one only, and none after the hard stop."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ozg_workflow.domain.plan.calendar import WorkingCalendar
from ozg_workflow.domain.plan.reminders import OpenList, SentStep, due_reminders, due_step
from ozg_workflow.domain.plan.timeline import ReminderPlan, ReminderStep

NRW = WorkingCalendar()
RETURN, RESPONSIBILITY = "frist-ruecksendung", "frist-zustaendigkeit"
SENT, DUE, DISPUTES = date(2020, 3, 25), date(2020, 5, 15), date(2020, 4, 30)


def _step(key: str, working_days: int, milestone: str = RETURN, mail: str = "reminder") -> ReminderStep:
    return ReminderStep(key=key, title=key, milestone=milestone, working_days=working_days, mail=mail)


PLAN = ReminderPlan(
    steps=(
        _step("zustaendigkeit", -5, RESPONSIBILITY, "responsibility_reminder"),
        _step("vorab", -8),
        _step("kurz-vorher", -2),
        _step("ueberfaellig", 2),
        _step("eskalation", 5, mail="escalation"),
    ),
    hard_stop_working_days=9,
)
# 13 working days around the two deadlines: the steps of the plan fall on these days
STEP_DAYS = {
    "zustaendigkeit": date(2020, 4, 23),
    "vorab": date(2020, 5, 5),
    "kurz-vorher": date(2020, 5, 13),
    "ueberfaellig": date(2020, 5, 19),
    "eskalation": date(2020, 5, 25),
}
HARD_STOP = date(2020, 5, 29)


def _list(
    number: int = 1, department: str = "2", *, answered: bool = False, sent_steps: frozenset[SentStep] = frozenset()
) -> OpenList:
    return OpenList(
        list_id=number,
        department=department,
        sent_on=SENT,
        due_on=DUE,
        deadlines={RETURN: DUE, RESPONSIBILITY: DISPUTES},
        answered_anything=answered,
        sent_steps=sent_steps,
    )


def _due(item: OpenList, today: date, plan: ReminderPlan = PLAN) -> str | None:
    found = due_step(item, plan, NRW, today)
    return found[0].key if found else None


def test_each_step_is_due_on_its_working_day_and_not_the_day_before() -> None:
    for key, day in STEP_DAYS.items():
        assert _due(_list(), day) == key
        assert _due(_list(), day - timedelta(days=1)) != key


def test_a_step_that_was_sent_is_not_sent_again() -> None:
    sent = frozenset({("vorab", DUE)})
    assert _due(_list(sent_steps=sent), STEP_DAYS["vorab"]) is None
    assert _due(_list(sent_steps=sent), STEP_DAYS["kurz-vorher"]) == "kurz-vorher"


def test_after_a_downtime_only_the_newest_missed_step_is_sent() -> None:
    assert _due(_list(), date(2020, 5, 22)) == "ueberfaellig"
    assert _due(_list(sent_steps=frozenset({("ueberfaellig", DUE)})), date(2020, 5, 22)) is None


def test_an_older_step_missed_in_a_downtime_is_not_made_up_for_after_a_newer_one_has_run_out() -> None:
    plan = replace(PLAN, steps=(_step("frueh", -15), _step("zustaendigkeit", -3, RESPONSIBILITY, "responsibility_reminder")))
    sent = frozenset({("zustaendigkeit", DISPUTES)})
    assert _due(_list(), date(2020, 5, 4), plan) == "frueh"
    assert _due(_list(sent_steps=sent), date(2020, 5, 4), plan) is None


def test_nothing_is_sent_after_the_hard_stop() -> None:
    assert _due(_list(), HARD_STOP) == "eskalation"
    assert _due(_list(), HARD_STOP + timedelta(days=1)) is None


def test_a_step_whose_day_lay_before_the_sending_is_not_due() -> None:
    late = replace(_list(), sent_on=date(2020, 5, 13))
    assert _due(late, date(2020, 5, 14)) is None
    assert _due(late, STEP_DAYS["ueberfaellig"]) == "ueberfaellig"


def test_a_rehearsal_with_a_clock_set_back_still_finds_its_steps() -> None:
    assert _due(replace(_list(), sent_on=date(2026, 1, 1)), STEP_DAYS["vorab"]) == "vorab"


def test_responsibility_is_only_asked_of_lists_without_any_answer_and_only_until_its_deadline() -> None:
    assert _due(_list(answered=True), STEP_DAYS["zustaendigkeit"]) is None
    assert _due(_list(), DISPUTES) == "zustaendigkeit"
    assert _due(_list(), date(2020, 5, 4)) is None


def test_a_supplement_is_reminded_of_its_own_deadline() -> None:
    supplement = replace(_list(), sent_on=date(2020, 5, 20), deadlines={RETURN: date(2020, 6, 8)})
    assert _due(supplement, date(2020, 5, 27)) == "vorab"
    assert _due(supplement, date(2020, 6, 4)) == "kurz-vorher"
    assert due_step(supplement, PLAN, NRW, date(2020, 6, 10)) == (PLAN.steps[3], date(2020, 6, 8))


def test_a_moved_deadline_is_reminded_of_anew() -> None:
    moved = replace(_list(sent_steps=frozenset({("kurz-vorher", DUE)})), deadlines={RETURN: date(2020, 6, 30)})
    assert _due(moved, NRW.shift(date(2020, 6, 30), -2)) == "kurz-vorher"


def test_lists_of_one_department_share_a_mail_and_departments_and_deadlines_do_not() -> None:
    other_deadline = replace(_list(4), deadlines={RETURN: date(2020, 5, 18)})
    lists = [_list(3), _list(2, "1"), _list(1), other_deadline]
    intents = due_reminders(lists, PLAN, NRW, date(2020, 5, 14))
    assert [(i.department, i.occasion, i.list_ids) for i in intents] == [
        ("1", "kurz-vorher@2020-05-15", (2,)),
        ("2", "kurz-vorher@2020-05-15", (1, 3)),
        ("2", "kurz-vorher@2020-05-18", (4,)),
    ]
    assert due_reminders(reversed(lists), PLAN, NRW, date(2020, 5, 14)) == intents


def _sent_over_time(
    item: OpenList, plan: ReminderPlan, days_up: frozenset[int], answers_on: int | None
) -> list[tuple[date, str]]:
    """Simulate day by day from the sending on; on days that are not in `days_up` nothing runs."""
    sent: list[tuple[date, str]] = []
    for number in range(90):
        today = SENT + timedelta(days=number)
        if answers_on is not None and number >= answers_on:
            item = replace(item, answered_anything=True)
        if number not in days_up or not NRW.is_working_day(today):
            continue
        for intent in due_reminders([item], plan, NRW, today):
            sent.append((today, intent.step.key))
            item = replace(item, sent_steps=item.sent_steps | {(intent.step.key, intent.deadline)})
    return sent


plans = st.lists(
    st.tuples(st.integers(-12, 12), st.sampled_from([(RETURN, "reminder"), (RESPONSIBILITY, "responsibility_reminder")])),
    max_size=6,
).map(
    lambda steps: ReminderPlan(
        steps=tuple(_step(f"s{n}", days, milestone, mail) for n, (days, (milestone, mail)) in enumerate(steps)),
        hard_stop_working_days=9,
    )
)
downtimes = st.one_of(
    st.frozensets(st.integers(0, 89)).map(lambda down: frozenset(range(90)) - down),
    st.frozensets(st.integers(25, 70), max_size=8),
)


@given(plan=st.one_of(st.just(PLAN), plans), days_up=downtimes, answers_on=st.one_of(st.none(), st.integers(0, 89)))
def test_whatever_days_are_lost_no_step_is_sent_twice_or_after_a_newer_one(
    plan: ReminderPlan, days_up: frozenset[int], answers_on: int | None
) -> None:
    sent = _sent_over_time(_list(), plan, days_up, answers_on)
    deadlines = {RETURN: DUE, RESPONSIBILITY: DISPUTES}
    step_day = {s.key: NRW.shift(deadlines[s.milestone], s.working_days) for s in plan.steps}
    assert len({key for _, key in sent}) == len(sent)
    assert [step_day[key] for _, key in sent] == sorted(step_day[key] for _, key in sent)
    assert all(step_day[key] <= day <= HARD_STOP for day, key in sent)


def test_without_downtime_every_step_is_sent_on_its_day() -> None:
    assert {key: day for day, key in _sent_over_time(_list(), PLAN, frozenset(range(90)), None)} == STEP_DAYS
