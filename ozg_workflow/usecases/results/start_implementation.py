"""Start the implementation: one measure per ranked service, one kick-off mail per Dezernat."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Measure, Office, Rollout
from ozg_workflow.domain import german
from ozg_workflow.domain.plan.timeline import Action
from ozg_workflow.domain.post.mail import MailIntent, MailKind
from ozg_workflow.domain.results.implementation import plan_measures
from ozg_workflow.domain.results.prioritisation import Wave
from ozg_workflow.domain.rollout import RolloutConfig
from ozg_workflow.usecases.outbox.queue_mail import queue_mail
from ozg_workflow.usecases.results.evaluate import scores_of
from ozg_workflow.usecases.results.measures import start_due_measures
from ozg_workflow.usecases.results.present import evaluation_or_fail, level_title
from ozg_workflow.usecases.step.context import Context, StepResult, record
from ozg_workflow.usecases.step.rollout_access import Directory, config_of, find_rollout
from ozg_workflow.usecases.survey.levels import last_levels
from ozg_workflow.usecases.timeline.milestones import complete


def start_implementation(ctx: Context) -> StepResult:
    """Plan the measures from the last evaluation and queue the kick-off mails. Raises InputError before the evaluation."""
    result = StepResult(title="Beginn der Umsetzung")
    with ctx.transaction() as session:
        rollout = find_rollout(ctx, session, lock=True)
        config = config_of(ctx, rollout)
        _add_measures(ctx, session, rollout, config, result)
        start_due_measures(ctx, session, rollout, result)
        for intent in _mails(ctx, session, rollout, config):
            queue_mail(ctx, session, rollout, config, intent, result)
        complete(ctx, session, rollout, Action.START_IMPLEMENTATION, result)
    return result


def _add_measures(ctx: Context, session: Session, rollout: Rollout, config: RolloutConfig, result: StepResult) -> None:
    """Add a measure for every ranked service that has none; measures that were agreed stay as they are."""
    scores = scores_of(evaluation_or_fail(session, rollout))
    plans = plan_measures(
        scores,
        config.prioritisation.waves,
        last_levels(session, rollout),
        target_level=config.scale.target_level,
        deadline=config.timeline.due_on(Action.COMPLETE),
        today=ctx.today,
    )
    known = set(session.scalars(select(Measure.service_id).where(Measure.rollout_id == rollout.id)))
    offices = {o.number: o.id for o in session.scalars(select(Office).where(Office.rollout_id == rollout.id))}
    new = [plan for plan in plans if plan.service_id not in known]
    for plan in new:
        session.add(
            Measure(
                rollout_id=rollout.id,
                service_id=plan.service_id,
                office_id=offices[plan.office],
                rank=plan.rank,
                wave=plan.wave,
                starts_on=plan.starts_on,
                target_level=plan.target_level,
                target_on=plan.target_on,
                state=plan.state,
            )
        )
    session.flush()
    if new:
        record(ctx, session, rollout, "measures_planned", ("rollout", rollout.key), f"{len(new)} Maßnahmen")
        result.did(f"{german.count(len(new), 'Maßnahme', 'Maßnahmen')} geplant.")
    else:
        result.say(f"Alle {len(known)} Maßnahmen sind bereits geplant.")
    result.figures = {"measures": len(known) + len(new)}


def _mails(ctx: Context, session: Session, rollout: Rollout, config: RolloutConfig) -> list[MailIntent]:
    directory = Directory(ctx, session, rollout)
    groups: dict[str, list[Measure]] = {}
    for measure in session.scalars(select(Measure).where(Measure.rollout_id == rollout.id).order_by(Measure.rank, Measure.id)):
        groups.setdefault(directory.department_of(measure.office.number).number, []).append(measure)
    return [
        MailIntent(
            kind=MailKind.IMPLEMENTATION_START,
            to=(directory.departments[number].mailbox,),
            recipient=number,
            object_key="umsetzung",
            occasion="beginn",
            values={
                "department_title": directory.departments[number].title,
                "head_name": directory.departments[number].head_name,
                "waves": [values for wave in config.prioritisation.waves if (values := _wave_values(wave, measures))],
                "target_level_title": level_title(config),
                "target_on": config.timeline.due_on(Action.COMPLETE),
            },
        )
        for number, measures in sorted(groups.items())
    ]


def _wave_values(wave: Wave, measures: list[Measure]) -> dict[str, object] | None:
    own = [m for m in measures if m.wave == wave.key]
    if not own:
        return None
    return {
        "title": wave.title,
        "starts_on": date.fromisoformat(wave.starts_on),
        "ends_on": date.fromisoformat(wave.ends_on),
        "measures": [
            {"rank": m.rank, "name": m.service.name, "office": f"Amt {m.office.number}", "target_on": m.target_on} for m in own
        ],
    }
