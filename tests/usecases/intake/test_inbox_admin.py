"""What a person does to the quarantine."""

from pathlib import Path

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import Event, Incoming
from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.intake import inbox_admin
from tests.usecases.intake.mailbox import returns
from tests.usecases.town import Town, fill, not_ours


@pytest.fixture
def puzzled(asked: Town) -> Town:
    """A list from a private address (Nr. 1) and a question (Nr. 2) are in the quarantine, a return (Nr. 3) is recorded."""
    asked.send_back("50", {2: not_ours("34")}, sender="marquardt@privat.example")
    asked.drop(asked.letter({}, sender="krueger@bielefeld.example", subject="Frage zur Liste"))
    asked.send_back("20")
    asked.do("collect", "deliver")
    return asked


def test_the_quarantine_is_listed_with_sender_subject_and_reason(puzzled: Town) -> None:
    found = inbox_admin.list_incoming(puzzled.ctx())
    assert [(i.id, i.sender, i.subject) for i in found] == [
        (1, "marquardt@privat.example", "AW: Amtslisten"),
        (2, "krueger@bielefeld.example", "Frage zur Liste"),
    ]
    assert len(inbox_admin.list_incoming(puzzled.ctx(), everything=True)) == 3


def test_a_mail_is_shown_with_its_text(puzzled: Town) -> None:
    found = inbox_admin.show_incoming(puzzled.ctx(), 2)
    assert found.view.reason.startswith("Die Mail enthält keine Amtsliste")
    assert found.text.strip() == "Anbei unsere Liste."
    assert b"Frage zur Liste" in inbox_admin.content_of(puzzled.ctx(), 2)
    assert found.attachments == ()


def test_a_mail_that_was_shown_says_nothing_any_more_once_it_is_erased(puzzled: Town) -> None:
    assert inbox_admin.show_incoming(puzzled.ctx(), 2).text
    puzzled.change(Incoming, content=b"", erased=True)
    found = inbox_admin.show_incoming(puzzled.ctx(), 2)
    assert (found.text, found.attachments) == ("", ())


def test_the_attachments_of_a_mail_are_saved_for_their_owner_alone(puzzled: Town, tmp_path: Path) -> None:
    (name, size) = inbox_admin.show_incoming(puzzled.ctx(), 1).attachments[0]
    for _ in range(2):
        (path,) = inbox_admin.save_attachments(puzzled.ctx(), 1, tmp_path / "anhaenge")
    assert (path.name, path.stat().st_size) == (name, size)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    with pytest.raises(InputError, match="kann nicht geschrieben werden"):
        inbox_admin.save_attachments(puzzled.ctx(), 1, path)


def test_a_retry_without_anything_new_leaves_it_in_the_quarantine(puzzled: Town) -> None:
    result = inbox_admin.retry_incoming(puzzled.ctx(), 1)
    assert result.figures["quarantined"] == 1
    assert puzzled.states("50") == ["open", "open"]


def test_a_person_who_vouches_for_the_sender_makes_the_list_count(puzzled: Town) -> None:
    puzzled.new_letters()
    result = inbox_admin.assign_incoming(puzzled.ctx(), 1)
    assert result.figures["returns"] == 1
    assert puzzled.states("50") == ["answered", "moved"]
    puzzled.do("deliver")
    letters = puzzled.new_letters()
    assert [letter.to[0] for letter in letters] == ["marquardt@privat.example", "dez2@bielefeld.example"]
    assert [i.id for i in inbox_admin.list_incoming(puzzled.ctx())] == [2]
    assert not inbox_admin.assign_incoming(puzzled.ctx(), 1).figures.get("returns")


@pytest.mark.both_databases
def test_a_preview_shows_the_answers_that_would_go_out_and_changes_nothing(puzzled: Town) -> None:
    """The mail is taken out of the quarantine, read, and the Nachtrag follows: three transactions that see each other."""
    before = puzzled.dump()
    result = inbox_admin.assign_incoming(puzzled.ctx(preview=True), 1)
    assert [mail.recipients[0] for mail in result.mails] == ["marquardt@privat.example", "dez2@bielefeld.example"]
    assert all(mail.content for mail in result.mails)
    assert puzzled.dump() == before
    assert inbox_admin.retry_incoming(puzzled.ctx(preview=True), 2).figures["quarantined"] == 1
    assert puzzled.dump() == before
    real = inbox_admin.assign_incoming(puzzled.ctx(), 1)
    shown, sent = ([mail.subject.partition(" [")[0] for mail in found.mails] for found in (result, real))
    assert shown == sent, "their tags differ: PostgreSQL counts on over what was undone"


def test_a_vouching_that_was_interrupted_is_finished_by_the_same_command(puzzled: Town) -> None:
    """The process died after it had taken the mail out of the quarantine and before it had read it."""
    puzzled.change(Incoming, Incoming.id == 1, state="stored")
    assert inbox_admin.assign_incoming(puzzled.ctx(), 1).figures["returns"] == 1
    assert puzzled.states("50") == ["answered", "moved"]


def test_what_a_person_has_dealt_with_is_dismissed_with_a_note(puzzled: Town) -> None:
    inbox_admin.dismiss_incoming(puzzled.ctx(), 2, "telefonisch geklärt")
    assert [i.id for i in inbox_admin.list_incoming(puzzled.ctx())] == [1]
    item = inbox_admin.list_incoming(puzzled.ctx(), everything=True)[1]
    assert item.reason.endswith("Erledigt: telefonisch geklärt")
    assert inbox_admin.dismiss_incoming(puzzled.ctx(), 2, "").lines == ["Die Mail Nr. 2 war bereits erledigt."]
    assert puzzled.status()["inbox"] == {"returns": 1, "automatic": 0, "quarantined": 1, "dismissed": 1, "to_read": 0}


def test_only_what_is_in_the_quarantine_can_be_dismissed(puzzled: Town) -> None:
    with pytest.raises(InputError, match="liegt nicht im Klärungskorb"):
        inbox_admin.dismiss_incoming(puzzled.ctx(), 3, "")
    with pytest.raises(InputError, match=r"Mail Nr. 9 gibt es nicht"):
        inbox_admin.show_incoming(puzzled.ctx(), 9)


AWAY = {"Auto-Submitted": "auto-replied"}


@pytest.fixture
def hidden(asked: Town) -> Town:
    """A return that a rule wrapped in an absence note without a readable list (Nr. 1), and a recorded return (Nr. 2)."""
    name, content, _ = asked.book("50")
    asked.drop(asked.letter({name: content}, sender="amt50@bielefeld.example", subject="Abwesend", headers=AWAY))
    asked.send_back("20")
    asked.do("collect", "deliver")
    return asked


def states(town: Town) -> list[str]:
    return [str(i.state) for i in inbox_admin.list_incoming(town.ctx(), everything=True)]


def verbs(town: Town, number: int) -> list[tuple[str, str]]:
    with town.session() as session:
        found = session.scalars(select(Event).where(Event.object_type == "incoming", Event.object_id == str(number)))
        return [(e.verb, e.actor) for e in found]


def test_an_automatic_mail_is_shown_and_says_what_is_unusual(hidden: Town) -> None:
    assert states(hidden) == ["automatic", "return"]
    view = inbox_admin.show_incoming(hidden.ctx(), 1).view
    assert (view.marks, view.unusual) == (("auto_replied",), ("attachment", "no_reference"))
    assert view.unusual_in_words == "mit Anhang, ohne Bezug zu einer Mail von hier"


def test_a_person_who_retries_an_automatic_mail_says_that_a_person_wrote_it(hidden: Town) -> None:
    inbox_admin.retry_incoming(hidden.ctx(), 1)
    assert states(hidden)[0] != "automatic"
    assert ("mail_retried", "cli:test") in verbs(hidden, 1)


def test_a_person_assigns_an_automatic_mail_of_a_stranger(asked: Town) -> None:
    name, content, _ = asked.book("50")
    asked.drop(asked.letter({name: fill(content)}, sender="noreply@krz.example", subject="Scan", headers=AWAY))
    asked.drop(asked.letter({}, sender="stranger@krz.example", subject="Abwesend", headers=AWAY))
    asked.do("collect")
    assert states(asked) == ["quarantined", "automatic"]  # a filled list, but nobody vouches for the sender
    for number in (1, 2):
        inbox_admin.assign_incoming(asked.ctx(), number)
    assert states(asked) == ["return", "quarantined"]
    assert ("mail_assigned", "cli:test") in verbs(asked, 2)


@pytest.mark.parametrize("verb", ["retry_incoming", "assign_incoming"])
def test_a_recorded_mail_is_read_again_without_recording_a_file_twice(hidden: Town, verb: str) -> None:
    before = (returns(hidden), len(hidden.messages()))
    getattr(inbox_admin, verb)(hidden.ctx(), 2)
    hidden.do("deliver")
    assert (returns(hidden), len(hidden.messages())) == before
    assert states(hidden)[1] == "return"


def test_a_dismissed_mail_can_be_read_again(puzzled: Town) -> None:
    inbox_admin.dismiss_incoming(puzzled.ctx(), 1, "Kopie")
    inbox_admin.assign_incoming(puzzled.ctx(), 1)
    assert puzzled.states("50") == ["answered", "moved"]
    inbox_admin.retry_incoming(puzzled.ctx(), 1)  # Nr. 1 was vouched for: what was recorded stays recorded
    assert states(puzzled)[0] == "return"


def test_an_erased_mail_is_not_read_again(hidden: Town) -> None:
    hidden.change(Incoming, Incoming.id == 1, content=b"", erased=True)
    with pytest.raises(InputError, match=r"Nr. 1 .*gelöscht"):
        inbox_admin.retry_incoming(hidden.ctx(), 1)
    assert states(hidden)[0] == "automatic"
