"""Load the configuration of a rollout from its folder below `config/`; all mistakes at once."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ozg_workflow.domain.checks.catalogue import catalogue_hints
from ozg_workflow.domain.checks.course import course_findings
from ozg_workflow.domain.checks.timeline import timeline_findings
from ozg_workflow.domain.checks.weights import Surroundings, weight_findings
from ozg_workflow.domain.errors import ConfigurationError, InputError, Problem, bundled
from ozg_workflow.domain.people import name_mistake
from ozg_workflow.domain.plan.calendar import WorkingCalendar
from ozg_workflow.domain.plan.days import DayRule
from ozg_workflow.domain.plan.timeline import Milestone, Precision, ProgressPlan, ReminderPlan, Timeline
from ozg_workflow.domain.results.board.effort import EffortDays
from ozg_workflow.domain.rollout import Contacts, RolloutConfig, RolloutData
from ozg_workflow.domain.survey.criteria.questions import criteria_mistake, with_criteria
from ozg_workflow.domain.survey.late_answers import LateAnswers
from ozg_workflow.domain.survey.maturity import MaturityScale, scale_mistake
from ozg_workflow.domain.survey.questionnaire import Questionnaire, questionnaire_mistakes
from ozg_workflow.domain.survey.responsibility import ForwardRule
from ozg_workflow.workspace.documents import Document, parse, read_yaml
from ozg_workflow.workspace.fingerprint import fingerprint
from ozg_workflow.workspace.leftovers import leftovers
from ozg_workflow.workspace.organisation import ADDRESS, load_catalogue, load_organisation
from ozg_workflow.workspace.solutions import FILE as SOLUTIONS
from ozg_workflow.workspace.solutions import load_solutions
from ozg_workflow.workspace.tables import read_table
from ozg_workflow.workspace.unprintable import Placed, texts_of_document, texts_of_table, unprintable
from ozg_workflow.workspace.weights.reading import read_weights

TABLES = ("organisation.csv", "catalogue.csv", SOLUTIONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class _RolloutFile:
    key: str
    title: str
    city: str
    scale: str
    contacts: Contacts
    allowed_domains: tuple[str, ...] = ()
    forward_rule: ForwardRule = ForwardRule.AUTO_FORWARD
    late_answers: LateAnswers = LateAnswers.OFFER
    portal_prefill: bool = False
    answers_per_hour: int = 20
    retention_days: int = 180
    archive_copy: bool = False
    archive_copy_hours: int = 24
    require_release: bool = False
    board_return_rate: float = 0.8
    effort_days: EffortDays = EffortDays()
    coordinators: tuple[str, ...] = ()
    deputies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _TimelineFile:
    milestones: tuple[Milestone, ...]
    reminders: ReminderPlan
    progress: ProgressPlan = ProgressPlan()
    supplement_working_days: int = 10
    state: str = "NW"
    catholic: bool | None = None
    closed_days: tuple[DayRule, ...] = WorkingCalendar().closed_days
    open_days: tuple[DayRule, ...] = ()


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
    problems: list[Problem] = []
    hints: list[Problem] = []
    prefix = f"config/{folder.name}/"
    documents: list[Document] = []

    def read(name: str) -> Document:
        documents.append(read_yaml(folder / name, prefix + name, problems))
        return documents[-1]

    main = read("rollout.yaml")
    rollout = parse(main, _RolloutFile, problems)
    if rollout:
        problems += _rollout_mistakes(main, rollout)
    timeline = _timeline(read("timeline.yaml"), problems, hints)
    asked = [read("questionnaire.yaml"), read("progress.yaml")]
    questionnaire, progress = (_questionnaire(document, problems) for document in asked)
    weights = read("prioritisation.yaml")
    prioritisation = read_weights(weights, questionnaire, problems)
    scale = _scale(read(rollout.scale), problems) if rollout else None
    for document, loaded in zip(asked, (questionnaire, progress), strict=True):
        if loaded and scale and (mistake := criteria_mistake(loaded, scale)):
            problems.append(document.problem(("criteria",), mistake))
    organisation = load_organisation(folder, prefix, problems)
    placed = load_catalogue(folder, prefix, organisation, problems, hints)
    solutions = load_solutions(folder, prefix, [p.service for p in placed], problems, hints)
    if prioritisation and questionnaire and scale and timeline and not problems:
        around = Surroundings(
            questionnaire=questionnaire,
            scale=scale,
            timeline=timeline,
            services=len(placed),
            offices=frozenset(office.number for office in organisation.offices),
            catalogue=[p.service for p in placed],
        )
        weights.tell(weight_findings(prioritisation, around), problems, hints)
    if problems or not (rollout and timeline and questionnaire and progress and prioritisation and scale):
        raise ConfigurationError(bundled(problems))
    hints += catalogue_hints(prefix + "catalogue.csv", placed, organisation.memberships, timeline)
    texts = _texts(folder, prefix, documents)
    hints += leftovers(rollout.city, texts)
    warnings = [*map(str, bundled(hints)), *(unprintable(texts) if ask_fonts else ())]
    config = RolloutConfig(
        key=rollout.key,
        title=rollout.title,
        city=rollout.city,
        contacts=rollout.contacts,
        timeline=timeline,
        questionnaire=with_criteria(questionnaire, scale),
        progress_questionnaire=with_criteria(progress, scale),
        prioritisation=prioritisation,
        scale=scale,
        allowed_domains=rollout.allowed_domains,
        forward_rule=rollout.forward_rule,
        late_answers=rollout.late_answers,
        portal_prefill=rollout.portal_prefill,
        answers_per_hour=rollout.answers_per_hour,
        retention_days=rollout.retention_days,
        archive_copy=rollout.archive_copy,
        archive_copy_hours=rollout.archive_copy_hours,
        require_release=rollout.require_release,
        board_return_rate=rollout.board_return_rate,
        effort_days=rollout.effort_days,
        coordinators=rollout.coordinators,
        deputies=rollout.deputies,
        solutions=solutions,
    )
    return RolloutData(
        config=config,
        organisation=organisation,
        services=tuple(p.service for p in placed),
        warnings=tuple(warnings),
        fingerprint=read_from,
    )


def _texts(folder: Path, prefix: str, documents: list[Document]) -> list[Placed]:
    tables = ((prefix + name, read_table(folder / name, prefix + name, (), [])) for name in TABLES if (folder / name).exists())
    return [
        *(placed for document in documents for placed in texts_of_document(document)),
        *(placed for name, rows in tables for placed in texts_of_table(name, rows)),
    ]


def _rollout_mistakes(document: Document, rollout: _RolloutFile) -> list[Problem]:
    problems = []
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{1,59}", rollout.key):
        problems.append(document.problem(("key",), "„key“ darf nur Kleinbuchstaben, Ziffern und Bindestriche enthalten."))
    for name in ("sender", "coordinator", "staff_council", "intranet_editors", "executive_board"):
        address = getattr(rollout.contacts, name).email
        if not ADDRESS.fullmatch(address):
            problems.append(document.problem(("contacts", name, "email"), f"„{address}“ ist keine Mailadresse."))
    problems += _people_mistakes(document, rollout)
    if not re.fullmatch(r"[\w.-]+\.yaml", rollout.scale):
        problems.append(document.problem(("scale",), "„scale“ muss der Name einer Datei in diesem Ordner sein."))
    problems += _figure_mistakes(document, rollout)
    if not 0 <= rollout.board_return_rate <= 1:
        problems.append(document.problem(("board_return_rate",), "„board_return_rate“ muss zwischen 0 und 1 liegen."))
    for n, domain in enumerate(rollout.allowed_domains):
        if not re.fullmatch(r"[\w-]+(\.[\w-]+)+", domain):
            message = f"„{domain}“ in allowed_domains ist keine Domäne (wie stadt.example)."
            problems.append(document.problem(("allowed_domains", n), message))
    return problems


def _figure_mistakes(document: Document, rollout: _RolloutFile) -> list[Problem]:
    """Return which figures are below 1 that may not be."""
    figures: dict[tuple[str, ...], int] = {
        **{(name,): getattr(rollout, name) for name in ("answers_per_hour", "retention_days", "archive_copy_hours")},
        **{("effort_days", name): getattr(rollout.effort_days, name) for name in ("easy", "hard")},
    }
    return [document.problem(path, f"„{path[-1]}“ muss mindestens 1 sein.") for path, figure in figures.items() if figure < 1]


def _people_mistakes(document: Document, rollout: _RolloutFile) -> list[Problem]:
    problems = []
    known: set[str] = set()
    for place, names in (("coordinators", rollout.coordinators), ("deputies", rollout.deputies)):
        for n, name in enumerate(names):
            mistake = f"„{name}“ steht zweimal in „coordinators“ und „deputies“." if name in known else name_mistake(name)
            if mistake:
                problems.append(document.problem((place, n), mistake))
            known.add(name)
    return problems


def _timeline(document: Document, problems: list[Problem], hints: list[Problem]) -> Timeline | None:
    problems += _complete_days(document)
    loaded = parse(document, _TimelineFile, problems)
    if loaded is None:
        return None
    timeline = Timeline(
        milestones=loaded.milestones,
        reminders=loaded.reminders,
        progress=loaded.progress,
        supplement_working_days=loaded.supplement_working_days,
        calendar=WorkingCalendar(
            state=loaded.state, catholic=loaded.catholic, closed_days=loaded.closed_days, open_days=loaded.open_days
        ),
    )
    before = len(problems)
    document.tell(timeline_findings(timeline), problems, hints)
    if len(problems) == before:
        document.tell(course_findings(timeline), problems, hints)
    return timeline


def _complete_days(document: Document) -> list[Problem]:
    """Turn a month such as `2020-07` into its first day and a day off such as `12-24` into a rule; tell of months that should be days."""
    problems = []
    data = document.data if isinstance(document.data, dict) else {}
    for n, entry in enumerate(_list(data, "milestones")):
        if isinstance(entry, dict) and re.fullmatch(r"\d{4}-\d{2}", str(entry.get("planned_on"))):
            if entry.get("precision") != Precision.MONTH:
                message = (
                    f"„{entry['planned_on']}“ nennt nur einen Monat; hier gehört ein Tag hin (JJJJ-MM-TT), oder precision: month."
                )
                problems.append(document.problem(("milestones", n, "planned_on"), message))
            entry["planned_on"] = f"{entry['planned_on']}-01"
    for field in ("closed_days", "open_days"):
        days = _list(data, field)
        days[:] = [{"day": day} if isinstance(day, str) else day for day in days]
    return problems


def _list(data: dict[str, Any], field: str) -> list[Any]:
    found = data.get(field)
    return found if isinstance(found, list) else []


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
