"""The forms that correct an answer or change a measure, filled in from a line of a table."""

from collections.abc import Callable, Iterable
from functools import cache

from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.desk import with_field
from ozg_workflow.domain.survey.answer_line import AnswerLine
from ozg_workflow.usecases.cockpit.choices import Choice
from ozg_workflow.usecases.cockpit.links import change_measure, corrected_answer, service_option
from ozg_workflow.web.forms import Forms
from ozg_workflow.web.room import Visit


class Corrections:
    """The forms that correct the lines of a page, each with office, service and round, its column still open."""

    def __init__(self, visit: Visit, forms: Forms) -> None:
        self._visit, self._forms = visit, forms
        self._of_list = cache(self._open)  # the lines of a list have all but the service in common

    def of(self, line: AnswerLine) -> str:
        """Return the form of a line; empty where the form is not known."""
        return self._of_list(line.office, line.round)(service_option(line.service.ref, self._forms))

    def _open(self, office: str, round_: str) -> Callable[[str], str]:
        fields = self._forms.fields(office=(Choice.OFFICE, office))
        chosen = self._forms.option(Choice.ROUND, round_)
        address = self._visit.form(Deployment.CORRECT_ANSWER, **fields, service=None, chosen_round=chosen)
        return with_field(address, "service")


def correction_forms(visit: Visit, forms: Forms, line: AnswerLine, questions: Iterable[str]) -> dict[str, str]:
    """Return question → the same form with its column. Empty where the form is not known."""
    if not visit.desk.knows(Deployment.CORRECT_ANSWER):
        return {}
    fields = corrected_answer(line.office, line.service.ref, forms) | {"chosen_round": forms.option(Choice.ROUND, line.round)}
    fill = with_field(visit.form(Deployment.CORRECT_ANSWER, **fields, question=None), "question")
    options = {key: forms.text(Choice.QUESTION, key) for key in questions}
    plain = visit.form(Deployment.CORRECT_ANSWER, **fields)  # of a column that is not asked any more
    return {key: fill(option) if option else plain for key, option in options.items()}


def measure_form(visit: Visit, forms: Forms, service: str) -> str:
    """Return the form that changes the measure of a service; empty where the form is not known."""
    if not visit.desk.knows(Deployment.CHANGE_MEASURE):
        return ""
    return visit.form(Deployment.CHANGE_MEASURE, **change_measure(service, forms).parameters)
