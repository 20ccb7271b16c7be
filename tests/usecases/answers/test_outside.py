"""The lines about which the portals say something else than their office."""

from ozg_workflow.domain.survey.outside_view import Finding
from ozg_workflow.usecases.answers.outside import outside_rows
from ozg_workflow.usecases.answers.read import AnswerFilter, answer_lines
from tests.usecases.survey.test_portal import imported
from tests.usecases.town import Town


def test_the_lines_of_a_finding(answered: Town) -> None:
    with answered.ctx().reading() as work:
        assert outside_rows(work, Finding.CONTRADICTION) == []
    imported(answered, key="99115002012000", online=True)
    with answered.ctx().reading() as work:
        (row,) = outside_rows(work, Finding.CONTRADICTION)
        (line,) = answer_lines(work, AnswerFilter(finding=Finding.CONTRADICTION))
        assert (line.row_id, line.service.ref) == (row, "L2")
        assert line.outside is not None
        assert line.outside.findings == (Finding.CONTRADICTION, Finding.MISSING_LINK)
        assert answer_lines(work, AnswerFilter(finding=Finding.SDG_DUTY)) == []
