"""What the answers of a relay mean for the next attempt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozg_workflow.domain.post.envelope import DeliveryResult
from ozg_workflow.domain.post.outbox import Outcome
from ozg_workflow.domain.post.relay import LONGEST_WAIT, backoff_seconds, pause_seconds, queue_id, relay_failed, stated_wait


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        ("451 4.7.1 Greylisted, please try again in 300 seconds", 300),
        ("450 4.7.1 Greylisting in action, please come back in 00:04:57", 297),
        ("421 4.7.0 Too many connections, retry after 90 sec", 90),
        ("450 Try again in 1 hour", 3600),
        ("450 try again in an hour", 3600),
        ("451 4.3.2 Please wait 10 minutes", 600),
        ("451 deferred for 60 minutes", 3600),
        ("451 retry in 30s", 30),
        ("451 Retry-After: 120 s", 120),
        ("451 4.7.1 Bitte in 5 Minuten erneut versuchen", 300),
        ("450 Versuchen Sie es in einer Minute noch einmal", 60),
        ("450 Zustellung frühestens nach 2 Stunden", 7200),
        ("450 nach etwa 3 Min. wieder", 180),
        ("450 erneuter Versuch in ca. 45 Sek.", 45),
        ("450 in mindestens 1 Std. wieder", 3600),
        ("451 4.7.1 Please try again later", None),
        ("452 4.3.1 Insufficient system storage", None),
        ("451 too many recipients in 24 mails", None),
        ("450 4.2.0 see http://postgrey.example/help/300", None),
        ("", None),
    ],
)
def test_the_wait_an_answer_asks_for_is_read_in_english_and_german(answer: str, seconds: float | None) -> None:
    assert stated_wait(answer) == seconds


@given(st.text())
def test_no_answer_breaks_the_reading(answer: str) -> None:
    wait = stated_wait(answer)
    assert wait is None or wait >= 0
    queue_id(answer)


@given(attempts=st.integers(0, 1000), seed=st.integers(0, 10**6))
def test_the_wait_doubles_up_to_four_hours_and_is_up_to_a_fifth_shorter(attempts: int, seed: int) -> None:
    full = min(60 * 2 ** max(attempts, 1), LONGEST_WAIT)
    wait = backoff_seconds(attempts, seed)
    assert full * 0.8 <= wait <= full
    assert wait == backoff_seconds(attempts, seed)


def test_mails_put_off_together_do_not_come_back_together() -> None:
    waits = {round(backoff_seconds(3, seed)) for seed in range(200)}
    assert len(waits) > 50


@given(stated=st.integers(0, 200_000), attempts=st.integers(1, 20), seed=st.integers(0, 10**6))
def test_no_mail_comes_back_earlier_than_the_relay_asked(stated: int, attempts: int, seed: int) -> None:
    wait = backoff_seconds(attempts, seed, ("450 4.2.0 other", f"451 try again in {stated} seconds"))
    assert min(max(stated, 60), LONGEST_WAIT) <= wait <= min(max(stated, 60) * 1.2, LONGEST_WAIT)


@pytest.mark.parametrize(
    ("result", "failed"),
    [
        (DeliveryResult(outcome=Outcome.ACCEPTED, stage="content", code=250), False),
        (DeliveryResult(outcome=Outcome.RETRY, stage="connect", text="nicht erreichbar"), True),
        (DeliveryResult(outcome=Outcome.UNKNOWN, stage="content", text="Die Verbindung wurde unterbrochen."), True),
        (DeliveryResult(outcome=Outcome.REFUSED, stage="mail", code=550, text="5.7.1 not you"), True),
        (DeliveryResult(outcome=Outcome.REFUSED, stage="content", code=554, text="5.7.1 looks like spam"), True),
        (DeliveryResult(outcome=Outcome.REFUSED, stage="rcpt", refused={"a@x.example": "550 5.7.1 relaying denied"}), True),
        (DeliveryResult(outcome=Outcome.REFUSED, stage="rcpt", refused={"a@x.example": "550 5.1.1 unknown user"}), None),
        (DeliveryResult(outcome=Outcome.RETRY, stage="rcpt", refused={"a@x.example": "452 4.2.2 over quota"}), None),
        (DeliveryResult(outcome=Outcome.REFUSED, stage="rcpt", refused={"ä@x.example": "553 5.6.7 no SMTPUTF8"}), None),
        (
            DeliveryResult(
                outcome=Outcome.RETRY,
                stage="rcpt",
                refused={"a@x.example": "550 5.1.1 unknown user", "b@x.example": "451 4.3.0 try later"},
            ),
            True,
        ),
    ],
)
def test_a_wrong_address_is_no_illness_of_the_relay(result: DeliveryResult, failed: bool | None) -> None:
    assert relay_failed(result) is failed


def test_a_relay_rests_after_five_failures_and_longer_each_time_it_fails_again() -> None:
    assert [pause_seconds(n) / 60 for n in (0, 1, 4, 5, 6, 7, 8, 9, 100)] == [0, 0, 0, 5, 10, 20, 40, 60, 60]


@pytest.mark.parametrize(
    ("answer", "number"),
    [
        ("2.0.0 Ok: queued as 4XyZab12cD", "4XyZab12cD"),
        ("OK id=1rAbCd-0000xy-2Z", "1rAbCd-0000xy-2Z"),
        ("2.6.0 <a@b.example> [InternalId=12345, Hostname=mail.example] Queued mail for delivery", "12345"),
        ("2.0.0 3AB12cde001234 Message accepted for delivery", "3AB12cde001234"),
        ("2.0.0 Angenommen als Q1", "2.0.0 Angenommen als Q1"),
        ("", ""),
    ],
)
def test_the_number_a_relay_gave_a_mail_is_kept_for_those_who_search_its_log(answer: str, number: str) -> None:
    assert queue_id(answer) == number
