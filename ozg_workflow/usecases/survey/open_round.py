"""Ask again: a second survey of the same rollout, its lists filled in with the last answers."""

from datetime import date

from sqlalchemy import func, select

from ozg_workflow.database.models import ResponsibilityCase, Round
from ozg_workflow.domain import german
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.plan.timeline import Timeline
from ozg_workflow.domain.survey.responsibility import CaseState
from ozg_workflow.domain.survey.service_list import RoundKind
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.rollout_access import dump_questionnaire
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.manage_rounds import close
from ozg_workflow.usecases.survey.questions.rounds import find_round, missing_lists, survey_round
from ozg_workflow.usecases.survey.send_lists import dispatch_lists


def open_round(ctx: Context, due_on: date, *, title: str = "", previous: str | None = None) -> StepResult:
    """Open a further survey round and queue its lists; the same call again only finishes what was interrupted.

    `previous` is the round whose answers it repeats, by default the newest survey; that one is closed. Raises InputError
    before the first survey, for a day that is over, and while lists of the running round are missing.
    """
    with ctx.work("Erhebung wiederholen") as work:
        newest = survey_round(work)
        if newest is None:
            raise InputError("Es gibt noch keine Erhebung, die wiederholt werden könnte; die erste beginnt mit „ozg send-lists“.")
        if _is_this(newest, due_on):
            work.say(f"Die Runde „{newest.key}“ ist bereits eröffnet.")
            round_ = newest
        else:
            round_ = _open(work, newest, due_on, title, previous)
        dispatch_lists(work, round_)
        _mention_open_cases(work)
    return work.result


def _is_this(newest: Round, due_on: date) -> bool:
    return newest.previous_id is not None and newest.closed_at is None and newest.due_on == due_on


def _open(work: Work, newest: Round, due_on: date, title: str, previous: str | None) -> Round:
    before = find_round(work, previous)
    if before.kind is not RoundKind.SURVEY:
        raise InputError(f"Die Runde „{before.key}“ ist keine Erhebung und kann nicht wiederholt werden.")
    if due_on <= work.today:
        raise InputError(f"Die Frist muss nach heute liegen; der {german.short_date(due_on)} tut es nicht.")
    if newest.closed_at is None:
        _close_finished(work, newest)
    surveys = select(func.count(Round.id)).where(Round.rollout_id == work.rollout.id, Round.kind == RoundKind.SURVEY)
    number = 1 + (work.session.scalar(surveys) or 0)
    round_ = Round(
        rollout_id=work.rollout.id,
        key=f"erhebung-{number}",
        kind=RoundKind.SURVEY,
        title=title or f"{number}. Erhebung",
        opened_on=work.today,
        due_on=due_on,
        responsibility_due_on=responsibility_due_on(work.config.timeline, due_on, work.today),
        questionnaire=dump_questionnaire(work.config.questionnaire),
        previous_id=before.id,
    )
    work.session.add(round_)
    work.session.flush()
    text = f"{round_.title}, Frist {german.short_date(due_on)}, vorbelegt aus „{before.key}“"
    data = {"due_on": due_on.isoformat(), "previous": before.key, "title": round_.title}
    work.record("round_opened", ("round", round_.key), text, data)
    work.did(f"Runde „{round_.key}“ eröffnet: {text}.")
    work.say("Auswertung, Vorlage, Beschluss und Maßnahmen gehören ab jetzt zu dieser Runde; was zuvor galt, bleibt lesbar.")
    return round_


def _close_finished(work: Work, newest: Round) -> None:
    """Close the running round, because nothing is missing any more. Raises InputError while something is."""
    missing = len(missing_lists(work.session, newest))
    if missing:
        raise InputError(
            f"Die Runde „{newest.key}“ läuft noch ({german.count(missing, 'Liste fehlt', 'Listen fehlen')}). "
            f"Bitte zuerst diese Runde schließen (Ablauf „{Deployment.CLOSE_ROUND}“ oder „ozg round close {newest.key}“)."
        )
    close(work, newest, "")


def responsibility_due_on(timeline: Timeline, due_on: date, today: date) -> date:
    """Return the deadline for wrong responsibilities of a repeated round: as long before its end as in the plan, and never over."""
    plan = timeline.due_on(Action.RESPONSIBILITY_DEADLINE), timeline.due_on(Action.RETURN_DEADLINE)
    gap = len(timeline.calendar.days_between(*plan)) - 1
    wanted = timeline.calendar.shift(due_on, -max(gap, 0))
    return wanted if wanted > today else due_on


def _mention_open_cases(work: Work) -> None:
    query = select(func.count(ResponsibilityCase.id)).where(
        ResponsibilityCase.rollout_id == work.rollout.id, ResponsibilityCase.state == CaseState.OPEN
    )
    if number := work.session.scalar(query):
        cases = german.count(number, "offener Zuständigkeitsfall", "offene Zuständigkeitsfälle")
        work.say(f"Hinweis: {cases}; diese Leistungen stehen auf keiner Liste, bis sie entschieden sind (Nachtrag).")
