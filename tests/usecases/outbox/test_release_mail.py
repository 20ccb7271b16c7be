"""A rollout that demands a release: mass mailings wait for a person who has seen whom they go to."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import Event
from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.outbox.release_mail import release
from tests.usecases.town import Town, town_data

pytestmark = pytest.mark.both_databases

WAITS = "Wartet auf die Freigabe („ozg mail release“)."


@pytest.fixture
def careful(town: Town) -> Town:
    """A town that demands a release and has prepared its lists on 25.03.2020."""
    data = town_data()
    town.prepare(replace(data, config=replace(data.config, require_release=True)))
    town.day("2020-03-25", "send-lists", "deliver")
    return town


def states(town: Town, kind: str = "") -> list[tuple[str, str]]:
    return [(str(m.state), m.state_reason) for m in town.messages(kind)]


def test_mass_mailings_wait_and_say_for_what(careful: Town) -> None:
    assert states(careful) == [("held", WAITS)] * 2
    careful.do("deliver")
    assert careful.letters() == []


def test_a_preview_shows_every_recipient_and_changes_nothing(careful: Town) -> None:
    before = careful.dump()
    result = release(careful.ctx(preview=True))
    assert careful.dump() == before
    assert [m.recipients for m in result.mails] == [("dez1@bielefeld.example",), ("dez2@bielefeld.example",)]
    assert "Nr. 1 Versand der Amtslisten" in result.lines[0]
    assert result.lines[0].endswith("an dez1@bielefeld.example: würde freigegeben.")
    assert result.lines[-1] == "2 Mails würden freigegeben."


def test_what_a_person_has_released_goes_out(careful: Town) -> None:
    assert release(careful.ctx()).lines[-1] == "2 Mails freigegeben."
    careful.do("deliver")
    assert [letter.to for letter in careful.letters()] == [("dez1@bielefeld.example",), ("dez2@bielefeld.example",)]
    with careful.session() as session:
        texts = list(session.scalars(select(Event.text).where(Event.verb == "released")))
    assert texts == ["von Hand freigegeben"] * 2
    assert release(careful.ctx()).lines == ["Keine Mail wartet auf die Freigabe."]


def test_one_mail_is_released_by_its_number(careful: Town) -> None:
    release(careful.ctx(), 2)
    careful.do("deliver")
    assert [state for state, _ in states(careful)] == ["held", "accepted"]
    assert release(careful.ctx(), 2).lines == ["Mail Nr. 2 ist nicht angehalten, sondern angenommen."]


def test_the_allow_list_still_applies_and_the_reason_says_which_of_the_two_it_is(careful: Town) -> None:
    careful.do("deliver", allow_list=("dez2@bielefeld.example",))
    forbidden = "Nicht als Empfänger erlaubt (OZG_RECIPIENTS): dez1@bielefeld.example."
    assert states(careful) == [("held", f"{WAITS} {forbidden}"), ("held", WAITS)]
    release(careful.ctx(allow_list=("dez2@bielefeld.example",)))
    assert states(careful) == [("held", forbidden), ("queued", "")]
    careful.do("deliver", allow_list=("dez2@bielefeld.example",))
    assert [state for state, _ in states(careful)] == ["held", "accepted"]
    careful.do("deliver")
    assert [state for state, _ in states(careful)] == ["accepted", "accepted"], "released before, allowed now"


def test_the_allow_list_does_not_replace_the_release(careful: Town) -> None:
    careful.do("deliver", allow_list=())
    careful.do("deliver")
    assert states(careful) == [("held", WAITS)] * 2


def test_answers_to_a_return_are_not_held(careful: Town) -> None:
    release(careful.ctx())
    careful.do("deliver")
    careful.day("2020-04-06")
    careful.send_back("34")
    careful.do("collect", "deliver")
    assert [state for state, _ in states(careful, "acknowledgement")] == ["accepted"]


def test_a_mail_released_after_its_last_day_is_not_sent(town: Town) -> None:
    data = town_data()
    town.prepare(replace(data, config=replace(data.config, require_release=True)))
    town.day("2020-03-30", "announce")
    town.clock.wait(days=3)
    late = [m.id for m in town.messages("event_invitation") if m.expires_on and m.expires_on < town.clock.today]
    assert late
    result = release(town.ctx(), *late)
    assert {str(m.state) for m in town.messages() if m.id in late} == {"expired"}
    assert "Der letzte Tag dafür war der 31.03.2020." in result.lines[0]


def test_waiting_mails_expire_by_themselves(town: Town) -> None:
    data = town_data()
    town.prepare(replace(data, config=replace(data.config, require_release=True)))
    town.day("2020-03-30", "announce")
    town.clock.wait(days=3)
    town.do("deliver")
    assert ("expired", "Der letzte Tag dafür war der 31.03.2020.") in states(town, "event_invitation")


def test_an_unknown_number_is_named(careful: Town) -> None:
    with pytest.raises(InputError, match=r"Die Mail Nr\. 99 gibt es nicht"):
        release(careful.ctx(), 1, 99)
    assert states(careful) == [("held", WAITS)] * 2
