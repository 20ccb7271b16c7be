"""Which mails do not go: not allowed, too late, without sense by now."""

from datetime import date

import pytest
from sqlalchemy import event, select

from ozg_workflow.database.models import Message
from ozg_workflow.domain.post.mail import REMINDER_KINDS
from ozg_workflow.domain.post.mails.registry import LIST_KINDS
from ozg_workflow.usecases.outbox.holding import holding_reason, review_held, stale
from tests.usecases.relay import Relay
from tests.usecases.town import Town

pytestmark = pytest.mark.both_databases


COUNCIL, EDITORS = (f"{name}@bielefeld.example" for name in ("personalrat", "intranet"))


def states(town: Town) -> list[str]:
    return [str(message.state) for message in town.messages()]


def test_recipients_forbidden_after_queueing_get_nothing_until_they_are_allowed(waiting: Town, relay: Relay) -> None:
    result = waiting.do("deliver", allow_list=(EDITORS,))
    assert relay.reached == [EDITORS]
    assert (states(waiting)[0], waiting.messages()[0].state_reason) == (
        "held",
        f"Nicht als Empfänger erlaubt (OZG_RECIPIENTS): {COUNCIL}.",
    )
    assert "1 Mail angehalten." in result.lines
    result = waiting.do("deliver")
    assert "1 Mail freigegeben, die Empfänger sind jetzt erlaubt." in result.lines
    assert relay.reached == [EDITORS, COUNCIL]


def test_an_invitation_that_is_late_expires(town: Town) -> None:
    town.day("2020-03-30", "announce")
    town.day("2020-04-01", "deliver")
    expired = [m for m in town.messages("event_invitation") if m.state == "expired"]
    assert len(expired) == 2
    assert expired[0].state_reason == "Der letzte Tag dafür war der 31.03.2020."
    assert not any("1. Termin" in letter.subject for letter in town.letters())


def test_a_reminder_is_cancelled_when_the_lists_came_back_before_it_left(asked: Town) -> None:
    asked.day("2020-05-13", "remind")
    for office in ("33", "34", "50"):
        asked.send_back(office)
    asked.do("collect")
    asked.new_letters()
    asked.do("deliver")
    reminders = {m.recipient: (str(m.state), m.state_reason) for m in asked.messages("reminder")}
    assert reminders["2"] == ("cancelled", "Die Listen sind inzwischen zurück.")
    assert reminders["1"][0] == "accepted"
    assert not any("dez2" in letter.to[0] and "Erinnerung" in letter.subject for letter in asked.new_letters())


def test_whether_mails_have_lost_their_sense_is_one_question_for_all_of_them(asked: Town) -> None:
    asked.day("2020-05-13", "remind")
    questions: list[str] = []
    with asked.ctx().reading() as work:
        mails = list(work.session.scalars(select(Message)))
        assert len({m.kind for m in mails if m.kind in REMINDER_KINDS | LIST_KINDS}) > 1
        event.listen(asked.app.engine, "before_cursor_execute", lambda *told: questions.append(told[2]))
        assert stale(work, mails) == {}
    assert len([question for question in questions if "message_list" in question]) == 1


@pytest.mark.parametrize(
    ("allowed", "release", "reason"),
    [
        ((COUNCIL, EDITORS), False, ""),
        ((COUNCIL, EDITORS), True, "Wartet auf die Freigabe („ozg mail release“)."),
        ((), False, "Die Liste der erlaubten Empfänger (OZG_RECIPIENTS) ist leer."),
        ((EDITORS,), False, f"Nicht als Empfänger erlaubt (OZG_RECIPIENTS): {COUNCIL}."),
        (
            (EDITORS,),
            True,
            f"Wartet auf die Freigabe („ozg mail release“). Nicht als Empfänger erlaubt (OZG_RECIPIENTS): {COUNCIL}.",
        ),
    ],
)
def test_a_mail_waits_for_a_person_for_the_allow_list_or_for_both(
    town: Town, allowed: tuple[str, ...], reason: str, *, release: bool
) -> None:
    with town.ctx(allow_list=allowed).reading() as work:
        assert holding_reason(work, (COUNCIL, EDITORS), needs_release=release) == reason


def test_the_last_day_of_a_mail_still_counts(town: Town) -> None:
    town.day("2020-03-30", "announce")
    for day, how in ((date(2020, 3, 31), None), (date(2020, 4, 1), ("expired", "Der letzte Tag dafür war der 31.03.2020."))):
        with town.ctx(today=day).reading() as work:
            invitation = work.session.scalars(select(Message).where(Message.expires_on == date(2020, 3, 31)).limit(1)).one()
            assert stale(work, [invitation]).get(invitation.id) == how


def test_a_held_mail_says_why_it_is_held_now_and_goes_only_when_nothing_holds_it(waiting: Town) -> None:
    waiting.do("deliver", allow_list=())
    for allowed, expected in (
        ((EDITORS,), [("held", f"Nicht als Empfänger erlaubt (OZG_RECIPIENTS): {COUNCIL}."), ("queued", "")]),
        ((COUNCIL, EDITORS), [("queued", ""), ("queued", "")]),
    ):
        with waiting.ctx(allow_list=allowed).work() as work:
            review_held(work)
        assert [(str(m.state), m.state_reason) for m in waiting.messages()] == expected
        assert work.result.figures == {"released": 1}
