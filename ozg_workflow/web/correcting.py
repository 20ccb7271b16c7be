"""The forms that correct an answer or change a measure, filled in from a line of a table."""

from collections.abc import Iterable

from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.survey.answer_line import AnswerLine
from ozg_workflow.usecases.cockpit.choices import Choice
from ozg_workflow.usecases.cockpit.links import change_measure, corrected_answer
from ozg_workflow.web.forms import Forms
from ozg_workflow.web.room import Visit


def correction_form(visit: Visit, forms: Forms, line: AnswerLine) -> str:
    """Return the form with office, service and round, its column still open. Empty where the form is not known."""
    return visit.form(Deployment.CORRECT_ANSWER, **_fields(forms, line)) if visit.desk.knows(Deployment.CORRECT_ANSWER) else ""


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
