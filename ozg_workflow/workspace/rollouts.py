"""Load the configuration of a rollout from its folder below `config/`; all mistakes at once."""

from dataclasses import dataclass, field, fields
from pathlib import Path

from ozg_workflow.domain.catalogue import Service
from ozg_workflow.domain.checks.catalogue import catalogue_hints
from ozg_workflow.domain.checks.weights import Surroundings, weight_findings
from ozg_workflow.domain.errors import ConfigurationError, InputError, Problem, bundled
from ozg_workflow.domain.organisation import Organisation
from ozg_workflow.domain.plan.timeline import Timeline
from ozg_workflow.domain.results.prioritisation import Prioritisation
from ozg_workflow.domain.results.solutions import Solution
from ozg_workflow.domain.rollout import RolloutConfig, RolloutData
from ozg_workflow.domain.survey.criteria.questions import criteria_mistake, with_criteria
from ozg_workflow.domain.survey.maturity import MaturityScale, scale_mistake
from ozg_workflow.domain.survey.questionnaire import Questionnaire, questionnaire_mistakes
from ozg_workflow.workspace.documents import Document, parse, read_yaml
from ozg_workflow.workspace.fingerprint import fingerprint
from ozg_workflow.workspace.leftovers import leftovers
from ozg_workflow.workspace.mailboxes import organisation_hints
from ozg_workflow.workspace.organisation import load_catalogue, load_organisation
from ozg_workflow.workspace.plan.rollout_file import RolloutFile, rollout_mistakes
from ozg_workflow.workspace.plan.timeline_file import read_timeline
from ozg_workflow.workspace.solutions import FILE as SOLUTIONS
from ozg_workflow.workspace.solutions import load_solutions
from ozg_workflow.workspace.tables import read_table
from ozg_workflow.workspace.unprintable import Placed, texts_of_document, texts_of_table, unprintable
from ozg_workflow.workspace.weights.reading import read_weights

TABLES = ("organisation.csv", "catalogue.csv", SOLUTIONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    rollout: RolloutFile
    timeline: Timeline
    questionnaire: Questionnaire
    progress: Questionnaire
    weights: Document
    prioritisation: Prioritisation
    scale: MaturityScale


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """One folder that is being read: its documents, and the mistakes and hints found on the way."""

    folder: Path
    documents: list[Document] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    hints: list[Problem] = field(default_factory=list)

    @property
    def prefix(self) -> str:
        return f"config/{self.folder.name}/"

    def document(self, name: str) -> Document:
        self.documents.append(read_yaml(self.folder / name, self.prefix + name, self.problems))
        return self.documents[-1]


def rollout_folders(home: Path) -> tuple[Path, ...]:
    """Return the folders below `config/` that hold a rollout."""
    config = home / "config"
    return tuple(sorted(p for p in config.iterdir() if (p / "rollout.yaml").exists())) if config.is_dir() else ()


def rollout_key(folder: Path) -> str | None:
    """Return the key that the `rollout.yaml` of a folder names, None when it cannot be read."""
    data = read_yaml(folder / "rollout.yaml", folder.name, []).data
    return str(data["key"]) if isinstance(data, dict) and "key" in data else None


def load_rollouts(home: Path, *, ask_fonts: bool = False) -> tuple[RolloutData, ...]:
    """Load every rollout of the workspace. Raises ConfigurationError naming all mistakes of all of them.

    With `ask_fonts` the warnings name the characters that no font of a PDF has; that starts the typesetter.
    """
    folders = rollout_folders(home)
    if not folders:
        raise InputError(
            f"In „{home / 'config'}“ liegt kein Rollout. Mit „ozg init ORDNER“ entsteht ein Arbeitsverzeichnis mit Beispiel."
        )
    problems: list[Problem] = []
    loaded: list[RolloutData] = []
    for folder in folders:
        try:
            data = load_rollout(folder, ask_fonts=ask_fonts)
        except ConfigurationError as error:
            problems += error.problems
            continue
        if any(other.config.key == data.config.key for other in loaded):
            message = f"Den Rollout „{data.config.key}“ gibt es in zwei Ordnern; „key“ muss eindeutig sein."
            problems.append(
                read_yaml(folder / "rollout.yaml", f"config/{folder.name}/rollout.yaml", problems).problem(("key",), message)
            )
        loaded.append(data)
    if problems:
        raise ConfigurationError(tuple(problems))
    return tuple(loaded)


def load_rollout(folder: Path, *, ask_fonts: bool = False) -> RolloutData:
    """Load one rollout; `ask_fonts` as in `load_rollouts`. Raises ConfigurationError naming all mistakes with file and line."""
    read_from = fingerprint(folder)  # before the files are read: what is saved meanwhile is not loaded
    reading = _Reading(folder=folder)
    prefix, problems, hints = reading.prefix, reading.problems, reading.hints
    plan = _plan(reading)
    organisation = load_organisation(folder, prefix, problems)
    placed = load_catalogue(folder, prefix, organisation, problems, hints)
    services = tuple(p.service for p in placed)
    solutions = load_solutions(folder, prefix, services, problems, hints)
    if plan and not problems:
        plan.weights.tell(weight_findings(plan.prioritisation, _surroundings(plan, organisation, services)), problems, hints)
    if problems or plan is None:
        raise ConfigurationError(bundled(problems))
    hints += organisation_hints(folder, prefix, sender=plan.rollout.contacts.sender.email, domains=plan.rollout.allowed_domains)
    hints += catalogue_hints(prefix + "catalogue.csv", placed, organisation.memberships, plan.timeline)
    texts = _texts(folder, prefix, reading.documents)
    hints += leftovers(plan.rollout.city, texts)
    warnings = (*map(str, bundled(hints)), *(unprintable(texts) if ask_fonts else ()))
    return RolloutData(
        config=_config(plan, solutions), organisation=organisation, services=services, warnings=warnings, fingerprint=read_from
    )


def _plan(reading: _Reading) -> _Plan | None:
    """Return what the YAML files say, None when one of them cannot be used."""
    problems = reading.problems
    main = reading.document("rollout.yaml")
    rollout = parse(main, RolloutFile, problems)
    if rollout:
        problems += rollout_mistakes(main, rollout)
    timeline = read_timeline(reading.document("timeline.yaml"), problems, reading.hints)
    asked = [reading.document("questionnaire.yaml"), reading.document("progress.yaml")]
    questionnaire, progress = (_questionnaire(document, problems) for document in asked)
    weights = reading.document("prioritisation.yaml")
    prioritisation = read_weights(weights, questionnaire, problems)
    scale = _scale(reading.document(rollout.scale), problems) if rollout else None
    for document, loaded in zip(asked, (questionnaire, progress), strict=True):
        if loaded and scale and (mistake := criteria_mistake(loaded, scale)):
            problems.append(document.problem(("criteria",), mistake))
    if not (rollout and timeline and questionnaire and progress and prioritisation and scale):
        return None
    return _Plan(
        rollout=rollout,
        timeline=timeline,
        questionnaire=questionnaire,
        progress=progress,
        weights=weights,
        prioritisation=prioritisation,
        scale=scale,
    )


def _surroundings(plan: _Plan, organisation: Organisation, services: tuple[Service, ...]) -> Surroundings:
    """Return what the weights are looked at beside."""
    return Surroundings(
        questionnaire=plan.questionnaire,
        scale=plan.scale,
        timeline=plan.timeline,
        services=len(services),
        offices=frozenset(office.number for office in organisation.offices),
        catalogue=services,
    )


def _config(plan: _Plan, solutions: tuple[Solution, ...]) -> RolloutConfig:
    """Return the configuration: what `rollout.yaml` says word for word, beside the plan."""
    said = {f.name: getattr(plan.rollout, f.name) for f in fields(plan.rollout) if f.name != "scale"}
    return RolloutConfig(
        **said,
        timeline=plan.timeline,
        questionnaire=with_criteria(plan.questionnaire, plan.scale),
        progress_questionnaire=with_criteria(plan.progress, plan.scale),
        prioritisation=plan.prioritisation,
        scale=plan.scale,
        solutions=solutions,
    )


def _texts(folder: Path, prefix: str, documents: list[Document]) -> list[Placed]:
    tables = ((prefix + name, read_table(folder / name, prefix + name, (), [])) for name in TABLES if (folder / name).exists())
    return [
        *(placed for document in documents for placed in texts_of_document(document)),
        *(placed for name, rows in tables for placed in texts_of_table(name, rows)),
    ]


def _questionnaire(document: Document, problems: list[Problem]) -> Questionnaire | None:
    if loaded := parse(document, Questionnaire, problems):
        if loaded.scale:
            problems.append(document.problem(("scale",), "„scale“ gehört in rollout.yaml."))
        problems += [document.problem(("questions", n), message) for n, message in questionnaire_mistakes(loaded)]
    return loaded


def _scale(document: Document, problems: list[Problem]) -> MaturityScale | None:
    if (loaded := parse(document, MaturityScale, problems)) and (mistake := scale_mistake(loaded)):
        problems.append(document.problem(("levels",), mistake))
    return loaded
