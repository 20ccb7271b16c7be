"""Send every office its list: one mail per Dezernat with the lists of its offices and the Ausfüllhilfe."""

import hashlib
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import ResponsibilityCase, Round, ServiceListRow
from ozg_workflow.domain import german
from ozg_workflow.domain.plan.timeline import Action
from ozg_workflow.domain.post.mail import Attachment, MailIntent
from ozg_workflow.domain.post.mails.parts import ListLine
from ozg_workflow.domain.post.mails.survey import Repetition, ResponsibilityTakenOverMail, ServiceListsMail, SupplementLine
from ozg_workflow.domain.rollout import RolloutConfig
from ozg_workflow.domain.steps import Step, title
from ozg_workflow.domain.survey.responsibility import CaseState
from ozg_workflow.usecases.outbox.queue_mail import queue_mail
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.rollout_access import Directory
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.last_answers import delta_of
from ozg_workflow.usecases.survey.rounds import NewList, add_missing_lists, open_survey, survey_round, workbook_of
from ozg_workflow.usecases.timeline.event_values import event_values
from ozg_workflow.usecases.timeline.milestones import complete
from ozg_workflow.workbook.guide.filling_guide import filling_guide_pdf
from ozg_workflow.workbook.guide.guide_content import GuideFacts


def send_lists(ctx: Context) -> StepResult:
    """Open the survey and queue all lists that are missing; new services since then go out as Nachtrag."""
    with ctx.work(title(Step.SEND_LISTS)) as work:
        round_ = open_survey(work)
        dispatch_lists(work, round_)
        complete(work, Action.SEND_LISTS)
    if not work.result.changed:
        work.say("Alle Amtslisten sind bereits verschickt oder im Postausgang.")
    return work.result


def send_supplements(ctx: Context) -> StepResult:
    """Queue the Nachträge that settled cases ask for; nothing happens before the survey has begun."""
    with ctx.work(title(Step.SEND_SUPPLEMENTS)) as work:
        round_ = survey_round(work)
        if round_:
            dispatch_lists(work, round_)
    return work.result


def dispatch_lists(work: Work, round_: Round) -> None:
    """Queue the lists that are missing in a round and the Nachträge; in a closed round nothing goes out any more."""
    if round_.closed_at:
        work.say(f"Die Runde „{round_.key}“ ist geschlossen, es gehen keine Listen mehr hinaus.")
        return
    new = add_missing_lists(work, round_)
    for item in new:
        work.record(
            "list_prepared",
            ("service_list", item.service_list.id),
            f"{item.office.title}, Fassung {item.service_list.version}",
        )
    first = [item for item in new if item.service_list.version == 1]
    later = [item for item in new if item.service_list.version > 1]
    work.count("lists", len(new))
    for number, lists in _by_department(work.directory, first):
        queue_mail(work, _lists_mail(work, round_, number, lists))
    for number, lists in _by_department(work.directory, later):
        queue_mail(work, _supplement_mail(work, round_, number, lists))
    if new:
        rows = sum(len(item.services) for item in new)
        work.say(f"{german.count(len(new), 'Liste', 'Listen')} mit {german.count(rows, 'Leistung', 'Leistungen')}.")


def _by_department(directory: Directory, lists: Iterable[NewList]) -> list[tuple[str, list[NewList]]]:
    groups: dict[str, list[NewList]] = {}
    for item in lists:
        groups.setdefault(directory.department_of(item.office.number).number, []).append(item)
    return sorted(groups.items())


def filling_guide(config: RolloutConfig, round_: Round) -> Attachment:
    """Print the Ausfüllhilfe."""
    coordinator = config.contacts.coordinator
    facts = GuideFacts(
        city=config.city,
        title=config.title,
        due_on=round_.due_on,
        return_to=config.contacts.sender.email,
        contact=f"{coordinator.name}, {coordinator.email}",
        responsibility_due_on=round_.responsibility_due_on,
    )
    content = filling_guide_pdf(config.questionnaire, config.scale, facts)
    return Attachment(name="OZG-Ausfüllhilfe.pdf", content=content, content_type="application/pdf")


def _occasion(lists: list[NewList]) -> str:
    ids = "-".join(str(item.service_list.id) for item in lists)
    return f"lists-{hashlib.sha256(ids.encode()).hexdigest()[:16]}"


def _lists_mail(work: Work, round_: Round, number: str, lists: list[NewList]) -> MailIntent:
    department = work.directory.departments[number]
    books = [workbook_of(work, item.service_list) for item in lists]
    return MailIntent(
        mail=ServiceListsMail(
            department_title=department.title,
            head_name=department.head_name,
            repeated=_repetition(work.session, round_, lists),
            lists=list_lines(lists, books),
            due_on=round_.due_on,
            responsibility_due_on=round_.responsibility_due_on,
            events=event_values(work.config, after=work.today),
            return_to=work.config.contacts.sender.email,
        ),
        to=(department.mailbox,),
        recipient=number,
        object_key=round_.key,
        occasion=_occasion(lists),
        list_ids=tuple(item.service_list.id for item in lists),
        attachments=(*books, filling_guide(work.config, round_)),
    )


def list_lines(lists: list[NewList], books: list[Attachment]) -> tuple[ListLine, ...]:
    """Return lists and their files as the mails show them."""
    return tuple(
        ListLine(office_title=item.office.title, rows=len(item.services), file_name=book.name)
        for item, book in zip(lists, books, strict=True)
    )


def _repetition(session: Session, round_: Round, lists: list[NewList]) -> Repetition | None:
    """Return what the mail says about a repeated round, None for the first one."""
    if round_.previous_id is None:
        return None
    deltas = [delta_of(session, item.service_list) for item in lists]
    rows = [row for item in lists for row in item.service_list.rows]
    return Repetition(
        title=round_.title,
        prefilled=sum(bool(row.prefill) for row in rows),
        new=sum(len(delta.new) for delta in deltas),
        withdrawn=sum(len(delta.withdrawn) for delta in deltas),
    )


def _supplement_mail(work: Work, round_: Round, number: str, lists: list[NewList]) -> MailIntent:
    department = work.directory.departments[number]
    books = [workbook_of(work, item.service_list) for item in lists]
    return MailIntent(
        mail=ResponsibilityTakenOverMail(
            department_title=department.title,
            head_name=department.head_name,
            lists=tuple(_supplement_line(work.session, item, book.name) for item, book in zip(lists, books, strict=True)),
            due_on=max(item.service_list.due_on for item in lists),
        ),
        to=(department.mailbox,),
        recipient=number,
        object_key=round_.key,
        occasion=_occasion(lists),
        list_ids=tuple(item.service_list.id for item in lists),
        attachments=tuple(books),
    )


def _supplement_line(session: Session, item: NewList, file_name: str) -> SupplementLine:
    return SupplementLine(
        office_title=item.office.title,
        rows=len(item.services),
        file_name=file_name,
        services=tuple(s.name for s in item.services),
        reasons=tuple(_reason(session, s.id) for s in item.services),
    )


def _reason(session: Session, service_id: int) -> str:
    """Return why a service comes to this office, from the case that was settled last."""
    case = session.scalar(
        select(ResponsibilityCase)
        .join(ServiceListRow, ServiceListRow.id == ResponsibilityCase.row_id)
        .where(ServiceListRow.service_id == service_id, ResponsibilityCase.state == CaseState.SETTLED)
        .order_by(ResponsibilityCase.settled_at.desc())
        .limit(1)
    )
    return case.reason if case else "Die Leistung ist neu im Katalog."
