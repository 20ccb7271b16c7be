"""Reading the mailbox: nothing is lost, nothing counts twice, and what is not understood waits for a person."""

from datetime import date
from email.message import EmailMessage
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from ozg_workflow.database.models import Event, Incoming, Message, MessageRecipient, Return, ServiceList
from ozg_workflow.demo.bounce import bounce_for
from ozg_workflow.domain.errors import InputError, UnavailableError
from ozg_workflow.usecases.intake import collect, inbox_admin, understand
from tests.usecases.town import Town, fill, not_ours

pytestmark = pytest.mark.both_databases


def incoming(town: Town) -> list[tuple[str, str]]:
    with town.session() as session:
        return [(str(i.state), i.reason) for i in session.scalars(select(Incoming).order_by(Incoming.id))]


def events(town: Town, verb: str) -> list[Event]:
    with town.session() as session:
        return list(session.scalars(select(Event).where(Event.verb == verb).order_by(Event.id)))


def returns(town: Town) -> int:
    with town.session() as session:
        return session.scalar(select(func.count(Return.id))) or 0


def filed(town: Town) -> dict[str, int]:
    folders = (".", ".OZG.Verarbeitet", ".OZG.Kl&AOQ-rung")
    found = {folder: [*(town.box / folder).glob("new/*"), *(town.box / folder).glob("cur/*")] for folder in folders}
    return {folder: len(files) for folder, files in found.items() if files}


def with_meta(content: bytes, **values: Any) -> bytes:
    """Change the hidden sheet of a list."""
    book = load_workbook(BytesIO(content))
    for row in book["_ozg"].iter_rows(max_row=6):
        if row[0].value in values:
            row[1].value = values[row[0].value]
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


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
        patch.setattr(understand, "record_return", power_cut)
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


def test_nothing_new_is_said_as_such(asked: Town) -> None:
    assert asked.do("collect").lines == ["Keine neuen Mails."]


@pytest.mark.parametrize(
    ("meta", "reason"),
    [
        ({"token": "0" * 40}, "trägt keine gültige Kennung"),
        ({"version": 2}, "trägt keine gültige Kennung"),
        ({"rollout": "paderborn-2020"}, "gehört zu einem anderen Rollout („paderborn-2020“)"),
        ({"list_id": "keine"}, "ist keine unserer Amtslisten"),
    ],
)
def test_a_list_that_is_not_proved_to_be_ours_waits_for_a_person(asked: Town, meta: dict[str, Any], reason: str) -> None:
    name, content, _ = asked.book("34")
    asked.drop(asked.letter({name: with_meta(fill(content), **meta)}, sender="amt34@bielefeld.example"))
    result = asked.do("collect")
    ((state, why),) = incoming(asked)
    assert state == "quarantined"
    assert reason in why
    assert any(line.startswith("Klärungskorb Nr. 1: amt34@bielefeld.example") for line in result.lines)
    assert filed(asked)[".OZG.Kl&AOQ-rung"] == 1
    assert asked.states("34") == ["open", "open"]
    assert asked.messages("acknowledgement") == []


def test_a_stranger_cannot_answer_for_an_office(asked: Town) -> None:
    asked.send_back("34", sender="amt34@bielefeld-rathaus.example")
    asked.do("collect")
    ((state, why),) = incoming(asked)
    assert state == "quarantined"
    assert "amt34@bielefeld-rathaus.example steht nicht im Verzeichnis" in why
    assert asked.states("34") == ["open", "open"]


def test_a_letter_without_a_list_waits_for_a_person_and_is_not_answered(asked: Town) -> None:
    asked.drop(asked.letter({}, sender="krueger@bielefeld.example", subject="Frage zur Liste"))
    asked.do("collect")
    ((state, why),) = incoming(asked)
    assert (state, why) == ("quarantined", "Die Mail enthält keine Amtsliste; bitte selbst lesen und beantworten.")
    assert len(asked.messages()) == 2


def test_a_good_list_counts_although_a_damaged_one_lies_beside_it(asked: Town) -> None:
    name, content, _ = asked.book("34")
    files = {name: fill(content), "Kopie.xlsx": b"PK\x03\x04 kaputt"}
    asked.drop(asked.letter(files, sender="amt34@bielefeld.example"))
    asked.do("collect")
    ((state, why),) = incoming(asked)
    assert state == "quarantined"
    assert why.startswith("Teilweise verarbeitet.")
    assert "Kopie.xlsx" in why
    assert asked.list_state("34") == "returned"


def test_our_own_blank_attachment_beside_the_filled_list_says_nothing(asked: Town) -> None:
    name, content, letter = asked.book("34")
    files = {"Standesamt ausgefüllt.xlsx": fill(content), name: content}
    asked.drop(asked.letter(files, sender="amt34@bielefeld.example", answers=letter))
    asked.do("collect", "deliver")
    assert (returns(asked), asked.list_state("34")) == (1, "returned")
    assert [m.kind for m in asked.messages()[2:]] == ["acknowledgement"]


def test_two_states_of_one_list_in_one_mail_are_both_kept_and_answered_once(asked: Town) -> None:
    name, content, letter = asked.book("33")
    files = {"Stand Montag.xlsx": fill(content, rows=[1]), name: fill(content)}
    asked.drop(asked.letter(files, sender="amt33@bielefeld.example", answers=letter))
    asked.do("collect", "deliver")
    assert (returns(asked), asked.list_state("33")) == (2, "returned")
    assert [m.kind for m in asked.messages()[2:]] == ["acknowledgement"]


def test_a_mail_that_breaks_the_processing_goes_to_a_person_and_the_others_go_on(
    asked: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was half done for this mail is undone, and not told as done."""
    record_return = understand.record_return

    def breaks_for_one_office(*arguments: Any, **options: Any) -> None:
        record_return(*arguments, **options)
        if any(isinstance(a, Incoming) and a.sender.startswith("amt33@") for a in arguments):
            raise InputError("Die Antwort lässt sich nicht schreiben.")

    monkeypatch.setattr(understand, "record_return", breaks_for_one_office)
    asked.send_back("33")
    asked.send_back("34")
    result = asked.do("collect")
    (broken, good) = incoming(asked)
    assert broken == ("quarantined", "Die Mail konnte nicht verarbeitet werden: Die Antwort lässt sich nicht schreiben.")
    assert good == ("return", "1 Liste erkannt.")
    assert asked.states("33") == ["open", "open", "open"]
    assert result.figures["returns"] == 1
    assert not any("Rücklauf Amt 33" in line for line in result.lines)


def test_what_a_version_could_not_process_is_tried_once_by_the_next_version(asked: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: Any, **__: Any) -> None:
        raise RuntimeError("ein Programmfehler")

    asked.send_back("34")
    with monkeypatch.context() as patch:
        patch.setattr(understand, "record_return", breaks)
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


def test_a_mail_that_cannot_even_be_parsed_goes_to_a_person_and_the_others_go_on(
    asked: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    parse = understand.parse_mail

    def breaks(content: bytes) -> Any:
        if b"amt33@" in content:
            raise ValueError("embedded null character")
        return parse(content)

    monkeypatch.setattr(understand, "parse_mail", breaks)
    asked.send_back("33")
    asked.send_back("34")
    asked.do("collect")
    assert [state for state, _ in incoming(asked)] == ["quarantined", "return"]


def test_a_database_that_fails_leaves_the_mail_for_the_next_run(asked: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: Any, **__: Any) -> None:
        raise OperationalError("UPDATE", {}, Exception("database is locked"))

    asked.send_back("34")
    with monkeypatch.context() as patch:
        patch.setattr(understand, "record_return", locked)
        with pytest.raises(UnavailableError, match="beim nächsten Lauf"):
            asked.do("collect")
    assert incoming(asked) == [("stored", "")]
    asked.do("collect")
    assert incoming(asked) == [("return", "1 Liste erkannt.")]


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


def test_an_absence_note_is_noted_and_never_answered(asked: Town) -> None:
    note = asked.letter(
        {}, sender="krueger@bielefeld.example", subject="Abwesend: Amtslisten", headers={"Auto-Submitted": "auto-replied"}
    )
    asked.drop(note)
    result = asked.do("collect")
    assert incoming(asked) == [("automatic", "Automatische Antwort (Auto-Submitted).")]
    assert result.figures["automatic"] == 1
    assert len(asked.messages()) == 2


def test_a_bounce_marks_the_mail_and_its_recipient(asked: Town) -> None:
    asked.drop(bounce_for(asked.content(1), "dez1@bielefeld.example", reporter="post.bielefeld.example"))
    result = asked.do("collect")
    message = asked.messages()[0]
    assert (message.state, message.state_reason) == ("bounced", "Unzustellbar: dez1@bielefeld.example")
    assert [r.state for r in message.recipients] == ["bounced"]
    assert asked.messages()[1].state == "accepted"
    assert result.figures["bounced"] == 1
    assert asked.status()["mail"]["bounced"] == 1


def test_a_bounce_names_a_domain_with_umlauts_as_it_travels(asked: Town) -> None:
    asked.change(MessageRecipient, MessageRecipient.message_id == 1, address="dez1@gießen.example")
    with asked.session() as session:
        session.add(MessageRecipient(message_id=1, address="anders@bielefeld.example", role="cc", state="accepted"))
        session.commit()
    asked.drop(bounce_for(asked.content(1), "dez1@xn--gieen-nqa.example", reporter="post.bielefeld.example"))
    asked.do("collect")
    assert [r.state for r in asked.messages()[0].recipients] == ["bounced", "accepted"]


def test_our_own_copy_in_the_mailbox_proves_that_a_mail_left(asked: Town) -> None:
    asked.change(Message, Message.id == 1, state="unknown", accepted_at=None)
    asked.change(ServiceList, ServiceList.office_id <= 2, state="queued", sent_at=None)
    asked.drop(asked.content(1), unread=False)
    asked.do("collect")
    message = asked.messages()[0]
    assert (message.state, message.queue_id) == ("accepted", "Durch die eingegangene Kopie belegt.")
    assert [asked.list_state(office) for office in ("10", "20")] == ["sent", "sent"]
    assert incoming(asked) == [("automatic", "Kopie einer eigenen Mail.")]


def test_a_list_forwarded_by_a_colleague_inside_a_mail_is_found(asked: Town) -> None:
    name, content, letter = asked.book("34")
    inner = asked.letter({name: fill(content)}, sender="sandmann@bielefeld.example", answers=letter)
    outer = EmailMessage()
    outer["From"], outer["To"], outer["Subject"] = "dez2@bielefeld.example", "ozg@bielefeld.example", "WG: Amtslisten"
    outer["Message-ID"], outer["Date"] = "<weiter@bielefeld.example>", asked.clock()
    outer.set_content("Zur Kenntnis.")
    outer.add_attachment(inner)
    asked.drop(outer)
    asked.do("collect")
    assert asked.list_state("34") == "returned"
    assert [r.address for r in asked.messages("acknowledgement")[0].recipients] == ["dez2@bielefeld.example"]


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


def without_identity(content: bytes) -> bytes:
    """What some programs save: the list without its hidden sheet."""
    book = load_workbook(BytesIO(content))
    del book["_ozg"]
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_list_without_its_hidden_sheet_is_known_by_the_mail_it_answers(asked: Town) -> None:
    _, content, letter = asked.book("34")
    lost = without_identity(fill(content))
    asked.drop(asked.letter({"Mappe1.xlsx": lost}, sender="amt34@bielefeld.example", answers=letter))
    asked.do("collect")
    assert incoming(asked) == [("return", "1 Liste erkannt.")]
    assert asked.list_state("34") == "returned"


def test_a_list_without_its_hidden_sheet_is_known_by_the_tag_in_the_subject(asked: Town) -> None:
    name, content, letter = asked.book("34")
    lost = without_identity(fill(content))
    asked.drop(asked.letter({name: lost}, sender="amt34@bielefeld.example", subject=f"Re: {letter.subject}"))
    asked.do("collect")
    assert asked.list_state("34") == "returned"


def test_a_file_name_alone_proves_nothing_but_a_person_may_assign_the_list(asked: Town) -> None:
    name, content, _ = asked.book("34")
    asked.drop(asked.letter({name: without_identity(fill(content))}, sender="amt34@bielefeld.example"))
    asked.do("collect")
    ((state, why),) = incoming(asked)
    assert (state, "die Kennung fehlt" in why) == ("quarantined", True)
    inbox_admin.assign_incoming(asked.ctx(), 1, office="34")
    assert incoming(asked) == [("return", "1 Liste erkannt.")]
    assert asked.list_state("34") == "returned"
