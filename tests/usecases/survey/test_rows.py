"""What is printed of the services of a list is read with one question to the database, whatever their number."""

from sqlalchemy import event, select

from ozg_workflow.database.models import Office, ServiceList
from ozg_workflow.usecases.survey.rows import PrintedService, services_of
from tests.usecases.town import Town


def test_the_services_of_a_list_are_known_without_a_question_for_each(asked: Town) -> None:
    questions: list[str] = []
    with asked.session() as session:
        service_list = session.scalars(select(ServiceList).join(ServiceList.office).where(Office.number == "33")).one()
        event.listen(session.get_bind(), "before_cursor_execute", lambda *told: questions.append(told[2]))
        found = services_of(session, service_list)
        assert len(questions) == 1
        assert len(found) > 2
        assert found == {row.id: _by_objects(row.service) for row in service_list.rows}


def _by_objects(service: object) -> PrintedService:
    return PrintedService(*(getattr(service, name) for name in PrintedService._fields))
