"""Load or update the configuration into the database; a second run changes nothing and says so."""

import hashlib
import json
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Department, Office, Rollout
from ozg_workflow.domain import german
from ozg_workflow.domain.consequences import ConsequenceKind, of_dates, of_solutions
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.plan.timeline import Timeline
from ozg_workflow.domain.results.solutions import Solution
from ozg_workflow.domain.rollout import RolloutData
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.usecases.setup.diff import Diff, apply
from ozg_workflow.usecases.setup.follow_catalogue import Followed
from ozg_workflow.usecases.setup.load_milestones import load_deadlines, load_milestones
from ozg_workflow.usecases.setup.load_people import load_memberships, load_people
from ozg_workflow.usecases.setup.load_services import load_services, recognise_services
from ozg_workflow.usecases.setup.load_weights import load_weights
from ozg_workflow.usecases.setup.measures_follow import measures_follow, owners
from ozg_workflow.usecases.setup.scales.change_scale import load_scale
from ozg_workflow.usecases.setup.succession import follow_successions, with_successors
from ozg_workflow.usecases.setup.taken_rows import why_to_ask
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.keep_copy import BEFORE_PREPARE, keep_copy
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.rollout_access import config_of, dump_config
from ozg_workflow.usecases.step.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class _Before:
    """What a rollout was loaded with: its plan in force, scale and solutions, None where it is new, the same, or cannot be read."""

    plan: Timeline | None = None
    scale: MaturityScale | None = None
    solutions: tuple[Solution, ...] | None = None

    @classmethod
    def of(cls, rollout: Rollout) -> "_Before":
        """Read it from the rollout."""
        try:
            config = config_of(rollout)
        except InputError:
            return cls()
        return cls(plan=config.timeline, scale=config.scale, solutions=config.solutions)


def prepare(ctx: Context, data: RolloutData, *, confirmed: bool = False) -> StepResult:
    """Bring the database to the state of the configuration. What already happened is never undone.

    The result names every consequence. Before anything changes the database is copied to `var/backups`. Raises InputError, nothing
    changed, where rows of lists that are out would be taken from their offices and that is not `confirmed`; a preview shows them.
    """
    with ctx.transaction() as session:
        rollout, diff, was = _rollout(ctx, session, data)
        work = Work(ctx=ctx, session=session, rollout=rollout, title=f"Vorbereitung {data.config.key}")
        load_weights(work, data.config.prioritisation)
        load_scale(work, was.scale, data.config.scale)
        taken = _load(work, data, diff, was)
        _ask(work, taken, confirmed=confirmed)
        if work.result.changed and not diff.added and not ctx.preview:
            copy = keep_copy(work, BEFORE_PREPARE)
            work.say(f"Vorher gesichert: {copy}")
    _tell(work, data)
    return work.result


def _ask(work: Work, taken: Followed, *, confirmed: bool) -> None:
    reason = "" if confirmed else why_to_ask(taken)
    if reason and not work.ctx.preview:
        raise InputError(reason)
    if reason:
        work.say(f"Das verlangt eine Bestätigung. {reason}")


def _load(work: Work, data: RolloutData, rollout: Diff, before: _Before) -> Followed:
    """Load all kinds of objects, and tell what changed; return the rows that left lists or came back."""
    recognised, had = recognise_services(work, data.services), owners(work)
    data = with_successors(work, data)
    plan, milestones = load_milestones(work, data.config.timeline)
    milestones.named = of_dates(before.plan, plan) if before.plan else []
    rollout.changed += apply(work.rollout, {"target_on": plan.due_on(Action.COMPLETE)})
    departments = load_people(work, Department, data.organisation.departments)
    offices = load_people(work, Office, data.organisation.offices)
    memberships = load_memberships(work, data)
    successions = follow_successions(work, data)
    services, followed = load_services(work, data.services, recognised)
    diffs = {
        "Rollout": rollout,
        "Meilensteine": milestones,
        "Dezernate": departments,
        "Ämter": offices,
        "Zugehörigkeiten": memberships,
        "Nachfolgen": successions,
        "Leistungen": services,
        "Kennungen der Leistungen": recognised.refs,
        "Maßnahmen": measures_follow(work, had),
        "Fristen": load_deadlines(work, plan),
        "Lösungen": _solutions(before.solutions, data.config.solutions),
    }
    for what, diff in diffs.items():
        if diff:
            work.did(diff.text(what))
            work.record("prepared", ("rollout", work.rollout.key), diff.text(what))
    named = [item for diff in diffs.values() for item in diff.named]
    work.result.consequences = [] if rollout.added else named  # of a rollout that is new everything is
    return followed


def _solutions(before: tuple[Solution, ...] | None, now: tuple[Solution, ...]) -> Diff:
    named = [] if before is None else of_solutions(before, now)
    kinds = [item.kind for item in named]
    return Diff(
        added=kinds.count(ConsequenceKind.SOLUTION_NEW),
        changed=kinds.count(ConsequenceKind.SOLUTION_CHANGED),
        removed=kinds.count(ConsequenceKind.SOLUTION_GONE),
        named=named,
    )


def _tell(work: Work, data: RolloutData) -> None:
    for warning in data.warnings:
        work.say(f"Hinweis: {warning}")
    if not work.result.changed:
        work.say("Die Datenbank entspricht bereits der Konfiguration, nichts geändert.")
    for figure, number in _figures(data).items():
        work.count(figure, number)
    work.say(figures_line(data))


def _figures(data: RolloutData) -> dict[str, int]:
    return {
        "milestones": len(data.config.timeline.milestones),
        "departments": len(data.organisation.departments),
        "offices": len(data.organisation.offices),
        "services": len(data.services),
    }


def figures_line(data: RolloutData) -> str:
    """Return how much a configuration holds, in German."""
    milestones, departments, offices, services = _figures(data).values()
    return (
        f"{data.config.key}: {german.count(milestones, 'Meilenstein', 'Meilensteine')}, "
        f"{german.count(departments, 'Dezernat', 'Dezernate')}, {german.count(offices, 'Amt', 'Ämter')}, "
        f"{german.count(services, 'Leistung', 'Leistungen')}."
    )


def _rollout(ctx: Context, session: Session, data: RolloutData) -> tuple[Rollout, Diff, _Before]:
    """Bring the rollout itself to the configuration; return also what was in force, where the configuration has changed."""
    config = dump_config(data.config)
    values = {
        "title": data.config.title,
        "city": data.config.city,
        "config": config,
        "config_hash": hashlib.sha256(json.dumps(config, sort_keys=True).encode()).hexdigest(),
        "target_level": data.config.scale.target_level,
    }
    loaded_from = {"files_hash": data.fingerprint} if data.fingerprint else {}
    query = select(Rollout).where(Rollout.key == data.config.key).with_for_update()
    rollout = session.scalar(query)
    if rollout is None:
        deadline = data.config.timeline.due_on(Action.COMPLETE)
        rollout = Rollout(key=data.config.key, created_at=ctx.clock(), target_on=deadline, **values, **loaded_from)
        try:
            with session.begin_nested():
                session.add(rollout)
        except IntegrityError:  # another worker was faster; on PostgreSQL its insert has ended now
            rollout = session.scalars(query).one()
        else:
            return rollout, Diff(added=1), _Before()
    same = rollout.config_hash == values["config_hash"]
    before = _Before() if same else _Before.of(rollout)
    apply(rollout, loaded_from)  # other blanks or comments in a file change nothing else
    return rollout, Diff(changed=int(apply(rollout, values))), before
