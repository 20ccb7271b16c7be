"""Give one office more time: its lists get a deadline of their own, which a moved plan leaves alone."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Office, Round, ServiceList
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.plan.moves import MovedList
from ozg_workflow.domain.survey.service_list import FINAL_STATES
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.named_offices import office_number
from ozg_workflow.usecases.survey.questions.rounds import find_round
from ozg_workflow.usecases.timeline.deadline_mail import tell_about_deadline
from ozg_workflow.usecases.timeline.deadlines import withdraw_mails_about


def extend_list(
    ctx: Context, office: str, due_on: date, *, round_key: str | None = None, version: int | None = None, note: str = ""
) -> StepResult:
    """Set the last day of the lists of one office that are not back; the Dezernat is told once.

    `round_key`: default the newest survey; `version`: default every list that is not back. Raises InputError for unknown
    offices and rounds, for lists that are back and for days that are over.
    """
    with ctx.work("Frist verlängern") as work:
        number = office_number(work.directory, office, past=True)
        if due_on < ctx.today:
            raise InputError(f"Der {german.short_date(due_on)} liegt in der Vergangenheit.")
        round_ = find_round(work, round_key)
        if round_.closed_at:
            raise InputError(f"Die Runde „{round_.key}“ ist geschlossen; zuerst „ozg round reopen {round_.key}“.")
        lists = _lists(work.session, round_, work.directory.offices[number], version)
        moved = [_extend(work, item, due_on, note) for item in lists]
        if why := work.config.timeline.calendar.why_off(due_on):
            work.say(f"Hinweis: Der {german.short_date(due_on)} ist kein Arbeitstag ({why}).")
        changed = [item for item in moved if item]
        withdraw_mails_about(work, [item.list_id for item in changed])
        tell_about_deadline(work, changed, note=note, own=True)
    return work.result


def _lists(session: Session, round_: Round, office: Office, version: int | None) -> list[ServiceList]:
    """Return the lists of the office that are meant. Raises InputError when there is none that is still out."""
    query = select(ServiceList).where(ServiceList.round_id == round_.id, ServiceList.office_id == office.id)
    lists = [i for i in session.scalars(query.order_by(ServiceList.version)) if version in (None, i.version)]
    if not lists:
        raise InputError(
            f"{office.title} hat in der Runde „{round_.key}“ keine Liste" + (f" der Fassung {version}." if version else ".")
        )
    missing = [item for item in lists if item.state not in FINAL_STATES]
    if not missing:
        raise InputError(f"Von {office.title} fehlt nichts mehr; eine Frist gibt es nicht zu verlängern.")
    return missing


def _extend(work: Work, item: ServiceList, due_on: date, note: str) -> MovedList | None:
    what = f"{item.office.title}, Fassung {item.version}"
    if item.extended and item.due_on == due_on:
        work.say(f"{what}: Die Frist ist bereits der {german.short_date(due_on)}.")
        return None
    moved = MovedList(list_id=item.id, office=item.office.number, version=item.version, old=item.due_on, new=due_on, back=False)
    item.due_on, item.extended = due_on, True
    text = f"{what}: {german.short_date(moved.new)} statt {german.short_date(moved.old)}" + (f" ({note})" if note else "")
    data = {**moved.data, "round": item.round.key, "note": note}
    work.record("deadline_extended", ("service_list", item.id), text, data)
    work.did(f"{text}.")
    if moved.new < moved.old:
        work.say(f"Hinweis: {what}: Die Frist endet früher als bisher.")
    return None if moved.old == moved.new else moved
