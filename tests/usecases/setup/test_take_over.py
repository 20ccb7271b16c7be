"""What changes hands when one office takes over another: measures and open cases, too."""

from datetime import date

from sqlalchemy import select

from ozg_workflow.database.models import Assignment, Measure, Office, Service, ServiceList
from ozg_workflow.domain.succession import Succession
from ozg_workflow.domain.survey.service_list import AssignmentState
from ozg_workflow.usecases.setup.take_over import give_back, loosen, take_over
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.cases import list_cases
from tests.usecases.changed_offices import followed, heir, renumbered
from tests.usecases.town import Town, not_ours


def office(work: Work, number: str) -> Office:
    return work.session.scalars(select(Office).where(Office.number == number)).one()


def owners(work: Work) -> dict[str, str]:
    query = select(Service.ref, Office.number).join(Measure, Measure.service_id == Service.id)
    return {ref: number for ref, number in work.session.execute(query.join(Office, Office.id == Measure.office_id))}


def test_measures_go_to_the_office_that_has_the_service(started: Town) -> None:
    young = heir("35", "Ausweisamt", "33")
    started.prepare(followed(("33",), heir("36", "Meldestelle", "33"), young, places={"L4": "35"}))
    with started.ctx().reading() as work:
        found = owners(work)
    assert {ref: found[ref] for ref in ("L2", "L3", "L4")} == {"L2": "36", "L3": "36", "L4": "35"}
    started.day("2021-03-01", "track", "deliver")
    names = [name for letter in started.letters() for name in letter.attachments]
    assert "OZG-Umsetzungsstand-2021-03_35_Ausweisamt_v1.xlsx" in names


def test_a_ranking_from_before_the_change_starts_measures_of_the_new_office(answered: Town) -> None:
    answered.board_decides("2020-07-01")
    answered.prepare(renumbered("34", "36"))
    answered.day("2020-09-01", "start-implementation")
    with answered.ctx().reading() as work:
        assert owners(work)["L6"] == "36"


def test_an_open_case_proposes_the_office_of_today(asked: Town) -> None:
    asked.send_back("33", {1: not_ours("Amt 34?"), 2: not_ours("Standesamd")})
    asked.do("collect")
    asked.prepare(renumbered("34", "36"))
    assert [case.proposed_office for case in list_cases(asked.ctx())] == ["36", "36"]


def test_what_was_taken_over_is_given_back_whole(asked: Town) -> None:
    with asked.ctx().work() as work:
        old, new = office(work, "34"), office(work, "33")
        take_over(work, old, {"33": new}, Succession(old="34", heirs=("33",)), {})
        lists = list(
            work.session.scalars(select(ServiceList).where(ServiceList.office_id == new.id).order_by(ServiceList.version))
        )
        assert [(i.version, i.former_office, i.former_version) for i in lists] == [(1, "", None), (2, "34", 1)]
        give_back(work, old, new)
        lists = list(work.session.scalars(select(ServiceList).where(ServiceList.office_id == old.id)))
        assert [(i.version, i.former_office, i.former_version) for i in lists] == [(1, "", None)]
        assert old.successor == ""


def test_only_settled_services_are_let_go_and_none_twice(asked: Town) -> None:
    asked.send_back("33", rows=[1])
    asked.do("collect")
    with asked.ctx().work() as work:
        meldeamt = office(work, "33")
        assert loosen(work, meldeamt, {"L2", "L3"}) == 1
        assert loosen(work, meldeamt, {"L2", "L3"}) == 0
        states = work.session.scalars(select(Assignment.state).where(Assignment.office_id == meldeamt.id))
        assert set(states) == {AssignmentState.PROPOSED}
    assert asked.clock.today == date(2020, 4, 6)
