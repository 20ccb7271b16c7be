"""The coordinator learns of failing steps by mail: once per day and cause, and outages only when they last."""

from sqlalchemy import select

from ozg_workflow.database.models import Event
from ozg_workflow.domain.failures import Failure
from ozg_workflow.usecases.day.report_failures import report_failures
from tests.usecases.town import Town

WRONG = Failure(step="evaluate", title="Auswertung", message="Die Gewichte ergeben nicht 100 %.", exit_status=1)
OUTAGE = Failure(step="collect", title="Posteingang lesen", message="Das Postfach ist nicht erreichbar.", exit_status=3)


def verbs(town: Town) -> list[str]:
    with town.session() as session:
        return list(session.scalars(select(Event.verb).where(Event.object_type == "step").order_by(Event.id)))


def test_a_wrong_configuration_is_told_once_a_day(asked: Town) -> None:
    assert len(report_failures(asked.ctx(), [WRONG]).mails) == 1
    assert report_failures(asked.ctx(), [WRONG]).mails == []
    asked.day("2020-04-07")
    assert len(report_failures(asked.ctx(), [WRONG]).mails) == 1
    asked.do("deliver")
    letters = [letter for letter in asked.new_letters() if letter.subject.startswith("OZG-Störung")]
    assert [letter.subject for letter in letters] == [
        "OZG-Störung am 06.04.2020: Auswertung",
        "OZG-Störung am 07.04.2020: Auswertung",
    ]
    assert "Die Gewichte ergeben nicht 100 %." in letters[0].text
    assert "Bitte beheben Sie, was die Meldung nennt" in letters[0].text


def test_an_outage_is_told_at_the_third_failure_in_a_row(asked: Town) -> None:
    told = []
    for _ in range(5):
        told.append(len(report_failures(asked.ctx(), [OUTAGE]).mails))
        asked.clock.wait(minutes=10)
    assert told == [0, 0, 1, 0, 0]
    asked.do("deliver")
    (letter,) = [letter for letter in asked.new_letters() if letter.subject.startswith("OZG-Störung")]
    assert "seit dem 06.04.2020 07:00 Uhr an" in " ".join(letter.text.split())


def test_a_success_in_between_starts_the_count_again(asked: Town) -> None:
    for failed, done in (([OUTAGE], []), ([OUTAGE], []), ([], ["collect"]), ([OUTAGE], []), ([], ["collect", "deliver"])):
        assert report_failures(asked.ctx(), failed, done).mails == []
    assert verbs(asked) == ["step_failed", "step_failed", "step_recovered", "step_failed", "step_recovered"]


def test_a_success_after_a_success_writes_nothing(asked: Town) -> None:
    before = asked.dump()
    report_failures(asked.ctx(), [], ["collect", "deliver"])
    assert asked.dump() == before


def test_two_causes_are_two_mails(asked: Town) -> None:
    other = Failure(step="present", title="Vorlage", message="Es gibt keine Auswertung.", exit_status=1)
    assert len(report_failures(asked.ctx(), [WRONG, other]).mails) == 2
