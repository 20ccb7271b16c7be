"""What one person may demand is erased, what is proof stays and is named, and the log stays whole and says no name."""

import base64
from datetime import date

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import Event, Incoming, Message
from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.answers.correct import Wish, correct
from ozg_workflow.usecases.outbox.mail_admin import retry
from ozg_workflow.usecases.survey.manage_rounds import close_round
from ozg_workflow.usecases.upkeep.privacy.about_address import about_address
from ozg_workflow.usecases.upkeep.privacy.erase_address import Erasure, erase_address
from ozg_workflow.usecases.upkeep.proof.verify import verify_audit
from tests.usecases.town import Town
from tests.usecases.upkeep.test_purge import changed_heads

pytestmark = pytest.mark.both_databases

SANDRA = "sandra.beispiel@bielefeld.example"
ACCEPTED = f"""BEGIN:VCALENDAR
METHOD:REPLY
BEGIN:VEVENT
UID:bielefeld-2020.infoveranstaltung-1@bielefeld.example
ATTENDEE;PARTSTAT=ACCEPTED:mailto:{SANDRA}
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def known(asked: Town) -> Town:
    """A town in which Sandra sent the list of the Standesamt back, accepted an invitation, called, and is named by others."""
    asked.send_back("34", {1: {"Bemerkung": f"Fragen an {SANDRA}"}}, sender=SANDRA, name="Sandra Beispiel.xlsx")
    asked.send_back("33", headers={"Cc": f"Sandra <{SANDRA}>"})
    invitation = asked.letter({}, sender=SANDRA, subject="Zugesagt: Infoveranstaltung")
    invitation.add_alternative(ACCEPTED, subtype="calendar", params={"method": "REPLY"})
    asked.drop(invitation)
    asked.do("collect", "deliver")
    wish = Wish(office="34", service="L5", question="case_volume", value="900", source=f"Mail von {SANDRA.title()}")
    correct(asked.ctx(actor="Frau Lindner"), wish)
    asked.do("deliver")
    return asked


def erase(town: Town, address: str = SANDRA, **changes: object) -> Erasure:
    return erase_address(town.ctx(actor="Frau Lindner", **changes), address)


def test_everything_a_person_left_is_gone_and_what_others_wrote_is_named(known: Town) -> None:
    figures, sums = known.status(), {m.id: m.sha256 for m in known.messages()}
    assert len(about_address(known.ctx(), SANDRA)) > 8
    done = erase(known)
    assert done.result.figures.keys() == {"incoming", "returns", "messages", "event_replies", "texts"}
    (kept,) = done.kept
    assert (kept.table, len(kept.keys)) == ("incoming", 1), "what the Meldeamt wrote"
    with known.session() as session:
        assert session.get_one(Incoming, int(kept.keys[0])).sender == "amt33@bielefeld.example"
    assert [(row.table, row.key) for row in about_address(known.ctx(), SANDRA)] == [("incoming", kept.keys[0])]
    assert known.status() == figures
    assert {m.id: m.sha256 for m in known.messages()} == sums, "what was sent is still proved by its sum"
    assert known.findings() == []


def test_the_audit_log_stays_whole_and_says_who_erased_and_not_whom(known: Town) -> None:
    done = erase(known)
    assert done.backup
    verified = verify_audit(known.app.engine, [done.backup], known.ctx().secret)
    assert (verified.flaws, verified.backups) == ((), 1)
    with known.session() as session:
        line = session.scalars(select(Event).where(Event.verb == "address_erased")).one()
        assert line.actor == "Frau Lindner"
        assert "sandra" not in str([(e.text, e.data) for e in session.scalars(select(Event))]).lower()


def test_a_preview_shows_the_same_and_changes_nothing(known: Town) -> None:
    before = known.dump()
    shown = erase(known, preview=True)
    assert known.dump() == before
    assert shown.backup is None
    assert not (known.home / "var" / "backups").exists()
    assert shown.result.lines[0].startswith("Gelöscht würden: ")
    done = erase(known)
    assert (shown.result.figures, shown.kept) == (done.result.figures, done.kept)


def test_a_second_time_there_is_nothing_and_no_backup_is_made_for_it(known: Town) -> None:
    known.change(Incoming, Incoming.sender == "amt33@bielefeld.example", content=b"", erased=True)
    erase(known)
    again = erase(known)
    assert (again.backup, again.kept) == (None, ())
    assert again.result.lines == ["Zu dieser Adresse ist nichts gespeichert, was zu löschen wäre."]
    assert not again.result.changed


def test_what_was_erased_is_not_sent_again(known: Town) -> None:
    erase(known)
    mails = len(known.letters())
    known.do("collect", "remind", "deliver")
    assert all("gelöscht" not in letter.to for letter in known.letters()[mails:])


def test_an_address_that_ends_like_it_keeps_everything(known: Town) -> None:
    before = known.dump()
    done = erase(known, "beispiel@bielefeld.example")
    assert done.result.lines == ["Zu dieser Adresse ist nichts gespeichert, was zu löschen wäre."]
    assert known.dump() == before


def test_a_mail_that_waits_and_one_that_is_unread_come_first(asked: Town) -> None:
    asked.send_back("34", sender=SANDRA)
    asked.drop(asked.letter({}, sender=SANDRA, subject="Wer kann mir helfen?"))
    asked.do("collect")
    before = asked.dump()
    with pytest.raises(InputError) as refused:
        erase(asked)
    waiting, unread, last = str(refused.value).splitlines()
    assert waiting.startswith("Mail Nr. ")
    assert "ist noch offen (im Postausgang). Erst zustellen oder stornieren" in waiting
    assert "ist noch offen (" in unread
    assert unread.startswith("Eingang Nr. ")
    assert last == "Es ist nichts gelöscht."
    assert asked.dump() == before


def test_a_list_that_is_still_out_comes_first_until_its_round_is_closed(asked: Town) -> None:
    asked.send_back("34", rows=[1], sender=SANDRA)
    asked.do("collect", "deliver")
    with pytest.raises(InputError, match=r"Die Liste von Amt 34 – Standesamt \(Erhebung, Fassung 1\) ist noch nicht ganz zurück"):
        erase(asked)
    close_round(asked.ctx(), "erhebung-1")
    assert erase(asked).result.changed


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("amt33@bielefeld.example", "ist das Postfach von Amt 33"),
        ("Krueger@bielefeld.example", "gehört der Leitung von Amt 33"),
        ("ozg@bielefeld.example", "steht in rollout.yaml unter „contacts“"),
    ],
)
def test_who_has_a_function_today_is_not_erased(asked: Town, address: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        erase(asked, address)


def test_a_former_head_goes_also_from_the_announcement(town: Town) -> None:
    town.day("2020-03-18", "announce", "deliver")
    town.prepare(changed_heads())
    done = erase(town, "krueger@bielefeld.example")
    assert (done.result.figures, done.kept) == ({"messages": 1, "former_heads": 1}, ())
    assert "krueger@" not in str(town.dump())
    with pytest.raises(InputError, match="war das Postfach von Amt 33"):
        erase(town, "amt33@bielefeld.example")


def test_what_is_said_in_base64_is_found_too(asked: Town) -> None:
    body = base64.b64encode(f"Bitte künftig an {SANDRA}".encode()).decode()
    asked.drop(
        b"From: amt50@bielefeld.example\r\nTo: ozg@bielefeld.example\r\nSubject: Hinweis\r\nMessage-ID: <h1@bielefeld.example>\r\n"
        b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + body.encode()
        + b"\r\n"
    )
    asked.do("collect")
    assert [row.table for row in about_address(asked.ctx(), SANDRA) if row.mail] == ["incoming"]


def test_no_byte_of_it_is_left_in_the_file_of_the_database(known: Town) -> None:
    if known.app.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL has no file of ours")
    known.change(Incoming, Incoming.sender == "amt33@bielefeld.example", content=b"", erased=True)
    files = [known.home / "var" / name for name in ("ozg.db", "ozg.db-wal")]
    assert any(SANDRA.encode() in path.read_bytes().lower() for path in files)
    erase(known)
    assert not any(SANDRA.encode() in path.read_bytes().lower() for path in files)


def test_the_clock_of_the_town_is_the_one_of_the_backup(known: Town) -> None:
    known.clock.set(date(2020, 4, 20))
    done = erase(known)
    assert done.backup
    assert done.backup.name.startswith("before-erasure-20200420-")


def test_mails_of_the_erased_person_cannot_be_sent_once_more(known: Town) -> None:
    answer = next(m for m in known.messages() if m.recipient == SANDRA)
    known.change(Message, Message.id == answer.id, state="refused")
    erase(known)
    with pytest.raises(InputError, match=f"Mail Nr. {answer.id} hat keinen Inhalt mehr"):
        retry(known.ctx(), answer.id)
    with known.session() as session:
        gone = session.scalars(select(Message).where(Message.erased)).all()
        assert {m.recipient for m in gone} == {"gelöscht"}
        assert all(not m.content for m in gone)
