"""A changed deadline is told to each Dezernat once, about what is missing."""

from datetime import date

from sqlalchemy import select

from ozg_workflow.database.models import Office, ServiceList
from ozg_workflow.domain.plan.moves import MovedList
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.timeline.deadline_mail import days_told, tell_about_deadline
from tests.usecases.town import Town

OLD, NEW = date(2020, 5, 15), date(2020, 6, 12)


def moved(work: Work, *offices: str, new: date = NEW, back: tuple[str, ...] = ()) -> list[MovedList]:
    query = select(ServiceList.id, Office.number).join(Office).where(Office.number.in_(offices)).order_by(Office.number)
    return [
        MovedList(list_id=list_id, office=number, version=1, old=OLD, new=new, back=number in back)
        for list_id, number in work.session.execute(query)
    ]


def test_each_dezernat_hears_of_its_missing_lists(asked: Town) -> None:
    with asked.ctx().work() as work:
        tell_about_deadline(work, moved(work, "10", "33", "34", "50", back=("10", "34")), note="Notbetrieb")
    (mail,) = work.result.mails
    assert mail.recipients == ("dez2@bielefeld.example",), "nothing is missing from Dezernat 1"
    assert mail.subject.startswith("Neue Frist: Amtslisten bis 12.06.2020 statt 15.05.2020")
    asked.new_letters()
    asked.do("deliver")
    (letter,) = asked.new_letters()
    assert ("Notbetrieb" in letter.text, "Sozialamt" in letter.text, "Standesamt" in letter.text) == (True, True, False)
    assert letter.attachments == {}


def test_every_change_is_told_also_the_one_there_and_back_and_there_again(asked: Town) -> None:
    for day in (NEW, OLD, NEW):
        with asked.ctx().work() as work:
            tell_about_deadline(work, moved(work, "33", new=day))
    told = asked.messages("deadline_changed")
    assert [m.occasion for m in told] == ["2020-06-12#1", "2020-05-15#2", "2020-06-12#3"]
    assert [m.expires_on for m in told] == [NEW, OLD, NEW]


def test_the_day_it_was_last_told_is_known_by_list(asked: Town) -> None:
    for day in ("2020-04-06", "2020-04-08"):
        asked.day(day)
        with asked.ctx().work() as work:
            tell_about_deadline(work, moved(work, "33"))
    with asked.ctx().reading() as work:
        (one,), (other,) = ([item.list_id for item in moved(work, office)] for office in ("33", "10"))
        assert days_told(work.session, (one, other)) == {one: date(2020, 4, 8)}
        assert days_told(work.session, ()) == {}


def test_when_nothing_has_moved_nobody_is_told(asked: Town) -> None:
    with asked.ctx().work() as work:
        tell_about_deadline(work, ())
    assert (work.result.changed, work.result.mails) == (False, [])


def test_a_list_of_a_progress_query_is_called_what_it_is(started: Town) -> None:
    started.day("2021-03-01", "track", "deliver")
    with started.ctx().work() as work:
        (item,) = (item for item in moved(work, "50", new=date(2021, 4, 9)) if item.list_id > 5)
        tell_about_deadline(work, [item], own=True)
    started.new_letters()
    started.do("deliver")
    (letter,) = started.new_letters()
    assert letter.subject.startswith("Neue Frist: Umsetzungsstand bis 09.04.2021")
    assert "OZG-Umsetzungsstand-2021-03_50_Sozialamt_v1.xlsx" in letter.text
    assert "Amtsliste" not in letter.text
