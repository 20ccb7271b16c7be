"""What the plan wants in the next days: each step on its day, what was missed at once, what is too late not at all."""

from ozg_workflow.domain.cockpit.upcoming import Upcoming, UpcomingKind
from ozg_workflow.usecases.cockpit.upcoming import upcoming
from tests.usecases.town import Town


def entries(town: Town, *kinds: UpcomingKind) -> list[tuple[str, Upcoming]]:
    return [
        (day.day.isoformat(), e) for day in upcoming(town.ctx()) for e in day.entries if e.kind in (kinds or tuple(UpcomingKind))
    ]


def test_what_the_plan_wants_stands_on_its_day_and_what_was_missed_today(town: Town) -> None:
    town.day("2020-03-19")
    found = [(day, e.kind.value, e.milestone, len(e.reaches)) for day, e in entries(town)]
    assert (
        found
        == [
            ("2020-03-19", "step", "konzept", 0),
            ("2020-03-19", "step", "info-leitungen", 1),
            ("2020-03-19", "step", "info-personalrat", 1),
            ("2020-03-20", "step", "info-beschaeftigte", 1),
            ("2020-03-25", "step", "versand", 2),
            ("2020-03-25", "invitation", "infoveranstaltung-1", 2),
            ("2020-03-31", "event", "infoveranstaltung-1", 0),
            ("2020-04-01", "step", "erhebung", 0),
            ("2020-04-01", "invitation", "infoveranstaltung-2", 2),
        ]
        or found
    )


def test_what_comes_too_late_for_the_deadline_is_left_out(town: Town) -> None:
    town.day("2020-05-18")
    assert {e.milestone for _, e in entries(town, UpcomingKind.STEP, UpcomingKind.INVITATION)} == {"konzept", "erhebung"}


def test_the_implementation_asks_on_its_days_and_waves_begin_and_end_on_theirs(started: Town) -> None:
    started.day("2021-02-22")
    (asked,) = entries(started, UpcomingKind.PROGRESS)
    assert asked[0] == "2021-03-01"
    assert asked[1].words == "Abfrage, wie weit die Maßnahmen sind; Antwort bis 29.03.2021"
    assert len(asked[1].reaches) == 2


def test_what_people_do_is_told_so(town: Town) -> None:
    first = entries(town, UpcomingKind.STEP)[0]
    assert first[0] == "2020-03-17"
    assert first[1].words == "Abstimmung des Konzeptes in der Verwaltungsvorstands-Klausurtagung (wird von Hand abgehakt)"
