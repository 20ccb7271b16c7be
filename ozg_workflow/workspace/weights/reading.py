"""Read `prioritisation.yaml`, or a file of the same form that is compared with the agreed weights and not loaded."""

from pathlib import Path

from ozg_workflow.domain.checks.weights import Surroundings, wave_mistakes, weight_findings
from ozg_workflow.domain.errors import ConfigurationError, InputError, Problem, bundled, why
from ozg_workflow.domain.results.prioritisation import Prioritisation, prioritisation_mistakes
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.workspace.documents import Document, parse, read_yaml


def read_weights(document: Document, questionnaire: Questionnaire | None, problems: list[Problem]) -> Prioritisation | None:
    """Return the plan in a document; what is wrong with it is added to `problems`, None where it cannot be read."""
    loaded = parse(document, Prioritisation, problems)
    if loaded and questionnaire:
        questions = frozenset(q.key for q in questionnaire.questions)
        problems += [document.problem(("criteria", n), message) for n, message in prioritisation_mistakes(loaded, questions)]
    if loaded:
        document.tell(wave_mistakes(loaded), problems, [])
    return loaded


def load_weights_file(path: Path, around: Surroundings) -> tuple[Prioritisation, tuple[str, ...]]:
    """Return the plan in a file and hints about it. Raises ConfigurationError naming all mistakes with file and line."""
    problems: list[Problem] = []
    hints: list[Problem] = []
    try:
        document = read_yaml(path, str(path), problems)
    except OSError as error:
        raise InputError(f"„{path}“ lässt sich nicht lesen: {why(error)}.") from error
    plan = read_weights(document, around.questionnaire, problems)
    if plan and not problems:
        document.tell(weight_findings(plan, around), problems, hints)
    if problems or plan is None:
        raise ConfigurationError(bundled(problems))
    return plan, tuple(map(str, bundled(hints)))
