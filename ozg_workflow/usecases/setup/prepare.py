"""Load or update the configuration into the database; a second run changes nothing and says so."""

import hashlib
import json

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Department, Office, Rollout
from ozg_workflow.domain import german
from ozg_workflow.domain.plan.timeline import Action
from ozg_workflow.domain.rollout import RolloutData
from ozg_workflow.usecases.setup.diff import Diff, apply
from ozg_workflow.usecases.setup.load_milestones import load_deadlines, load_milestones
from ozg_workflow.usecases.setup.load_people import load_memberships, load_people
from ozg_workflow.usecases.setup.load_services import load_services
from ozg_workflow.usecases.setup.succession import follow_successions, with_successors
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.rollout_access import dump_config
from ozg_workflow.usecases.step.work import Work


def prepare(ctx: Context, data: RolloutData) -> StepResult:
    """Bring the database to the state of the configuration. What already happened is never undone."""
    with ctx.transaction() as session:
        rollout, rollout_diff = _rollout(ctx, session, data)
        work = Work(ctx=ctx, session=session, rollout=rollout, title=f"Vorbereitung {data.config.key}")
        data = with_successors(work, data)
        plan, milestones_diff = load_milestones(work, data.config.timeline)
        rollout_diff.changed += apply(work.rollout, {"target_on": plan.due_on(Action.COMPLETE)})
        diffs = {
            "Rollout": rollout_diff,
            "Meilensteine": milestones_diff,
            "Dezernate": load_people(work, Department, data.organisation.departments),
            "Ämter": load_people(work, Office, data.organisation.offices),
            "Zugehörigkeiten": load_memberships(work, data),
            "Nachfolgen": Diff(added=follow_successions(work, data)),
            "Leistungen": load_services(work, data),
            "Fristen": load_deadlines(work, plan),
        }
        for what, diff in diffs.items():
            if diff:
                work.did(diff.text(what))
                work.record("prepared", ("rollout", work.rollout.key), diff.text(what))
    for warning in data.warnings:
        work.say(f"Hinweis: {warning}")
    counts = (
        len(data.config.timeline.milestones),
        len(data.organisation.departments),
        len(data.organisation.offices),
        len(data.services),
    )
    if not work.result.changed:
        work.say("Die Datenbank entspricht bereits der Konfiguration, nichts geändert.")
    work.result.figures = dict(zip(("milestones", "departments", "offices", "services"), counts, strict=True))
    work.say(
        f"{data.config.key}: {german.count(counts[0], 'Meilenstein', 'Meilensteine')}, {german.count(counts[1], 'Dezernat', 'Dezernate')}, "
        f"{german.count(counts[2], 'Amt', 'Ämter')}, {german.count(counts[3], 'Leistung', 'Leistungen')}."
    )
    return work.result


def _rollout(ctx: Context, session: Session, data: RolloutData) -> tuple[Rollout, Diff]:
    config = dump_config(data.config)
    deadline = data.config.timeline.due_on(Action.COMPLETE)
    values = {
        "title": data.config.title,
        "city": data.config.city,
        "config": config,
        "config_hash": hashlib.sha256(json.dumps(config, sort_keys=True).encode()).hexdigest(),
        "target_level": data.config.scale.target_level,
    }
    query = select(Rollout).where(Rollout.key == data.config.key).with_for_update()
    rollout = session.scalar(query)
    if rollout is None:
        rollout = Rollout(key=data.config.key, created_at=ctx.clock(), target_on=deadline, **values)
        try:
            with session.begin_nested():
                session.add(rollout)
        except IntegrityError:  # another worker was faster; on PostgreSQL its insert has ended now
            rollout = session.scalars(query).one()
        else:
            return rollout, Diff(added=1)
    return rollout, Diff(changed=int(apply(rollout, values)))
