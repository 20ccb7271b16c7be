"""Settle several responsibility cases at once: all to one office or to none of this city, or each as was proposed; or open them again."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import ResponsibilityCase
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.survey.cells import says_nothing
from ozg_workflow.domain.survey.offices.reading import read_office
from ozg_workflow.domain.survey.responsibility import LONGEST_BODY, CaseReason, CaseState, office_words
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.cases import refused_by
from ozg_workflow.usecases.survey.deciding.decide import Decision, decide
from ozg_workflow.usecases.survey.deciding.reopen import reopen
from ozg_workflow.usecases.survey.deciding.rows_of_service import Told
from ozg_workflow.usecases.survey.deciding.tell_offices import tell_offices
from ozg_workflow.usecases.survey.named_offices import office_number, proposed
from ozg_workflow.usecases.survey.questions.rounds import survey_round
from ozg_workflow.usecases.survey.send_lists import dispatch_lists

DECIDE: Final = "Zuständigkeit entscheiden"


def decide_cases(
    ctx: Context, case_ids: Sequence[int], office: str = "", *, all_proposed: bool = False, note: str = ""
) -> StepResult:
    """Settle the cases and queue the Nachträge that follow, all of it or nothing.

    With `all_proposed` every open case (or those of `case_ids`) goes to the office that was named in it. Raises InputError for
    unknown cases and offices and when neither or both ways are asked for.
    """
    if all_proposed == bool(office):
        raise InputError("Bitte entweder ein Amt nennen oder den Vorschlägen folgen.")
    if not all_proposed:
        _require(case_ids)
    with ctx.work(DECIDE) as work:
        if all_proposed:
            chosen = _proposed(work, case_ids)
        else:
            decision = Decision(office=office_number(work.directory, office), note=_on_one_line(note))
            chosen = [(case_id, decision) for case_id in dict.fromkeys(case_ids)]
        _follow_up(work, [item for case_id, decision in chosen for item in decide(work, case_id, decision)])
    return work.result


def decide_elsewhere(ctx: Context, case_ids: Sequence[int], body: str, note: str = "") -> StepResult:
    """Settle the cases with no office of this city, all or none; `body` is who has the services, empty where nobody knows.

    Raises InputError for unknown cases, those that are settled otherwise, and a name that is too long.
    """
    _require(case_ids)
    decision = Decision(office=None, body=_on_one_line(body), note=_on_one_line(note))
    if len(decision.body) > LONGEST_BODY:
        raise InputError(f"Der Name der zuständigen Stelle darf höchstens {LONGEST_BODY} Zeichen haben.")
    with ctx.work(DECIDE) as work:
        _follow_up(work, [item for case_id in dict.fromkeys(case_ids) for item in decide(work, case_id, decision)])
    return work.result


def reopen_cases(ctx: Context, case_ids: Sequence[int], note: str) -> StepResult:
    """Open settled cases again, all or none; who had got a service by one of them and has not answered is told.

    Raises InputError without a note, without a case and for those that `reopen` refuses.
    """
    if not note.strip() or says_nothing(note):
        raise InputError("Bitte notieren, warum der Fall wieder geöffnet wird (--note TEXT).")
    _require(case_ids)
    with ctx.work("Zuständigkeitsfall wieder öffnen") as work:
        _follow_up(work, [item for case_id in dict.fromkeys(case_ids) for item in reopen(work, case_id, _sentence(note))])
    return work.result


def _require(case_ids: Sequence[int]) -> None:
    if not case_ids:
        raise InputError("Bitte mindestens einen Fall nennen.")


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _sentence(note: str) -> str:
    text = _on_one_line(note)
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _follow_up(work: Work, told: Sequence[Told]) -> None:
    """Tell the offices, and queue the Nachträge that are missing now."""
    round_ = survey_round(work)
    if work.result.changed and round_:
        tell_offices(work, told)
        dispatch_lists(work, round_)


def _proposed(work: Work, case_ids: Sequence[int]) -> list[tuple[int, Decision]]:
    """Return (case, decision) for every open case whose text names one office that can be followed; say why the others are left."""
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
            followed.append((case.id, Decision(office=office)))
        else:
            work.say(f"Fall {case.id}: „{case.row.service.name}“ bleibt offen, {reason if office else _no_office(work, case)}")
    return followed


def _plainly_named(work: Work, case: ResponsibilityCase) -> str | None:
    """Return the office a case names so that nobody has to read it; what a fill handle may have counted up, or a person opened again, never is."""
    doubtful = case.reason_code in (CaseReason.DRAGGED, CaseReason.REOPENED)
    return None if doubtful else read_office(case.named, work.directory.known_offices).office


def _reason_to_leave(session: Session, case: ResponsibilityCase, office: str) -> str:
    if office == case.row.service_list.office.number:
        return "vorgeschlagen ist das Amt, das abgelehnt hat."
    if office in refused_by(session, case.row):
        return f"das vorgeschlagene Amt {office} hat die Leistung bereits abgelehnt."
    return ""


def _no_office(work: Work, case: ResponsibilityCase) -> str:
    """What is not plain is for a person to read; nothing is sent by the dozen on a guess."""
    if case.reason_code is CaseReason.REOPENED:
        return "er ist wieder geöffnet worden; das entscheidet eine Person."
    likely = german.join([office_words(o.number) for o in proposed(work, case)])
    if likely and case.reason_code is CaseReason.DRAGGED:
        return f"die Nummer ist vielleicht nur heruntergezogen (genannt ist {likely})."
    return f"der Text ist nicht eindeutig (vielleicht {likely})." if likely else "es ist kein Amt vorgeschlagen."
