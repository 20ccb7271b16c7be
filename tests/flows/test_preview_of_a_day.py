"""What the form of the day shows before anybody lets it go: the whole day, one step after the other, and nothing is changed."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flows.run_day import run_day
from tests.usecases.town import Town

Use = Callable[..., Town]


def test_a_step_is_shown_with_what_earlier_ones_would_have_changed(
    answered: Town, cockpit: Use, artifact: Callable[[str], Any]
) -> None:
    cockpit(answered)
    before, letters = answered.dump(), answered.letters()
    state = run_day(today=date(2020, 7, 1), preview=True, return_state=True)
    assert state.is_completed(), state.message
    told = artifact("bielefeld-2020-probe-vorschau").data
    assert "Die Vorlage ist als Entwurf geschrieben; sie geht nur an die Koordination." in told
    assert answered.dump() == before
    assert answered.letters() == letters


def test_a_mail_that_is_queued_and_then_due_is_shown_once(answered: Town, cockpit: Use) -> None:
    cockpit(answered)
    mails = run_day(today=date(2020, 7, 1), preview=True, return_state=True).result().mails
    assert len(mails) == len({mail.header_id for mail in mails})
    (draft,) = (mail for mail in mails if "Vorlage" in mail.subject)
    assert "vorlage.pdf" in draft.attachments
