"""The organisation of a rollout on one day: its departments, its offices and their addresses."""

from datetime import date

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import OfficeMembership
from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.step.directory import Directory
from tests.usecases.town import Town


def test_an_office_belongs_to_the_dezernat_of_the_day(town: Town) -> None:
    """The Meldeamt moves from Dezernat 2 to Dezernat 1 with the first of May."""
    with town.ctx(preview=True).work() as work:
        office, department = work.directory.offices["33"], work.directory.departments["1"]
        session = work.session
        session.scalars(select(OfficeMembership).where(OfficeMembership.office_id == office.id)).one().valid_to = date(
            2020, 4, 30
        )
        session.add(OfficeMembership(office_id=office.id, department_id=department.id, valid_from=date(2020, 5, 1)))
        session.flush()
        days = (date(2020, 4, 30), date(2020, 5, 1))
        assert [Directory(session, work.rollout, day).department_of("33").number for day in days] == ["2", "1"]
        assert list(work.directory.office_names) == ["10", "20", "33", "34", "50"]
        with pytest.raises(InputError, match="Amt 99 gehört zu keinem Dezernat"):
            work.directory.department_of("99")


def test_the_addresses_of_this_city_are_known_and_no_others(town: Town) -> None:
    with town.ctx().reading() as work:
        known = [
            a for a in ("dez1@bielefeld.example", "krueger@bielefeld.example", "x@bielefeld.example") if work.directory.knows(a)
        ]
    assert known == ["dez1@bielefeld.example", "krueger@bielefeld.example"]


def test_what_only_looks_shows_an_office_of_no_dezernat(town: Town) -> None:
    with town.ctx(preview=True).work() as work:
        assert work.directory.find_department("99") is None
        assert work.directory.find_department("33") is work.directory.department_of("33")
        assert work.directory.department_shown("99") == ("", "")
        department = work.directory.department_of("33")
        assert work.directory.department_shown("33") == (department.number, department.name)


def test_a_dezernat_of_the_past_is_no_choice_and_keeps_its_offices(town: Town) -> None:
    with town.ctx(preview=True).work() as work:
        past = work.directory.department_of("33")
        past.active = False
        assert past.number not in work.directory.department_names
        assert list(work.directory.department_names) == sorted(work.directory.departments.keys() - {past.number})
        assert work.directory.department_shown("33") == (past.number, past.name)
