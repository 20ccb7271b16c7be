"""The status of a rollout, today or as it was on the evening of a past day."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select

from ozg_workflow.database.columns import columns, first, value
from ozg_workflow.database.models import Rollout
from ozg_workflow.domain import german
from ozg_workflow.domain.cockpit.status import (
    BoardStatus,
    ConfigurationStatus,
    DepartmentStatus,
    ImplementationStatus,
    ListStatus,
    MailboxStatus,
    MilestoneStatus,
    Planned,
    PrioritisationStatus,
    Status,
)
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.journal import ListFigures, MilestoneFigures, Picture, replay
from ozg_workflow.domain.post.mail import IncomingState
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.domain.results.lateness import Delay, Delayed
from ozg_workflow.domain.survey.responsibility import CaseState
from ozg_workflow.domain.survey.service_list import ListState
from ozg_workflow.usecases.cockpit.statements import status as asked
from ozg_workflow.usecases.cockpit.statements.status import REMINDED
from ozg_workflow.usecases.outbox.bad_mailboxes import bad_mailboxes
from ozg_workflow.usecases.results.delays import delayed
from ozg_workflow.usecases.results.measures import given_up
from ozg_workflow.usecases.results.papers import PaperDates, newest_paper
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.directory import Directory
from ozg_workflow.usecases.step.figures import list_figures, milestone_figures
from ozg_workflow.usecases.step.journal import entries, first_day
from ozg_workflow.usecases.step.loaded import is_loaded
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.questions.rounds import current_rounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Where everything stands on one evening; the counts are by state."""

    milestones: Mapping[str, MilestoneFigures]
    lists: Mapping[int, ListFigures]
    reminders: Mapping[int, int]
    messages: Counter[MessageState]
    incoming: Counter[IncomingState]
    returns_to_read: int  # of the mails that wait to be read those whose return was recorded
    cases: Counter[CaseState]
    measures: Counter[MeasureState]  # of those that are carried out
    given_up: int
    evaluation: Row[Any] | None  # without its scores
    delayed: Sequence[Delayed] = ()
    mailboxes: tuple[MailboxStatus, ...]
    paper: PaperDates | None
    loaded: bool | None = None


def status(ctx: Context, *, as_of: date | None = None) -> Status:
    """Return the whole status; `report.cockpit.status_json` makes the JSON of the contract of it.

    `as_of` is a past day, shown as it was in the evening. Raises InputError for days the journal does not know.
    """
    with ctx.reading() as work:
        facts = facts_now(work) if as_of is None else facts_then(work, as_of)
        return assemble(work.on(as_of) if as_of else work, facts)


def assemble(work: Work, facts: Facts) -> Status:
    """Return the status these facts make on `work.today`."""
    lists = tuple(_lists(work, facts))
    current = current_rounds(work, work.today)
    return Status(
        rollout=work.rollout.key,
        title=f"{work.rollout.title} – {work.rollout.city}",
        today=work.today,
        milestones=tuple(_milestone(key, figures, work.today) for key, figures in facts.milestones.items()),
        departments=tuple(_departments(work.directory, [item for item in lists if item.round in current])),
        lists=lists,
        mail={state: facts.messages[state] for state in MessageState},
        inbox=_inbox(facts),
        mailboxes=facts.mailboxes,
        cases={state: facts.cases[state] for state in CaseState},
        prioritisation=_prioritisation(facts.evaluation),
        implementation=_implementation(work.rollout, facts, work.today),
        board=_board(work, facts.paper),
        configuration=ConfigurationStatus(loaded=facts.loaded),
    )


# --- today: asked from the tables ----------------------------------------------------------------------------------------


def facts_now(work: Work) -> Facts:
    """Return the facts as the tables have them."""
    return Facts(
        milestones=milestone_figures(work.session, work.rollout),
        lists=list_figures(work.session, work.rollout),
        reminders=_reminders(work),
        messages=_by_state(work, asked.MAILS),
        incoming=(incoming := _by_state(work, asked.INCOMING)),
        returns_to_read=_returns_to_read(work) if incoming[IncomingState.TO_READ] else 0,
        cases=_by_state(work, asked.CASES),
        measures=(measures := _by_state(work, asked.MEASURES)),
        given_up=len(given_up(work)),
        evaluation=first(work.session, asked.NEWEST_EVALUATION, {"rollout": work.rollout.id}),
        delayed=delayed(work) if measures else (),
        mailboxes=bad_mailboxes(work),
        paper=newest_paper(work),
        loaded=is_loaded(work),
    )


def _by_state(work: Work, query: Select[Any, int]) -> Counter[Any]:
    return Counter({state: number for state, number in columns(work.session, query, {"rollout": work.rollout.id})})


def _returns_to_read(work: Work) -> int:
    return value(work.session, asked.RETURNS_TO_READ, {"rollout": work.rollout.id}) or 0


def _reminders(work: Work) -> dict[int, int]:
    return {list_id: number for list_id, number in columns(work.session, asked.REMINDERS, {"rollout": work.rollout.id})}


# --- a past day: replayed from the journal -------------------------------------------------------------------------------


def facts_then(work: Work, day: date) -> Facts:
    """Return the facts of the evening of a day. Raises InputError for the future and for days before the journal."""
    known_day(work, day)
    picture, nobodys = replay(data for _, data in entries(work.session, work.rollout, day)), given_up(work)
    return Facts(
        milestones=picture.milestones,
        lists=picture.lists,
        reminders=_reminders_then(work, picture),
        messages=Counter(picture.messages.values()),
        incoming=Counter(picture.incoming.values()),
        returns_to_read=_returns_to_read_then(work, picture),
        cases=Counter(picture.cases.values()),
        measures=Counter(state for measure, state in picture.measures.items() if measure not in nobodys),
        given_up=len(picture.measures.keys() & nobodys),
        evaluation=first(work.session, asked.EVALUATION, {"evaluation": picture.evaluation}) if picture.evaluation else None,
        delayed=delayed(work.on(day), picture.measures) if picture.measures else (),
        mailboxes=bad_mailboxes(work.on(day)),
        paper=newest_paper(work.on(day)),
    )


def known_day(work: Work, day: date) -> None:
    """Raise InputError for the future and for days before the journal."""
    first = first_day(work.session, work.rollout)
    if day > work.today:
        raise InputError(f"Der {german.short_date(day)} liegt in der Zukunft; gezeigt werden kann nur ein vergangener Stand.")
    if first is None or day < first:
        since = f"ab dem {german.short_date(first)}" if first else "erst ab der nächsten Änderung"
        raise InputError(f"Für den {german.short_date(day)} gibt es keine Aufzeichnungen, sondern {since}.")


def _returns_to_read_then(work: Work, picture: Picture) -> int:
    waiting = [incoming_id for incoming_id, state in picture.incoming.items() if state is IncomingState.TO_READ]
    return value(work.session, asked.RETURNS_OF_SOME, {"rollout": work.rollout.id, "mails": waiting}) or 0


def _reminders_then(work: Work, picture: Picture) -> Counter[int]:
    found = columns(work.session, asked.ABOUT_LISTS, {"rollout": work.rollout.id})
    return Counter(list_id for message_id, list_id in found if picture.messages.get(message_id) in REMINDED)


# --- both ----------------------------------------------------------------------------------------------------------------


def _milestone(key: str, figures: MilestoneFigures, today: date) -> MilestoneStatus:
    return MilestoneStatus(
        key=key,
        title=figures.title,
        planned=Planned.read(figures.planned),
        state=figures.state_on(today),
        done_at=figures.done_at,
    )


def _inbox(facts: Facts) -> dict[IncomingState, int]:
    """Count the mails by state; those to be read whose return was recorded count as returns, too."""
    counts: dict[IncomingState, int] = {
        state: facts.incoming[state] for state in IncomingState if state is not IncomingState.STORED
    }
    counts[IncomingState.RETURN] += facts.returns_to_read
    return counts


def _lists(work: Work, facts: Facts) -> Iterator[ListStatus]:
    return (
        list_status(work, found, facts.lists[found.id], facts.reminders.get(found.id, 0))
        for found in columns(work.session, asked.LISTS, {"rollout": work.rollout.id})
        if found.id in facts.lists
    )


def list_status(work: Work, found: Any, figures: ListFigures, reminders: int) -> ListStatus:
    """Return how far a list is; `found` has its id and version, number and name of its office, key and end of its round."""
    department = work.directory.find_department(found.number)
    return ListStatus(
        list_id=found.id,
        office=found.number,
        name=found.name,
        department=department.number if department else "",
        round=found.key,
        version=found.version,
        closed=found.closed_at is not None and german.local_day(found.closed_at) <= work.today,
        state=figures.state,
        rows=figures.rows,
        answered=figures.answered,
        invalid=figures.invalid,
        disputed=figures.disputed,
        due_on=figures.due_on,
        sent_at=figures.sent_at,
        returned_at=figures.returned_at,
        reminders=reminders,
    )


def _departments(directory: Directory, lists: Sequence[ListStatus]) -> Iterator[DepartmentStatus]:
    for number, department in sorted(directory.departments.items()):
        own = [item for item in lists if item.department == number and item.state is not ListState.SUPERSEDED]
        if department.active:
            back = sum(item.is_back for item in own)
            yield DepartmentStatus(number=number, name=department.name, lists=len(own), returned=back)


def _prioritisation(evaluation: Row[Any] | None) -> PrioritisationStatus | None:
    if evaluation is None:
        return None
    return PrioritisationStatus(
        evaluated_at=evaluation.evaluated_at,
        ranked=evaluation.ranked,
        blocked=evaluation.blocked,
        incomplete=evaluation.incomplete,
        version=evaluation.version,
    )


def _board(work: Work, paper: PaperDates | None) -> BoardStatus | None:
    """Return the newest paper as it was on the evening of the day."""
    if paper is None:
        return None
    evening = german.evening(work.today)
    released, decided = (moment if moment and moment < evening else None for moment in (paper.released_at, paper.decided_at))
    return BoardStatus(draft_at=paper.draft_at, released_at=released, decided_at=decided)


def _implementation(rollout: Rollout, facts: Facts, today: date) -> ImplementationStatus | None:
    if not facts.measures and not facts.given_up:
        return None
    reached = facts.measures[MeasureState.REACHED]
    delays = Counter(item.pace.delay(today) for item in facts.delayed)
    return ImplementationStatus(
        measures=facts.measures.total(),
        given_up=facts.given_up,
        started=facts.measures[MeasureState.STARTED] + reached,
        reached_target=reached,
        target_level=rollout.target_level,
        target_on=rollout.target_on,
        late=delays[Delay.LATE],
        threatened=delays[Delay.THREATENED],
    )
