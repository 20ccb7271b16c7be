"""The forms that correct an answer or change a measure, filled in from a line of a table."""

from collections.abc import Iterable
from functools import cache

from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.survey.answer_line import AnswerLine
from ozg_workflow.usecases.cockpit.choices import Choice
from ozg_workflow.usecases.cockpit.links import change_measure, corrected_answer, service_option
from ozg_workflow.web.forms import Forms
from ozg_workflow.web.room import Visit


class Corrections:
    """The forms that correct the lines of a page, each with office, service and round, its column still open."""

    def __init__(self, visit: Visit, forms: Forms) -> None:
        self._visit, self._forms, self._known = visit, forms, visit.desk.knows(Deployment.CORRECT_ANSWER)
        self._of_list = cache(self._read)  # the lines of a list have all but the service in common

    def of(self, line: AnswerLine) -> str:
        """Return the form of a line; empty where the form is not known."""
        if not self._known:
            return ""
        office, round_ = self._of_list(line.office, line.round)
        service = service_option(line.service.ref, self._forms)
        return self._visit.form(Deployment.CORRECT_ANSWER, **office, service=service, chosen_round=round_)

    def _read(self, office: str, round_: str) -> tuple[dict[str, object], str]:
        return self._forms.fields(office=(Choice.OFFICE, office)), self._forms.option(Choice.ROUND, round_)


def correction_forms(visit: Visit, forms: Forms, line: AnswerLine, questions: Iterable[str]) -> dict[str, str]:
    """Return question → the same form with its column. Empty where the form is not known."""
    if not visit.desk.knows(Deployment.CORRECT_ANSWER):
        return {}
    fields = _fields(forms, line)
    return {
        key: visit.form(Deployment.CORRECT_ANSWER, **fields, **forms.fields(question=(Choice.QUESTION, key))) for key in questions
    }


def _fields(forms: Forms, line: AnswerLine) -> dict[str, object]:
    fields = corrected_answer(line.office, line.service.ref, forms)
    return fields | {"chosen_round": forms.option(Choice.ROUND, line.round)}


def measure_form(visit: Visit, forms: Forms, service: str) -> str:
    """Return the form that changes the measure of a service; empty where the form is not known."""
    if not visit.desk.knows(Deployment.CHANGE_MEASURE):
        return ""
    return visit.form(Deployment.CHANGE_MEASURE, **change_measure(service, forms).parameters)
