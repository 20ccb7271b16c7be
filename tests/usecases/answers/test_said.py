"""What was said about lines is read in few questions, whatever their number."""

from sqlalchemy import event

from ozg_workflow.usecases.answers.read import EVERYTHING, Sort, answer_page
from tests.usecases.town import Town


def test_a_page_asks_a_fixed_number_of_questions(returned: Town) -> None:
    def asked_for(size: int) -> int:
        with returned.ctx().reading() as work:
            work.directory.find_department("34")
            statements: list[str] = []
            engine = work.session.get_bind()
            listener = lambda *args: statements.append(args[2])  # noqa: E731
            event.listen(engine, "before_cursor_execute", listener)
            answer_page(work, EVERYTHING, sort=Sort(), page=1, size=size)
            event.remove(engine, "before_cursor_execute", listener)
            return len(statements)

    assert asked_for(1) == asked_for(8) <= 9
