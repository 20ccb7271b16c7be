"""Load the configuration of a rollout from its folder below `config/`; all mistakes at once."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ozg_workflow.domain.errors import ConfigurationError, InputError, Problem
from ozg_workflow.domain.people import name_mistake
from ozg_workflow.domain.plan.calendar import WorkingCalendar, states
from ozg_workflow.domain.plan.timeline import Action, Milestone, Precision, ProgressPlan, ReminderPlan, Timeline, order_mistakes
from ozg_workflow.domain.post.mails.registry import REMINDER_KINDS
from ozg_workflow.domain.results.prioritisation import Prioritisation, prioritisation_mistakes
from ozg_workflow.domain.rollout import Contacts, RolloutConfig, RolloutData
from ozg_workflow.domain.survey.maturity import MaturityScale, scale_mistake
from ozg_workflow.domain.survey.questionnaire import Questionnaire, questionnaire_mistakes
from ozg_workflow.domain.survey.responsibility import ForwardRule
from ozg_workflow.workspace.documents import Document, parse, read_yaml
from ozg_workflow.workspace.organisation import ADDRESS, load_catalogue, load_organisation
from ozg_workflow.workspace.tables import read_table
from ozg_workflow.workspace.unprintable import texts_of_document, texts_of_table, unprintable

SINGLE_ACTIONS = (
    Action.SEND_LISTS,
    Action.COLLECT,
    Action.RESPONSIBILITY_DEADLINE,
    Action.RETURN_DEADLINE,
    Action.EVALUATE,
    Action.PRESENT,
    Action.START_IMPLEMENTATION,
    Action.COMPLETE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _RolloutFile:
    key: str
    title: str
    city: str
    scale: str
    contacts: Contacts
    allowed_domains: tuple[str, ...] = ()
    forward_rule: ForwardRule = ForwardRule.AUTO_FORWARD
    answers_per_hour: int = 20
    retention_days: int = 180
    archive_copy: bool = False
    archive_copy_hours: int = 24
    require_release: bool = False
    coordinators: tuple[str, ...] = ()
    deputies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _TimelineFile:
    milestones: tuple[Milestone, ...]
    reminders: ReminderPlan
    progress: ProgressPlan = ProgressPlan()
    supplement_working_days: int = 10
    state: str = "NW"
    closed_days: tuple[str, ...] = ("12-24", "12-31")


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
    problems: list[Problem] = []
    warnings: list[str] = []
    prefix = f"config/{folder.name}/"
    documents: list[Document] = []

    def read(name: str) -> Document:
        documents.append(read_yaml(folder / name, prefix + name, problems))
        return documents[-1]

    main = read("rollout.yaml")
    rollout = parse(main, _RolloutFile, problems)
    if rollout:
        problems += _rollout_mistakes(main, rollout)
    timeline = _timeline(read("timeline.yaml"), problems)
    questionnaire = _questionnaire(read("questionnaire.yaml"), problems)
    progress = _questionnaire(read("progress.yaml"), problems)
    prioritisation = _prioritisation(read("prioritisation.yaml"), questionnaire, problems)
    scale = _scale(read(rollout.scale), problems) if rollout else None
    organisation = load_organisation(folder, prefix, problems)
    services = load_catalogue(folder, prefix, organisation, problems, warnings)
    if problems or not (rollout and timeline and questionnaire and progress and prioritisation and scale):
        raise ConfigurationError(tuple(dict.fromkeys(problems)))
    warnings += _unprintable(folder, prefix, documents) if ask_fonts else []
    config = RolloutConfig(
        key=rollout.key,
        title=rollout.title,
        city=rollout.city,
        contacts=rollout.contacts,
        timeline=timeline,
        questionnaire=questionnaire,
        progress_questionnaire=progress,
        prioritisation=prioritisation,
        scale=scale,
        allowed_domains=rollout.allowed_domains,
        forward_rule=rollout.forward_rule,
        answers_per_hour=rollout.answers_per_hour,
        retention_days=rollout.retention_days,
        archive_copy=rollout.archive_copy,
        archive_copy_hours=rollout.archive_copy_hours,
        require_release=rollout.require_release,
        coordinators=rollout.coordinators,
        deputies=rollout.deputies,
    )
    return RolloutData(config=config, organisation=organisation, services=services, warnings=tuple(warnings))


def _unprintable(folder: Path, prefix: str, documents: list[Document]) -> list[str]:
    """Return which characters of the files no font of a PDF has."""
    tables = ((prefix + name, read_table(folder / name, prefix + name, (), [])) for name in ("organisation.csv", "catalogue.csv"))
    return unprintable(
        [
            *(placed for document in documents for placed in texts_of_document(document)),
            *(placed for name, rows in tables for placed in texts_of_table(name, rows)),
        ]
    )


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
    if rollout.archive_copy_hours < 1:
        problems.append(document.problem(("archive_copy_hours",), "„archive_copy_hours“ muss mindestens 1 sein."))
    return problems


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


def _timeline(document: Document, problems: list[Problem]) -> Timeline | None:
    _complete_months(document.data)
    loaded = parse(document, _TimelineFile, problems)
    if loaded is None:
        return None
    timeline = Timeline(
        milestones=loaded.milestones,
        reminders=loaded.reminders,
        progress=loaded.progress,
        supplement_working_days=loaded.supplement_working_days,
        calendar=WorkingCalendar(state=loaded.state, closed_days=loaded.closed_days),
    )
    problems += [document.problem(("milestones", n, "planned_on"), message) for n, message in order_mistakes(timeline.milestones)]
    problems += _timeline_mistakes(document, timeline)
    return timeline


def _complete_months(data: object) -> None:
    """Turn `2020-07` into the first of the month; the precision says that only the month is meant."""
    milestones = data.get("milestones") if isinstance(data, dict) else None
    for entry in milestones if isinstance(milestones, list) else ():
        if isinstance(entry, dict) and re.fullmatch(r"\d{4}-\d{2}", str(entry.get("planned_on"))):
            entry["planned_on"] = f"{entry['planned_on']}-01"


def _action_mistakes(document: Document, timeline: Timeline) -> list[Problem]:
    problems = []
    for action in SINGLE_ACTIONS:
        if len(timeline.of(action)) != 1:
            problems.append(
                document.problem(
                    ("milestones",),
                    f"Es muss genau einen Meilenstein mit action: {action} geben, nicht {len(timeline.of(action))}.",
                )
            )
    if timeline.calendar.state not in states():
        problems.append(document.problem(("state",), f"„{timeline.calendar.state}“ ist kein Kürzel eines Landes (z. B. NW)."))
    for n, day in enumerate(timeline.calendar.closed_days):
        if not re.fullmatch(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", day):
            problems.append(document.problem(("closed_days", n), f"„{day}“ in closed_days ist kein Tag im Format MM-TT."))
    return problems


def _timeline_mistakes(document: Document, timeline: Timeline) -> list[Problem]:
    problems = _action_mistakes(document, timeline)
    keys = [m.key for m in timeline.milestones]
    for n, milestone in enumerate(timeline.milestones):
        if keys.index(milestone.key) != n:
            problems.append(document.problem(("milestones", n, "key"), f"Den Meilenstein „{milestone.key}“ gibt es zweimal."))
        if (milestone.action is Action.EVENT) != (milestone.event is not None):
            problems.append(
                document.problem(("milestones", n), f"„{milestone.title}“: „event“ gehört zu action: event und nur dorthin.")
            )
        if milestone.event and milestone.event.ends_at <= milestone.event.starts_at:
            problems.append(document.problem(("milestones", n, "event"), f"„{milestone.title}“ endet vor dem Beginn."))
        if milestone.precision is Precision.MONTH and milestone.planned_on.day != 1:
            problems.append(
                document.problem(("milestones", n, "planned_on"), "Zu precision: month gehört ein Monat wie 2020-07.")
            )
    for n, step in enumerate(timeline.reminders.steps):
        deadline = timeline.get(step.milestone)
        if deadline is None or deadline.action not in (Action.RESPONSIBILITY_DEADLINE, Action.RETURN_DEADLINE):
            problems.append(
                document.problem(
                    ("reminders", "steps", n, "milestone"),
                    f"„{step.milestone}“ ist keine Frist, an die erinnert wird (Zuständigkeit oder Rücksendung).",
                )
            )
        if step.mail not in REMINDER_KINDS:
            problems.append(document.problem(("reminders", "steps", n, "mail"), f"„{step.mail}“ ist keine Erinnerungsmail."))
    return problems


def _questionnaire(document: Document, problems: list[Problem]) -> Questionnaire | None:
    loaded = parse(document, Questionnaire, problems)
    if loaded:
        problems += [document.problem(("questions", n), message) for n, message in questionnaire_mistakes(loaded)]
    return loaded


def _prioritisation(document: Document, questionnaire: Questionnaire | None, problems: list[Problem]) -> Prioritisation | None:
    loaded = parse(document, Prioritisation, problems)
    if loaded and questionnaire:
        questions = frozenset(q.key for q in questionnaire.questions)
        problems += [document.problem(("criteria", n), message) for n, message in prioritisation_mistakes(loaded, questions)]
    if loaded:
        problems += _wave_mistakes(document, loaded)
    return loaded


def _wave_mistakes(document: Document, plan: Prioritisation) -> list[Problem]:
    problems = [] if plan.waves else [document.problem(("waves",), "Es muss mindestens eine Welle geben.")]
    for n, wave in enumerate(plan.waves):
        try:
            starts_on, ends_on = date.fromisoformat(wave.starts_on), date.fromisoformat(wave.ends_on)
        except ValueError:
            message = f"Welle „{wave.key}“: „starts_on“ und „ends_on“ müssen ein Datum sein (JJJJ-MM-TT)."
        else:
            message = f"Welle „{wave.key}“ endet vor ihrem Beginn." if ends_on < starts_on else ""
        if message:
            problems.append(document.problem(("waves", n), message))
    return problems


def _scale(document: Document, problems: list[Problem]) -> MaturityScale | None:
    loaded = parse(document, MaturityScale, problems)
    if loaded and (mistake := scale_mistake(loaded)):
        problems.append(document.problem(("levels",), mistake))
    return loaded
