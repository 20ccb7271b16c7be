"""The lists of a round: which office still needs one, and how it is printed."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, object_session

from ozg_workflow.database.models import Assignment, Base, Office, Round, Service, ServiceList, ServiceListRow
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.post.intent import Attachment
from ozg_workflow.domain.survey.answers import cells_of
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.service_list import (
    GONE,
    AssignmentState,
    ListDocument,
    ListRow,
    ListState,
    RoundKind,
)
from ozg_workflow.usecases.step.rollout_access import dump_questionnaire, questionnaire_of, scale_of
from ozg_workflow.usecases.step.successions import waiting_successions
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.last_answers import Prefill, delta_of, last_answers
from ozg_workflow.usecases.survey.portal import row_hints
from ozg_workflow.usecases.survey.questions.rounds import SURVEY_KEY, survey_round
from ozg_workflow.usecases.survey.rows import PrintedService, add_rows, go_on, services_asked, services_in, services_of
from ozg_workflow.usecases.survey.said.origins import handed_on
from ozg_workflow.workbook.token import make_token
from ozg_workflow.workbook.write.edition import Edition
from ozg_workflow.workbook.write.writer import write_list

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LISTED = (AssignmentState.PROPOSED, AssignmentState.CONFIRMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewList:
    """A list that was just added to a round."""

    service_list: ServiceList
    office: Office
    services: tuple[Service, ...]


def open_survey(work: Work) -> Round:
    """Return the survey, opening it where it does not exist yet."""
    existing = survey_round(work)
    if existing:
        return existing
    round_ = Round(
        rollout_id=work.rollout.id,
        key=SURVEY_KEY,
        kind=RoundKind.SURVEY,
        title="Erhebung",
        opened_on=work.today,
        due_on=work.config.timeline.due_on(Action.RETURN_DEADLINE),
        responsibility_due_on=work.config.timeline.due_on(Action.RESPONSIBILITY_DEADLINE),
        questionnaire=dump_questionnaire(work.config.questionnaire),
    )
    work.session.add(round_)
    work.session.flush()
    return round_


def missing_plans(work: Work, round_: Round) -> "tuple[ListPlan, ...]":
    """Return a list for every office that has none, and a Nachtrag for services that are on no list of their office yet, by office.

    It looks only at the state, so it may run at any time: after a crash, or where something broke, it finishes what was missing.
    """
    services = _unlisted_services(work, round_)
    versions = _versions(work.session, round_)
    prefill = last_answers(work, round_) if round_.previous_id and (services or not versions) else {}
    new, waiting = [], {heir for found in waiting_successions(work) for heir in found.heirs}
    for office in work.session.scalars(
        select(Office).where(Office.rollout_id == work.rollout.id, Office.active, Office.successor == "").order_by(Office.number)
    ):
        own = services.get(office.id, ())
        if office.number in waiting:
            continue  # it takes over a list
        if own or office.id not in versions:
            version = versions.get(office.id, 0) + 1
            due_on = round_.due_on if version == 1 else supplement_due_on(work, round_)
            new.append(ListPlan(office=office, services=tuple(own), due_on=due_on, version=version, prefill=prefill))
    return tuple(new)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPlan:
    """A list to be added: whose, with which services, in which version, until when.

    `prefill` is printed into the cells; it counts as an answer when the office sends the list back, and not before. A Nachtrag may
    hold more: `rows` are those that go on from earlier ones; with `onto`, one that has not left yet, it is added to that.
    """

    office: Office
    services: tuple[Service, ...]
    due_on: date
    version: int = 1
    prefill: Prefill = field(default_factory=dict)
    rows: tuple[ServiceListRow, ...] = ()
    onto: ServiceList | None = None


def add_list(work: Work, round_: Round, plan: ListPlan) -> NewList:
    """Add one list with its rows; it is queued, because its mail is stored in the same transaction."""
    office = plan.office
    service_list = plan.onto or ServiceList(round_id=round_.id, office_id=office.id, version=plan.version, content_hash="")
    service_list.state, service_list.due_on, service_list.prepared_at = ListState.QUEUED, plan.due_on, work.now()
    work.session.add(service_list)
    work.session.flush()
    go_on(service_list, plan.rows)
    here = {row.service_id for row in service_list.rows}
    number = max((row.number for row in service_list.rows), default=0)
    hints = row_hints(work, plan.services)
    prefill = {s.id: plan.prefill.get((office.id, s.id), {}) for s in plan.services}
    new = [
        {
            "service_id": s.id,
            "number": n,
            "prefill": prefill[s.id],
            "portal_prefill": {} if prefill[s.id] else hints.portal.prefill(s.key, round_),
            "hint": hints.of(s),
        }
        for n, s in enumerate((s for s in plan.services if s.id not in here), number + 1)
    ]
    add_rows(work.session, service_list, new)
    services = services_asked(work.session, service_list, plan.services)
    content = "\n".join((round_.key, office.number, str(plan.version), *(s.ref for s in services)))
    service_list.content_hash = hashlib.sha256(content.encode()).hexdigest()
    return NewList(service_list=service_list, office=office, services=services)


def supplement_due_on(work: Work, round_: Round) -> date:
    """Return the last day of a Nachtrag that goes out today, never before that of its round."""
    return max(round_.due_on, work.config.timeline.calendar.shift(work.today, work.config.timeline.supplement_working_days))


def _versions(session: Session, round_: Round) -> dict[int, int]:
    rows = session.execute(
        select(ServiceList.office_id, func.max(ServiceList.version))
        .where(ServiceList.round_id == round_.id)
        .group_by(ServiceList.office_id)
    )
    return {office: version for office, version in rows}


def _unlisted_services(work: Work, round_: Round) -> dict[int, tuple[Service, ...]]:
    listed = (
        select(ServiceListRow.id)
        .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
        .where(ServiceListRow.service_id == Assignment.service_id, ServiceList.office_id == Assignment.office_id)
        .where(ServiceList.round_id == round_.id, ServiceList.state != ListState.SUPERSEDED, ServiceListRow.state.not_in(GONE))
    )
    query = (
        select(Assignment.office_id, Service)
        .join(Service, Service.id == Assignment.service_id)
        .where(Service.rollout_id == work.rollout.id, Service.active, Assignment.state.in_(LISTED), ~listed.exists())
        .order_by(Service.ozg_id, Service.name, Service.ref)
    )
    found: dict[int, list[Service]] = {}
    for office_id, service in work.session.execute(query):
        found.setdefault(office_id, []).append(service)
    return {office: tuple(services) for office, services in found.items()}


def document_of(work: Work, service_list: ServiceList, services: Sequence[Service] = ()) -> ListDocument:
    """Return everything that is printed into the workbook of a list; `services` are those of its rows, where somebody has them."""
    office = service_list.office
    session = session_of(service_list)
    delta = delta_of(session, service_list)
    printed = services_in(service_list.rows, services) if services else services_of(session, service_list)
    asked = [row for row in service_list.rows if service_list.sent_at or row.state not in GONE]
    coordinator, sender = work.config.contacts.coordinator, work.config.contacts.sender
    return ListDocument(
        list_id=service_list.id,
        version=service_list.version,
        token=make_token(work.ctx.secret, work.rollout.key, service_list.id, service_list.version),
        city=work.config.city,
        rollout=work.rollout.key,
        office_number=office.number,
        office_name=office.name,
        department_title=work.directory.department_of(office.number).title,
        due_on=service_list.due_on,
        return_to=sender.email,
        contact=f"{coordinator.name}, {coordinator.email}" + (f", Tel. {coordinator.phone}" if coordinator.phone else ""),
        rows=tuple(_list_row(row, printed[row.id], new=row.service_id in delta.new) for row in asked),
        repeats=_title_before(service_list.round),
        prefilled=any(row.prefill and not row.prefill_row_id for row in service_list.rows),
        withdrawn=delta.withdrawn,
        responsibility_due_on=service_list.round.responsibility_due_on if service_list.is_first else None,
        handed_on=handed_on(session, service_list.rows),
        kind=service_list.round.kind,
        opened_on=service_list.round.opened_on,
        from_portal=tuple(row.number for row in asked if row.portal_prefill and not row.prefill),
    )


def session_of(item: Base) -> Session:
    """Return the session an object was loaded in."""
    session = object_session(item)
    if session is None:
        raise ValueError(f"{item} is not loaded")
    return session


def _title_before(round_: Round) -> str:
    return session_of(round_).get_one(Round, round_.previous_id).title if round_.previous_id else ""


def _list_row(row: ServiceListRow, service: PrintedService, *, new: bool) -> ListRow:
    return ListRow(
        row_id=row.id,
        number=row.number,
        key=service.key,
        name=service.name,
        service_type=service.service_type,
        ozg_id=service.ozg_id,
        ozg_name=service.ozg_name,
        topic=service.topic,
        new=new,
        hint=row.hint,
    )


def workbook_of(work: Work, service_list: ServiceList, *, answered: bool = False, services: Sequence[Service] = ()) -> Attachment:
    """Print the workbook of a list, `answered` with the answers that have come; the same list always gives the same bytes.

    `services` are those of its rows, where somebody has them.
    """
    document = document_of(work, service_list, services)
    questionnaire: Questionnaire = questionnaire_of(service_list.round)
    values = {row.id: (answered and row.answers) or row.filled_in for row in service_list.rows}
    scale = scale_of(work, questionnaire)
    cells = {row: cells_of(questionnaire, scale, known) for row, known in values.items() if known}
    content = write_list(document, questionnaire, scale, Edition(created=service_list.prepared_at, cells=cells))
    return Attachment(name=document.file_name, content=content, content_type=XLSX)
