"""What the audit log tells about the history of an office: troubles of a mail, moved deadlines, and who decided."""

from datetime import date

from ozg_workflow.domain.cockpit.office import EntryKind, Target, TargetKind
from ozg_workflow.usecases.cockpit.office import office_view
from ozg_workflow.usecases.intake.inbox_admin import dismiss_incoming
from ozg_workflow.usecases.timeline.move_milestone import move_milestone
from tests.usecases.town import Town


def test_a_moved_plan_is_told_of_every_office_whose_list_follows_it(asked: Town) -> None:
    move_milestone(asked.ctx(actor="Frau Kunze"), "frist-ruecksendung", date(2020, 5, 29), note="Warnstreik")
    for number in ("10", "33"):
        moved = [e for e in office_view(asked.ctx(), number).entries if e.kind is EntryKind.DEADLINE]
        assert [(e.text, e.by) for e in moved] == [("Fassung 1: 29.05.2020 statt 15.05.2020 (Warnstreik)", "Frau Kunze")]


def test_what_a_person_did_with_a_mail_stands_in_the_history_of_its_office(asked: Town) -> None:
    asked.drop(asked.letter({}, sender="amt33@bielefeld.example", subject="Urlaub"))
    asked.do("collect")
    dismiss_incoming(asked.ctx(actor="Herr Vogt"), 1, "erledigt am Telefon")
    entries = [e for e in office_view(asked.ctx(), "33").entries if e.kind is EntryKind.INBOX_EVENT]
    assert [(e.text, e.target) for e in entries][-1] == (
        "Nr. 1 erledigt: mit Vermerk",
        Target(kind=TargetKind.INCOMING, id="1"),
    )
    assert entries[-1].by == "Herr Vogt"
