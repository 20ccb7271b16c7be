"""Send every office its list: one mail per Dezernat with the lists of its offices and the Ausfüllhilfe."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from sqlalchemy.orm import Session

from ozg_workflow.database.models import Round
from ozg_workflow.domain import german
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.post.intent import Attachment, MailIntent
from ozg_workflow.domain.post.mails.parts import ListLine
from ozg_workflow.domain.post.mails.survey import Repetition, ServiceListsMail
from ozg_workflow.domain.rollout import RolloutConfig
from ozg_workflow.domain.steps import Step, title
from ozg_workflow.usecases.outbox.queue_mail import queue_mail
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.hand_over import hand_over_lists
from ozg_workflow.usecases.survey.last_answers import delta_of
from ozg_workflow.usecases.survey.questions.rounds import survey_round
from ozg_workflow.usecases.survey.rounds import ListPlan, NewList, add_list, missing_plans, open_survey, workbook_of
from ozg_workflow.usecases.survey.said.hand_on import hand_on
from ozg_workflow.usecases.survey.supplements.bundle import bundled, close_replaced
from ozg_workflow.usecases.survey.supplements.mail import Printed, occasion_of, supplement_mail
from ozg_workflow.usecases.timeline.event_values import event_values
from ozg_workflow.usecases.timeline.milestones import complete
from ozg_workflow.workbook.guide.filling_guide import filling_guide_pdf
from ozg_workflow.workbook.guide.guide_content import GuideFacts

Write = Callable[[Work, Round, str, list[Printed]], MailIntent]


def send_lists(ctx: Context) -> StepResult:
    """Open the survey and queue all lists that are missing; new services since then go out as Nachtrag."""
    with ctx.work(title(Step.SEND_LISTS)) as work:
        round_ = open_survey(work)
        dispatch_lists(work, round_)
        if not work.result.broken:
            complete(work, Action.SEND_LISTS)
    if not (work.result.changed or work.result.broken):
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
    hand_on(work, round_)
    hand_over_lists(work)
    plans = missing_plans(work, round_)
    sent = [
        *dispatch(work, round_, [plan for plan in plans if plan.version == 1], _ListsMail()),
        *dispatch(work, round_, bundled(work, round_, [plan for plan in plans if plan.version > 1]), supplement_mail),
    ]
    if sent:
        rows = sum(len(item.services) for item in sent)
        work.say(f"{german.count(len(sent), 'Liste', 'Listen')} mit {german.count(rows, 'Leistung', 'Leistungen')}.")


def dispatch(work: Work, round_: Round, plans: Iterable[ListPlan], write: Write) -> list[NewList]:
    """Add and print lists and queue one mail per Dezernat, which `write` writes; return those that are on their way.

    A list or a Dezernat that breaks is told and left as it was: it is missing still, and the others go out.
    """
    sent: list[NewList] = []
    for number, own in _by_department(work, plans):
        group = _Group(round_=round_, department=number, plans=own, write=write)
        work.attempt(work.directory.departments[number].title, partial(_dispatch, group, sent))
    return sent


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """The lists of one Dezernat that go out in one mail, and how it is written."""

    round_: Round
    department: str
    plans: list[ListPlan]
    write: Write


def _by_department(work: Work, plans: Iterable[ListPlan]) -> list[tuple[str, list[ListPlan]]]:
    """Return the plans by Dezernat; an office that belongs to none, or is not in force today, is told and left out."""
    groups: dict[str, list[ListPlan]] = {}
    for plan in plans:
        if why := work.directory.why_not_in_force(plan.office.number):
            _tell_not_in_force(work, plan, why)
            continue
        department = work.department_of(plan.office)
        if department:
            groups.setdefault(department.number, []).append(plan)
    return sorted(groups.items())


def _tell_not_in_force(work: Work, plan: ListPlan, why: str) -> None:
    """Say which services wait for an office; one without services misses nothing."""
    if plan.services:
        waiting = german.count(len(plan.services), "Leistung steht", "Leistungen stehen")
        work.say(f"Hinweis: {plan.office.title} {why} (organisation.csv); {waiting} deshalb auf keiner Liste.")


def _dispatch(group: _Group, sent: list[NewList], work: Work) -> None:
    """Add and print the lists of a Dezernat and queue their mail, without those that break."""
    printed: list[Printed] = []
    for plan in group.plans:
        work.attempt(plan.office.title, partial(_print, group.round_, plan, printed))
    if printed:
        queue_mail(work, group.write(work, group.round_, group.department, printed))
        work.count("lists", len(printed))
        sent += [item for item, _ in printed]


def _print(round_: Round, plan: ListPlan, printed: list[Printed], work: Work) -> None:
    before = {row.service_list for row in plan.rows} - {plan.onto}
    item = add_list(work, round_, plan)
    close_replaced(work, sorted(before, key=lambda item: item.id))
    hand_on(work, round_, [service.id for service in item.services])
    work.record("list_prepared", ("service_list", item.service_list.id), f"{plan.office.title}, Fassung {plan.version}")
    printed.append((item, workbook_of(work, item.service_list, services=item.services)))


def filling_guide(config: RolloutConfig, round_: Round) -> Attachment:
    """Print the Ausfüllhilfe."""
    coordinator = config.contacts.coordinator
    facts = GuideFacts(
        city=config.city,
        title=config.title,
        due_on=round_.due_on,
        return_to=config.contacts.sender.email,
        contact=f"{coordinator.name}, {coordinator.email}",
        round_title=round_.title,
        responsibility_due_on=round_.responsibility_due_on,
    )
    content = filling_guide_pdf(config.questionnaire, config.scale, facts)
    return Attachment(name="OZG-Ausfüllhilfe.pdf", content=content, content_type="application/pdf")


class _ListsMail:
    """Writes the mails of a round; the Ausfüllhilfe, which lies in all of them, is printed with the first."""

    _guide: Attachment | None = None

    def __call__(self, work: Work, round_: Round, number: str, lists: list[Printed]) -> MailIntent:
        """Return the mail with the lists of a Dezernat."""
        department = work.directory.departments[number]
        self._guide = self._guide or filling_guide(work.config, round_)
        return MailIntent(
            mail=ServiceListsMail(
                department_title=department.title,
                head_name=department.head_name,
                repeated=_repetition(work.session, round_, [item for item, _ in lists]),
                lists=list_lines(lists),
                due_on=round_.due_on,
                responsibility_due_on=round_.responsibility_due_on,
                events=event_values(work.config, after=work.today),
                return_to=work.config.contacts.sender.email,
            ),
            to=(department.mailbox,),
            recipient=number,
            object_key=round_.key,
            occasion=occasion_of(lists),
            list_ids=tuple(item.service_list.id for item, _ in lists),
            attachments=(*(book for _, book in lists), self._guide),
        )


def list_lines(lists: list[Printed]) -> tuple[ListLine, ...]:
    """Return lists and their files as the mails show them."""
    return tuple(ListLine(office_title=item.office.title, rows=len(item.services), file_name=book.name) for item, book in lists)


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
