"""When a failing step is worth a mail."""

from datetime import UTC, datetime, timedelta

from ozg_workflow.domain.failures import Failure, is_worth_a_line, is_worth_a_mail

NOW = datetime(2020, 5, 6, 7, 10, tzinfo=UTC)
TEN_MINUTES = timedelta(minutes=10)


def failure(exit_status: int, message: str = "Das Postfach ist nicht erreichbar.") -> Failure:
    return Failure(step="collect", title="Posteingang lesen", message=message, exit_status=exit_status)


def test_what_is_wrong_is_told_at_once() -> None:
    assert is_worth_a_mail(failure(1), (), NOW)


def test_what_is_unreachable_is_told_at_the_third_failure_in_a_row() -> None:
    first, second = NOW - 2 * TEN_MINUTES, NOW - TEN_MINUTES
    assert not is_worth_a_mail(failure(3), (), NOW)
    assert not is_worth_a_mail(failure(3), (second,), NOW)
    assert is_worth_a_mail(failure(3), (first, second), NOW)


def test_what_is_unreachable_for_more_than_an_hour_is_told_at_the_second_failure() -> None:
    assert not is_worth_a_mail(failure(3), (NOW - timedelta(hours=1),), NOW), "an hour is not more than an hour"
    assert is_worth_a_mail(failure(3), (NOW - timedelta(hours=1, seconds=1),), NOW)


def test_an_outage_of_a_week_is_one_line_an_hour() -> None:
    moments: list[datetime] = []
    for number in range(7 * 24 * 6):
        now = NOW + number * TEN_MINUTES
        if is_worth_a_line(moments, now):
            moments.append(now)
    assert len(moments) <= 7 * 24 + 3


def test_figures_in_a_message_do_not_make_another_cause() -> None:
    assert failure(1, "Zeile 7 fehlt.").cause == failure(1, "Zeile 12 fehlt.").cause
    assert failure(1, "Zeile 7 fehlt.").cause != failure(1, "Spalte 7 fehlt.").cause
