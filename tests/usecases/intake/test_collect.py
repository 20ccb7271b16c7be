"""Reading the mailbox: nothing is lost, nothing counts twice, and what is not understood waits for a person."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, select

from ozg_workflow.database.models import Event
from ozg_workflow.domain.errors import InputError, UnavailableError
from ozg_workflow.usecases.intake import collect, inbox_admin, understand
from tests.usecases.intake.mailbox import filed, incoming, returns
from tests.usecases.town import Town, not_ours

pytestmark = pytest.mark.both_databases


def events(town: Town, verb: str) -> list[Event]:
    with town.session() as session:
        return list(session.scalars(select(Event).where(Event.verb == verb).order_by(Event.id)))


def test_a_return_is_stored_recorded_and_filed(asked: Town) -> None:
    asked.send_back("34")
    result = asked.do("collect")
    assert result.figures["returns"] == 1
    assert incoming(asked) == [("return", "1 Liste erkannt.")]
    assert filed(asked) == {".OZG.Verarbeitet": 1}
    assert asked.list_state("34") == "returned"


def test_a_crash_after_storing_is_made_up_for_by_the_next_run(asked: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    asked.send_back("34")

    def power_cut(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(understand, "record_lists", power_cut)
        with pytest.raises(KeyboardInterrupt):
            asked.do("collect")
    assert incoming(asked) == [("stored", "")]
    assert filed(asked) == {".": 1}, "the server's copy is moved only after everything was done"
    asked.do("collect")
    assert incoming(asked) == [("return", "1 Liste erkannt.")]
    assert returns(asked) == 1
    assert filed(asked) == {".OZG.Verarbeitet": 1}
    assert len(asked.messages("acknowledgement")) == 1


def test_the_same_mail_in_the_mailbox_twice_counts_once(asked: Town) -> None:
    raw = asked.send_back("34")
    asked.do("collect")
    asked.drop(raw)
    result = asked.do("collect")
    assert (returns(asked), len(incoming(asked))) == (1, 1)
    assert result.figures["known"] == 1
    assert not result.changed
    assert filed(asked) == {".OZG.Verarbeitet": 2}


def test_the_same_mail_twice_in_one_run_counts_once(asked: Town) -> None:
    asked.drop(asked.send_back("34"))
    result = asked.do("collect")
    assert (returns(asked), len(incoming(asked))) == (1, 1)
    assert (result.figures["fetched"], result.figures["known"]) == (1, 1)
    assert filed(asked) == {".OZG.Verarbeitet": 2}


def test_two_mails_under_one_name_are_both_stored(asked: Town) -> None:
    for place in ("new/1587539676.1.stadt", "cur/1587539676.1.stadt:2,S"):
        (asked.box / place).write_bytes(f"From: amt34@bielefeld.example\nSubject: {place[:3]}\n\nGuten Tag\n".encode())
    assert asked.do("collect").figures["fetched"] == 2
    assert len(incoming(asked)) == 2


def statements(town: Town, mails: int) -> int:
    """Return how many statements it takes to collect so many foreign mails."""
    for number in range(mails):
        head = f"From: wer{number}@example.org\nMessage-ID: <{number}@example.org>\nReferences: <a@example.org> <b@example.org>"
        town.drop(f"{head}\nSubject: Angebot {number} von {mails}\n\nGuten Tag,\nhier ein Angebot.\n".encode())
    said: list[str] = []

    def note(*told: Any) -> None:
        said.append(told[2])

    event.listen(town.app.engine, "before_cursor_execute", note)
    assert town.do("collect").figures["fetched"] == mails
    event.remove(town.app.engine, "before_cursor_execute", note)
    return len(said)


def test_a_foreign_mail_costs_the_database_a_handful_of_statements(asked: Town) -> None:
    few, many = statements(asked, 10), statements(asked, 40)
    assert (many - few) / 30 <= 8, "stored, noted, understood in a savepoint of its own, noted"


def test_nothing_new_is_said_as_such(asked: Town) -> None:
    assert asked.do("collect").lines == ["Keine neuen Mails."]


def test_what_a_version_could_not_process_is_tried_once_by_the_next_version(asked: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: Any, **__: Any) -> None:
        raise RuntimeError("ein Programmfehler")

    asked.send_back("34")
    with monkeypatch.context() as patch:
        patch.setattr(understand, "record_lists", breaks)
        asked.do("collect")
        assert incoming(asked) == [("quarantined", "Die Mail konnte nicht verarbeitet werden: RuntimeError")]
        asked.do("collect")
        assert [e.object_id for e in events(asked, "mail_retried")] == [], "the same version does not try again by itself"
        patch.setattr(understand, "__version__", "99.0")
        patch.setattr(collect, "__version__", "99.0")
        asked.do("collect", "collect")
        assert len(events(asked, "mail_retried")) == 1, "another version tries once"
    result = inbox_admin.retry_failed_incoming(asked.ctx())
    assert result.figures["returns"] == 1
    assert incoming(asked) == [("return", "1 Liste erkannt.")]
    again = inbox_admin.retry_failed_incoming(asked.ctx())
    assert again.lines == ["Es gibt keine Mail, deren Verarbeitung gescheitert ist."]


def test_a_mail_that_waited_in_the_quarantine_does_not_override_what_was_written_after_it(asked: Town) -> None:
    asked.send_back("34", {1: {"Fallzahl pro Jahr": 1}}, sender="sandmann@privat.example")
    asked.do("collect")
    asked.day("2020-04-07")
    asked.send_back("34", {1: {"Fallzahl pro Jahr": 2}})
    asked.do("collect")
    asked.day("2020-04-08")
    inbox_admin.assign_incoming(asked.ctx(), 1)
    assert returns(asked) == 2
    assert asked.rows("34")[1].answers["case_volume"] == 2


def test_the_mails_of_several_days_say_the_same_in_whatever_order_they_arrive(asked: Town) -> None:
    mails = []
    for day in (6, 7, 8):
        asked.clock.set(date(2020, 4, day))
        mails.append(
            asked.send_back("33", {1: {"Fallzahl pro Jahr": day}, 2: {"Fallzahl pro Jahr": "viele" if day == 8 else day}})
        )
    for path in [*asked.box.glob("new/*")]:
        path.unlink()
    asked.clock.set(date(2020, 4, 9))
    for mail in (mails[2], mails[0], mails[1]):
        asked.drop(mail)
        asked.do("collect")
    rows = asked.rows("33")
    assert [rows[n].answers["case_volume"] for n in (1, 2)] == [8, 7]
    assert asked.states("33") == ["answered"] * 3


def test_a_mailbox_that_is_away_says_so_and_a_missing_setting_is_named(asked: Town) -> None:
    asked.settings(inbox_url=f"maildir:{asked.home / 'fehlt'}")
    with pytest.raises(UnavailableError, match="kein Maildir"):
        asked.do("collect")
    asked.settings(inbox_url="")
    with pytest.raises(InputError, match="OZG_INBOX_URL setzen"):
        asked.do("collect")


def test_a_refused_row_reaches_the_other_office_in_the_same_run(asked: Town) -> None:
    asked.clock.set(date(2020, 4, 20))
    asked.send_back("50", {2: not_ours("Amt 34")})
    asked.do("collect")
    assert [row.service.name for row in asked.rows("34", version=2).values()] == ["Bildung und Teilhabe beantragen"]
