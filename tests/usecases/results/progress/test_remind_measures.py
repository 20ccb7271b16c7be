"""Measures that miss their target day: the office is reminded, its Dezernat hears of it, each once."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ozg_workflow.database.models import Measure, MessageMeasure
from ozg_workflow.domain.needs import NeedKind
from ozg_workflow.domain.plan.delay_plan import DelayPlan, DelayStep
from ozg_workflow.domain.results.routes import Route
from ozg_workflow.domain.rollout import RolloutData
from ozg_workflow.usecases.cockpit.needs import needs
from ozg_workflow.usecases.cockpit.office import office_view
from ozg_workflow.usecases.cockpit.upcoming import upcoming
from ozg_workflow.usecases.day.plan_day import plan_day
from ozg_workflow.usecases.results.progress.due_measures import delay_intents
from tests.usecases.changed_offices import dated
from tests.usecases.town import Letter, Town, town_data

WORDS = "Schnittstelle fehlt."
PROMISED = {"Stufe heute": "Formular-Assistent (2)", "Ziel voraussichtlich erreicht am": date(2021, 6, 30), "Bemerkung": WORDS}


DELAYS = DelayPlan(
    hard_stop_working_days=60,
    steps=(
        DelayStep(key="droht", title="Das Ziel ist gefährdet", working_days=-20),
        DelayStep(key="verspaetet", title="Erinnerung nach dem Zieltermin", working_days=1),
        DelayStep(key="noch-verspaetet", title="Zweite Erinnerung nach dem Zieltermin", working_days=20),
        DelayStep(key="eskalation", title="Eskalation an die Dezernatsleitung", working_days=40, mail="measure_escalation"),
    ),
)


def with_delays(data: RolloutData) -> RolloutData:
    timeline = data.config.timeline
    reminding = replace(timeline, progress=replace(timeline.progress, delays=DELAYS))
    return replace(data, config=replace(data.config, timeline=reminding))


@pytest.fixture
def started(started: Town) -> Town:
    """The town reminds of late measures."""
    started.prepare(with_delays(town_data()))
    return started


def test_where_the_plan_names_no_steps_it_is_told_that_nobody_is_reminded(started: Town) -> None:
    def hints(delays: DelayPlan) -> list[str]:
        data = town_data()
        timeline = replace(data.config.timeline, progress=replace(data.config.timeline.progress, delays=delays))
        started.prepare(replace(data, config=replace(data.config, timeline=timeline)))
        return [line for line in started.do("track").lines if "niemand wird erinnert" in line]

    started.clock.set(date(2021, 1, 4))
    assert len(hints(DelayPlan())) == 1
    assert hints(DelayPlan(hard_stop_working_days=0)) == [], "a city that wants it so"


def reminders(town: Town) -> list[Letter]:
    return [letter for letter in town.new_letters() if "Maßnahme" in letter.subject]


def reported(town: Town, office: str, cells: dict[str, Any]) -> None:
    town.day("2021-03-01", "track", "deliver")
    town.send_back(office, good=cells)
    town.day("2021-03-02", "collect", "deliver")


@pytest.mark.both_databases
def test_on_the_first_working_day_after_the_target_each_office_is_reminded_once_of_all_its_measures(started: Town) -> None:
    started.day("2020-12-30", "track", "deliver")
    started.new_letters()
    started.day("2021-01-04", "track", "deliver")
    found = reminders(started)
    assert {letter.to for letter in found} == {
        ("amt33@bielefeld.example",),
        ("amt34@bielefeld.example",),
        ("amt50@bielefeld.example",),
    }
    (social,) = (letter for letter in found if letter.to == ("amt50@bielefeld.example",))
    with started.session() as session:
        names = [
            m.service.name for m in session.query(Measure).filter(Measure.target_on < date(2021, 1, 4)) if m.office.number == "50"
        ]
    assert names
    assert all(name in " ".join(social.text.split()) for name in names)
    assert "Ziel war 30.12.2020, kein neuer Termin genannt" in social.text
    for again in ("2021-01-04", "2021-01-05", "2021-01-11"):
        started.day(again, "track", "deliver")
    assert reminders(started) == []


def test_after_weeks_the_head_of_the_dezernat_hears_of_it_once(started: Town) -> None:
    started.day("2021-01-04", "track", "deliver")
    started.new_letters()
    started.day("2021-02-26", "track", "deliver")
    (letter,) = reminders(started)
    with started.ctx().reading() as work:
        assert letter.to == (work.directory.departments["2"].head_email,)
    text = " ".join(letter.text.split())
    assert "daran erinnert worden" in text
    assert "zuletzt gemeldet: Stufe" in text
    assert "; 1 Erinnerung" in text
    started.day("2021-03-03", "track", "deliver")
    assert [letter for letter in reminders(started) if "verspätete" in letter.subject] == []


def test_an_office_that_has_named_a_day_is_left_alone_until_then(started: Town) -> None:
    started.day("2021-01-04", "track", "deliver")
    reported(started, "50", PROMISED)
    started.new_letters()
    started.day("2021-06-30", "track", "deliver")
    assert reminders(started) == []
    started.day("2021-07-01", "track", "deliver")
    (letter,) = reminders(started)
    assert letter.to == ("amt50@bielefeld.example",)
    text = " ".join(letter.text.split())
    assert "war erwartet 30.06.2021" in text
    assert f"„{WORDS}“" in text
    assert "Stufe 2 – Formular-Assistent (01.03.2021)" in text


def test_a_preview_shows_the_mails_and_changes_nothing(started: Town) -> None:
    started.day("2021-01-04")
    before = started.dump()
    result = started.do("track", preview=True)
    assert len(result.mails) == 3
    assert started.dump() == before


def test_the_day_knows_that_something_is_due_and_what_comes(started: Town) -> None:
    started.day("2020-12-30", "track")
    coming = {entry.words: day.day for day in upcoming(started.ctx()) for entry in day.entries}
    assert {day for words, day in coming.items() if words.startswith("Erinnerung nach dem Zieltermin")} == {date(2021, 1, 4)}
    assert not plan_day(started.ctx()).tracking
    started.day("2021-01-11", "track")
    assert not plan_day(started.ctx()).tracking
    started.day("2021-01-29")
    assert plan_day(started.ctx()).tracking, "the second reminder is due"


def test_what_is_not_carried_out_is_not_reminded_of(started: Town) -> None:
    started.day("2021-01-04")
    started.change(Measure, Measure.id > 0, route=Route.NONE)
    assert started.do("track").mails == []


def test_what_has_reached_its_target_is_not_reminded_of_again(started: Town) -> None:
    started.day("2021-01-04", "track", "deliver")
    started.change(Measure, Measure.id > 0, state="reached")
    started.day("2021-01-29", "track")
    assert len(started.messages("measure_reminder")) == 3


def test_an_office_that_is_not_in_force_is_told_and_not_written_to(started: Town) -> None:
    started.prepare(with_delays(dated("50", last=date(2020, 12, 31))))
    started.day("2021-01-04")
    result = started.do("track")
    assert {mail.recipients for mail in result.mails} == {("amt33@bielefeld.example",), ("amt34@bielefeld.example",)}
    assert any("an seine Maßnahmen wird nicht erinnert" in line for line in result.lines)


def test_a_measure_that_goes_to_another_office_is_not_reminded_of_the_same_step_again(started: Town) -> None:
    started.day("2021-01-04", "track")
    with started.session() as session:
        reminded = {m.measure_id for m in session.query(MessageMeasure)}
        office = session.query(Measure).filter(Measure.id.in_(reminded)).first()
        assert office is not None
        target = office.office_id
    started.change(Measure, Measure.id.in_(reminded), office_id=target)
    with started.ctx().reading() as work:
        assert delay_intents(work) == ()


def test_the_page_of_the_office_shows_the_reminder(started: Town) -> None:
    started.day("2021-01-04", "track", "deliver")
    assert any("Erinnerung nach dem Zieltermin" in entry.text for entry in office_view(started.ctx(), "50").entries)


def test_what_waits_for_the_coordinator_says_when_the_office_was_reminded_last(started: Town) -> None:
    started.day("2021-01-04")
    with started.ctx().reading() as work:
        assert not any("erinnert" in need.detail for need in needs(work))
    started.do("track")
    with started.ctx().reading() as work:
        told = [need.detail for need in needs(work) if need.kind is NeedKind.MEASURES]
    assert len(told) == 3
    assert all(detail.endswith("; zuletzt erinnert am 04.01.2021") for detail in told)
