"""Settle several responsibility cases at once: all to one office, or each as the office that refused has proposed."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import ResponsibilityCase
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.survey.offices.reading import read_office
from ozg_workflow.domain.survey.responsibility import CaseReason, CaseState, office_words
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.cases import decide, refused_by
from ozg_workflow.usecases.survey.named_offices import office_number, proposed
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
    """Return (case, office) for every open case whose text names one office that can be followed; say why the others are left."""
    query = select(ResponsibilityCase).where(
        ResponsibilityCase.rollout_id == work.rollout.id, ResponsibilityCase.state == CaseState.OPEN
    )
    cases = [c for c in work.session.scalars(query.order_by(ResponsibilityCase.id)) if not case_ids or c.id in case_ids]
    if not cases:
        work.say("Es gibt keine offenen Zuständigkeitsfälle.")
    followed = []
    for case in cases:
        office = _plainly_named(work, case)
        if office and not (reason := _reason_to_leave(work.session, case, office)):
            followed.append((case.id, office))
        else:
            work.say(f"Fall {case.id}: „{case.row.service.name}“ bleibt offen, {reason if office else _no_office(work, case)}")
    return followed


def _plainly_named(work: Work, case: ResponsibilityCase) -> str | None:
    """Return the office a case names so that nobody has to read it; what a fill handle may have counted up is never plain."""
    dragged = case.reason_code is CaseReason.DRAGGED
    return None if dragged else read_office(case.named, work.directory.known_offices).office


def _reason_to_leave(session: Session, case: ResponsibilityCase, office: str) -> str:
    if office == case.row.service_list.office.number:
        return "vorgeschlagen ist das Amt, das abgelehnt hat."
    if office in refused_by(session, case.row):
        return f"das vorgeschlagene Amt {office} hat die Leistung bereits abgelehnt."
    return ""


def _no_office(work: Work, case: ResponsibilityCase) -> str:
    """What is not plain is for a person to read; nothing is sent by the dozen on a guess."""
    likely = german.join([office_words(o.number) for o in proposed(work, case)])
    if likely and case.reason_code is CaseReason.DRAGGED:
        return f"die Nummer ist vielleicht nur heruntergezogen (genannt ist {likely})."
    return f"der Text ist nicht eindeutig (vielleicht {likely})." if likely else "es ist kein Amt vorgeschlagen."
