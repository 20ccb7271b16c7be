"""Settle several responsibility cases at once: all to one office, or each as the office that refused has proposed."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import ResponsibilityCase
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.survey.responsibility import CaseState
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.cases import decide, office_number, refused_by
from ozg_workflow.usecases.survey.rounds import survey_round
from ozg_workflow.usecases.survey.send_lists import dispatch_lists


def decide_cases(ctx: Context, case_ids: Sequence[int], office: str = "", *, all_proposed: bool = False) -> StepResult:
    """Settle the cases and queue the Nachträge that follow, all of it or nothing.

    With `all_proposed` every open case (or those of `case_ids`) goes to the office that was named in it. Raises InputError for
    unknown cases and offices and when neither or both ways are asked for.
    """
    if all_proposed == bool(office):
        raise InputError("Bitte entweder ein Amt nennen oder den Vorschlägen folgen.")
    if not all_proposed and not case_ids:
        raise InputError("Bitte mindestens einen Fall nennen.")
    with ctx.work("Zuständigkeit entscheiden") as work:
        if all_proposed:
            chosen = _proposed(work, case_ids)
        else:
            number = office_number(work.directory, office)
            chosen = [(case_id, number) for case_id in dict.fromkeys(case_ids)]
        for case_id, number in chosen:
            decide(work, case_id, number)
        round_ = survey_round(work)
        if work.result.changed and round_:
            dispatch_lists(work, round_)
    return work.result


def _proposed(work: Work, case_ids: Sequence[int]) -> list[tuple[int, str]]:
    """Return (case, office) for every open case with a proposal that can be followed; say why the others are left."""
    query = select(ResponsibilityCase).where(
        ResponsibilityCase.rollout_id == work.rollout.id, ResponsibilityCase.state == CaseState.OPEN
    )
    cases = [c for c in work.session.scalars(query.order_by(ResponsibilityCase.id)) if not case_ids or c.id in case_ids]
    if not cases:
        work.say("Es gibt keine offenen Zuständigkeitsfälle.")
    followed = []
    for case in cases:
        if reason := _reason_to_leave(work.session, case):
            work.say(f"Fall {case.id}: „{case.row.service.name}“ bleibt offen, {reason}")
        else:
            followed.append((case.id, str(case.proposed_office)))
    return followed


def _reason_to_leave(session: Session, case: ResponsibilityCase) -> str:
    if case.proposed_office is None:
        return "es ist kein Amt vorgeschlagen."
    if case.proposed_office == case.row.service_list.office.number:
        return "vorgeschlagen ist das Amt, das abgelehnt hat."
    if case.proposed_office in refused_by(session, case.row):
        return f"das vorgeschlagene Amt {case.proposed_office} hat die Leistung bereits abgelehnt."
    return ""
