"""What the tables tell about the history of an office."""

from ozg_workflow.domain.cockpit.office import EntryKind
from ozg_workflow.usecases.cockpit.office import office_view
from ozg_workflow.usecases.intake.clear_to_read import clear_to_read
from ozg_workflow.usecases.survey.decide_cases import decide_elsewhere, reopen_cases
from tests.usecases.town import Town, fill, not_ours


def test_what_is_to_be_read_stands_there_until_somebody_has_read_it(asked: Town) -> None:
    name, content, sent = asked.book("33")
    mail = asked.letter({name: fill(content)}, sender="amt33@bielefeld.example", answers=sent)
    mail.get_body(("plain",)).set_content("Die Zahlen von 2018 sind geschätzt, bitte rufen Sie Frau Meier an.\n")  # type: ignore[union-attr]
    asked.drop(mail)
    asked.do("collect", "deliver")
    waiting = office_view(asked.ctx(), "33")
    notes = [e for e in waiting.entries if e.kind is EntryKind.NOTE]
    assert [e.open for e in notes] == [True]
    assert "Frau Meier" in notes[0].text
    clear_to_read(asked.ctx(actor="Frau Kunze"), 1, remark="angerufen")
    found = office_view(asked.ctx(), "33")
    assert [(e.text.rpartition(": ")[2], e.by) for e in found.entries if e.kind is EntryKind.NOTE_READ] == [
        ("angerufen", "Frau Kunze")
    ]
    assert not any(e.open for e in found.entries if e.kind is EntryKind.NOTE)


def test_what_happened_to_one_office_is_not_told_of_another(asked: Town) -> None:
    asked.send_back("50")
    asked.do("collect", "deliver")
    assert [e.kind for e in office_view(asked.ctx(), "10").entries] == ["list_prepared", "mail_out", "list_sent"]


def test_a_case_that_was_opened_again_keeps_what_had_been_decided(asked: Town) -> None:
    asked.send_back("50", {2: not_ours("weiß nicht")})
    asked.do("collect")
    lindner = asked.ctx(actor="Frau Lindner")
    decide_elsewhere(lindner, [1], "Kreis Herford")
    (settled,) = [e for e in office_view(asked.ctx(), "50").entries if e.kind is EntryKind.CASE_SETTLED]
    assert settled.text.startswith(
        "Fall 1: „Bildung und Teilhabe beantragen“ (Amt 50) hat jetzt keine Stelle dieser Stadt: Kreis Herford."
    )
    reopen_cases(lindner, [1], "das Land ist es")
    found = [e for e in office_view(asked.ctx(), "50").entries if e.text.startswith("Fall 1: ")]
    assert [str(e.kind) for e in found] == ["case_opened", "case_settled", "case_opened"]
    assert [(e.by, e.open) for e in found][1:] == [("Frau Lindner", False), ("Frau Lindner", True)]
    assert "Wieder geöffnet von Frau Lindner: das Land ist es." in found[2].text
