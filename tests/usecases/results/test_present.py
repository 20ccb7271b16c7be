"""The draft of the paper: to the coordinator only, and kept as it was drafted."""

from ozg_workflow.database.models import Incoming
from ozg_workflow.domain.post.mail import IncomingState
from tests.usecases.town import Town


def test_the_coordinator_alone_gets_the_draft_and_once(answered: Town) -> None:
    answered.do("evaluate")
    answered.day("2020-07-01", "present", "deliver")
    letter = answered.letters()[-1]
    assert (letter.to, letter.cc) == (("kerstin.lindner@bielefeld.example",), ())
    assert letter.attachments["vorlage.pdf"].startswith(b"%PDF")
    assert letter.attachments["vorlage.pptx"].startswith(b"PK")
    assert letter.attachments["entscheidung.xlsx"].startswith(b"PK")
    assert "28 Vorlage freigeben" in letter.text
    reports = answered.home / "var" / "reports" / "bielefeld-2020"
    assert (reports / "vorlage.pdf").read_bytes() == letter.attachments["vorlage.pdf"]
    assert answered.messages("presentation") == [], "the board gets what a person releases"
    assert answered.milestone("vorstellung") == "running"
    answered.day("2020-07-02", "present")
    assert len(answered.messages("board_draft")) == 1
    assert (reports / "vorlage.pdf").read_bytes() == letter.attachments["vorlage.pdf"], "what was drafted stays"


def test_the_day_drafts_once_and_waits_for_a_person(answered: Town) -> None:
    answered.do("evaluate")
    answered.run_day("2020-07-01")
    answered.run_day("2020-07-02")
    assert len(answered.messages("board_draft")) == 1
    assert answered.messages("presentation") == []
    assert answered.status()["board"] == {
        "draft_at": answered.status()["board"]["draft_at"],
        "released_at": None,
        "decided_at": None,
    }


def test_a_provisional_draft_says_so_and_is_made_anew_when_that_has_changed(answered: Town) -> None:
    answered.do("evaluate")
    answered.drop(answered.letter({}, sender="fremd@anderswo.example", subject="Was ist das?"))
    answered.day("2020-07-01", "collect", "present", "deliver")
    letter = answered.letters()[-1]
    assert "vorläufig" in letter.subject
    assert "1 Eingang liegt ungeklärt im Klärungskorb." in letter.text
    answered.change(Incoming, Incoming.state == IncomingState.QUARANTINED, state=IncomingState.DISMISSED)
    answered.day("2020-07-02", "present", "deliver")
    assert len(answered.messages("board_draft")) == 2
    assert "vorläufig" not in answered.letters()[-1].subject
