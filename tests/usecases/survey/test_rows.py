"""The rows of a list come with their services, whatever their number, by two questions to the database."""

from sqlalchemy import event, select

from ozg_workflow.database.models import Office, ServiceList
from ozg_workflow.usecases.survey.rows import rows_of
from tests.usecases.town import Town


def test_the_rows_know_their_services_without_a_question_for_each(asked: Town) -> None:
    questions: list[str] = []
    with asked.session() as session:
        service_list = session.scalars(select(ServiceList).join(ServiceList.office).where(Office.number == "33")).one()
        event.listen(session.get_bind(), "before_cursor_execute", lambda *told: questions.append(told[2]))
        names = [row.service.name for row in rows_of(service_list)]
        assert len(names) > 2
        assert len(questions) == 2
        assert [row.service.name for row in rows_of(service_list)] == names
        assert len(questions) == 2, "what is known is not read again"
