"""When a digest is due, what it counts, and that it is no reason for the next one."""

from datetime import date

import pytest

from ozg_workflow.database.models import Message
from ozg_workflow.demo.bounce import bounce_for
from ozg_workflow.usecases.day.digest import something_to_tell
from ozg_workflow.usecases.day.happenings import Happenings, happenings
from ozg_workflow.usecases.timeline.announce import announce
from tests.usecases.town import Town, not_ours

COORDINATOR = "kerstin.lindner@bielefeld.example"


def told(town: Town) -> Happenings:
    with town.ctx().reading() as work:
        return happenings(work, list)


def sent(town: Town) -> dict[str, int]:
    return {line.title: line.mails for line in told(town).post.sent}


def digested(town: Town) -> None:
    """Everything so far is told."""
    town.do("deliver", "digest", "deliver")
    assert not something_to_tell(town.ctx())


def test_a_day_on_which_only_mail_went_out_has_a_digest_with_true_counts(asked: Town) -> None:
    digested(asked)
    asked.day("2020-05-05", "remind")
    assert not something_to_tell(asked.ctx()), "what is queued has not gone out"
    asked.do("deliver")
    assert sent(asked) == {"Erinnerung": 2}
    assert something_to_tell(asked.ctx())
    digested(asked)
    assert sent(asked) == {}


def test_mail_that_goes_out_after_the_digest_is_told_by_the_next_one(asked: Town) -> None:
    asked.send_back("34")
    asked.do("collect", "digest", "deliver")
    assert sent(asked)["Eingangsbestätigung"] == 1
    assert something_to_tell(asked.ctx())


def test_before_the_first_digest_everything_is_counted(asked: Town) -> None:
    assert sent(asked) == {"Versand der Amtslisten": 2}


def test_the_day_tells_what_it_sent_itself(asked: Town) -> None:
    digested(asked)
    asked.new_letters()
    asked.run_day("2020-05-05")
    *others, digest = asked.new_letters()
    text = " ".join(digest.text.split())
    assert f"Seit der letzten Übersicht wurden {len(others)} Mails zugestellt:" in text
    assert "- Erinnerung: 2" in text
    assert asked.status()["mail"]["queued"] == 0
    before = len(asked.letters())
    asked.run_day("2020-05-06")
    asked.run_day("2020-05-07")
    assert len(asked.letters()) == before, "a digest is no reason for another one"


def test_what_cannot_go_out_is_counted_as_what_it_is(asked: Town) -> None:
    digested(asked)
    asked.settings(recipients=("dez1@bielefeld.example", COORDINATOR))
    asked.day("2020-05-05", "remind", "deliver")
    asked.drop(bounce_for(asked.content(1), "dez1@bielefeld.example", reporter="post.bielefeld.example"))
    asked.do("collect")
    post = told(asked).post
    assert (sent(asked), post.bounced, post.held, post.waiting) == ({"Erinnerung": 1}, 1, 1, 0)
    asked.do("digest", "deliver")
    text = " ".join(asked.letters()[-1].text.split())
    assert "wurde 1 Mail zugestellt: - Erinnerung: 1" in text
    assert "Unzustellbar zurückgekommen: 1 Mail." in text
    assert "Angehalten: 1 Mail." in text


def test_what_waits_in_the_outbox_is_counted_and_the_digest_is_not(asked: Town) -> None:
    digested(asked)
    asked.day("2020-05-05", "remind", "digest")
    assert (told(asked).post.waiting, sent(asked)) == (2, {})


def digest_number(town: Town) -> int:
    return town.messages("daily_digest")[-1].id


def test_a_digest_that_comes_back_is_no_reason_for_another_one(asked: Town) -> None:
    digested(asked)
    asked.drop(bounce_for(asked.content(digest_number(asked)), COORDINATOR, reporter="post.bielefeld.example"))
    asked.day("2020-04-07", "collect")
    assert asked.messages("daily_digest")[-1].state == "bounced"
    assert not something_to_tell(asked.ctx())


@pytest.mark.parametrize(("sender", "due"), [(COORDINATOR, False), ("amt33@bielefeld.example", True)])
def test_an_unusual_automatic_mail_is_a_reason_but_not_the_coordinators_own_note(asked: Town, sender: str, due: bool) -> None:
    digested(asked)
    headers = {"Auto-Submitted": "auto-replied"}
    asked.drop(asked.letter({"Plan.pdf": b"%PDF-1.4"}, sender=sender, subject="Abwesend", headers=headers))
    asked.day("2020-04-07", "collect")
    assert told(asked).lines[0] == "Eingang: 1 automatische Mail, davon 1 ungewöhnlich („ozg inbox list --all“)."
    assert something_to_tell(asked.ctx()) is due


def test_an_ordinary_absence_note_alone_is_no_reason(asked: Town) -> None:
    digested(asked)
    letter = asked.letter(
        {},
        sender="dez1@bielefeld.example",
        subject="Abwesenheitsnotiz",
        headers={"Auto-Submitted": "auto-replied"},
        answers=asked.letters()[0],
    )
    asked.drop(letter)
    asked.day("2020-04-07", "collect")
    assert not something_to_tell(asked.ctx())
    assert told(asked).lines == ("Eingang: 1 automatische Mail, keine ungewöhnlich.",)


def test_a_decision_that_waits_is_recalled_after_five_quiet_working_days(asked: Town) -> None:
    asked.send_back("50", {2: not_ours()})
    asked.do("collect")
    digested(asked)
    for day in ("2020-04-07", "2020-04-09", "2020-04-14"):  # Easter lies between
        asked.day(day)
        assert not something_to_tell(asked.ctx())
    asked.day("2020-04-15")
    assert something_to_tell(asked.ctx())
    digested(asked)
    asked.day("2020-04-16")
    assert not something_to_tell(asked.ctx())


def test_without_a_decision_quiet_weeks_stay_quiet(asked: Town) -> None:
    digested(asked)
    asked.day("2020-04-28")
    assert not something_to_tell(asked.ctx())


def test_equal_lines_are_one_line(asked: Town) -> None:
    with asked.ctx().work("Probe") as work:
        for _ in range(3):
            work.record("step_failed", ("step", "collect"), "Das Postfach ist nicht erreichbar.")
    assert told(asked).lines[-1] == "Störung: Das Postfach ist nicht erreichbar. (3-mal)"


def test_a_mail_to_the_coordinator_alone_is_not_in_the_coordinators_name(asked: Town) -> None:
    digested(asked)
    asked.change(Message, Message.kind == "service_lists", kind="failure_notice", accepted_at=asked.clock())
    assert sent(asked) == {"Störungsmeldung": 2}
    assert not something_to_tell(asked.ctx())


def test_held_announcements_are_no_mail_that_went_out(town: Town) -> None:
    town.settings(recipients=())
    announce(town.ctx(), "info-personalrat")
    assert sent(town) == {}
    assert told(town).post.held == 1
    assert town.clock.today == date(2020, 3, 16)
