"""Which rows of a return become cases, in one go."""

from typing import Any

import pytest
from sqlalchemy import event, select

from ozg_workflow.database.models import Event, Service, ServiceListRow
from ozg_workflow.domain.survey.service_list import RowState
from ozg_workflow.usecases.step.rollout_access import questionnaire_of
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.cases import list_cases
from ozg_workflow.usecases.survey.open_cases import Touched, open_cases
from tests.usecases.town import Town, not_ours

pytestmark = pytest.mark.both_databases


def opened(town: Town) -> list[str]:
    with town.session() as session:
        return list(session.scalars(select(Event.text).where(Event.verb == "case_opened").order_by(Event.id)))


def test_each_refused_row_of_a_list_is_a_case_and_each_is_told(asked: Town) -> None:
    asked.send_back("50", {1: not_ours("Amt 34"), 2: not_ours()})
    asked.do("collect")
    assert [(case.id, str(case.state), case.settled_office) for case in list_cases(asked.ctx())] == [
        (2, "open", None),
        (1, "settled", "34"),
    ]
    assert [text.partition(": ")[0] for text in opened(asked)] == [row.service.name for row in asked.rows("50").values()]


def test_what_an_office_says_again_is_not_opened_twice(asked: Town) -> None:
    for _ in range(2):
        asked.clock.wait(hours=1)
        asked.send_back("50", {2: not_ours("Amt 34")})
        asked.do("collect")
    assert len(opened(asked)) == 1


def test_new_cases_are_written_in_one_statement(asked: Town) -> None:
    said: list[str] = []

    def note(*told: Any) -> None:
        said.append(told[2])

    asked.send_back("50", {1: not_ours(), 2: not_ours()})
    event.listen(asked.app.engine, "before_cursor_execute", note)
    asked.do("collect")
    assert sum(words.startswith("INSERT INTO responsibility_case") for words in said) == 1


def touched(work: Work, doubt: str = "") -> Touched:
    """The second row of the Sozialamt."""
    query = select(ServiceListRow).join(ServiceListRow.service).where(Service.ref == "L8")
    return Touched(row=work.session.scalars(query).one(), doubt=doubt)


def test_where_there_is_a_doubt_a_person_decides(asked: Town) -> None:
    with asked.ctx().work() as work:
        item = touched(work, "Die Nummern zählen hoch.")
        item.row.answers, item.row.state = {"responsible": "nein", "proposed_office": "Amt 34"}, RowState.DISPUTED
        open_cases(work, questionnaire_of(item.row.service_list.round), [item])
    (case,) = list_cases(asked.ctx())
    assert (str(case.state), case.reason, case.reason_code) == ("open", "Die Nummern zählen hoch.", "dragged")


def test_nothing_refused_opens_nothing(asked: Town) -> None:
    with asked.ctx().work() as work:
        open_cases(work, questionnaire_of(touched(work).row.service_list.round), [])
    assert (list_cases(asked.ctx()), opened(asked)) == ((), [])
