"""Who comes to an event: the newest answer of a mailbox counts."""

from datetime import date

import pytest

from ozg_workflow.usecases.timeline.calendar_replies import event_uid, note_calendar_reply, reply_counts, rollout_of_event
from tests.usecases.town import Town


def test_the_newest_answer_to_an_invitation_is_kept(asked: Town) -> None:
    asked.clock.set(date(2020, 3, 26))
    asked.do("announce", "deliver")
    invitation = next(letter for letter in asked.letters() if "einladung.ics" in letter.attachments)
    calendar = bytes(invitation.attachments["einladung.ics"]).decode().replace("\r\n ", "")
    for answer in ("ACCEPTED", "DECLINED"):
        reply = calendar.replace("METHOD:REQUEST", "METHOD:REPLY").replace("PARTSTAT=NEEDS-ACTION", f"PARTSTAT={answer}")
        mail = asked.letter({}, sender="dez1@bielefeld.example", subject=f"{answer}: Infoveranstaltung", answers=invitation)
        mail.add_alternative(reply, subtype="calendar", params={"method": "REPLY"})
        asked.drop(mail)
        asked.do("collect")
    with asked.ctx().reading() as work:
        counts = reply_counts(work)
    assert counts == {"infoveranstaltung-1": {"accepted": 0, "declined": 1, "tentative": 0}}
    assert asked.status()["inbox"]["automatic"] == 2


def test_the_rollout_of_an_event_is_known_by_its_uid() -> None:
    uid = event_uid("bielefeld-2020", "infoveranstaltung-1", "bielefeld.example")
    assert uid == "bielefeld-2020.infoveranstaltung-1@bielefeld.example"
    assert rollout_of_event(uid) == "bielefeld-2020"
    assert rollout_of_event("040000008200E00074C5B7101A82E008") == "", "the UID of somebody else's event"


def test_one_mailbox_counts_once_however_it_is_written(town: Town) -> None:
    uid = event_uid("bielefeld-2020", "infoveranstaltung-2", "bielefeld.example")
    with town.ctx().work() as work:
        for attendee, answer in (("Dez1@bielefeld.example", "tentative"), ("dez2@bielefeld.example", "DECLINED")):
            note_calendar_reply(work, uid, attendee, answer)
        note_calendar_reply(work, uid, "dez1@bielefeld.example", "Accepted")
        assert reply_counts(work) == {"infoveranstaltung-2": {"accepted": 1, "declined": 1, "tentative": 0}}
    assert work.result.figures == {"calendar_replies": 3}


@pytest.mark.parametrize(
    ("uid", "answer"),
    [
        ("bielefeld-2020.infoveranstaltung-1@bielefeld.example", "NEEDS-ACTION"),
        ("bielefeld-2020.infoveranstaltung-9@bielefeld.example", "ACCEPTED"),
        ("bielefeld-2021.infoveranstaltung-1@bielefeld.example", "ACCEPTED"),
        ("", "ACCEPTED"),
    ],
)
def test_what_is_no_answer_to_an_event_of_ours_is_ignored(town: Town, uid: str, answer: str) -> None:
    before = town.dump()
    with town.ctx().work() as work:
        note_calendar_reply(work, uid, "dez1@bielefeld.example", answer)
    assert (work.result.changed, town.dump()) == (False, before)
