"""Correct an answer that an office told by phone or on paper: checked like a cell of its list, with a source and a name."""

from dataclasses import dataclass
from datetime import datetime

from ozg_workflow.database.models import Correction, ServiceList, ServiceListRow
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.survey.answer_line import ROW_STATE_TITLES
from ozg_workflow.domain.survey.answers import label_of
from ozg_workflow.domain.survey.cells import Answer, says_nothing
from ozg_workflow.domain.survey.counting import Counting, contradictions, counting
from ozg_workflow.domain.survey.criteria.check import PREFIX
from ozg_workflow.domain.survey.question import Question
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.recheck import open_issues, read_value
from ozg_workflow.domain.survey.service_list import BACK, GONE, WITH_ANSWERS, ListState, state_after_return
from ozg_workflow.usecases.answers.find import find_row
from ozg_workflow.usecases.answers.late_rows import owners_of
from ozg_workflow.usecases.answers.progress import note_levels
from ozg_workflow.usecases.answers.take_in import recount, settle_cases, take_in
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.rollout_access import questionnaire_of, scale_of
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.said.lines import corrected_of, given_of
from ozg_workflow.usecases.survey.send_lists import dispatch_lists

LONGEST_SOURCE = 500
NOT_SENT = (ListState.PREPARED, ListState.QUEUED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person wants to correct, in words: `office` by number or name, `service` by ref or LeiKa key, `question` by key or heading.

    `value` is read like a cell, empty it empties the cell; `source` tells how the office said it. `round` is a key, empty the newest survey.
    """

    office: str
    service: str
    question: str
    value: str
    source: str
    round: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """The cell that is corrected, and what counts in its row so far."""

    row: ServiceListRow
    questionnaire: Questionnaire
    question: Question
    before: Counting
    disputed: bool
    newest: datetime | None  # when the newest return of the row was written

    @property
    def service_list(self) -> ServiceList:
        return self.row.service_list

    @property
    def old(self) -> Answer | None:
        return self.before.answers.get(self.question.key)

    @property
    def title(self) -> str:
        return f"{self.service_list.office.title}, „{self.row.service.name}“, {self.question.heading}"


def correct(ctx: Context, wish: Wish) -> StepResult:
    """Let a value count from now on, with all that follows; what counted before is kept.

    Raises InputError for a value that a list would be asked again about, for what does not exist, and without a source.
    """
    if not wish.source.strip() or says_nothing(wish.source):
        raise InputError("Bitte die Quelle nennen, z. B. „Telefonat mit Frau Krüger“.")
    with ctx.work("Angabe berichtigen") as work:
        place = _place(work, wish)
        value = read_value(
            place.questionnaire, scale_of(work, place.questionnaire), place.question, wish.value, place.before.answers
        )
        if value == place.old and not place.disputed:
            work.say(f"{place.title}: Dort steht bereits „{_words(work, place, value)}“.")
        else:
            _store(work, place, wish, value)
            _follow(work, place)
            _tell(work, place, value)
    return work.result


def _place(work: Work, wish: Wish) -> _Place:
    row = find_row(work, wish.office, wish.service, wish.round)
    if row.state in GONE:
        owner = owners_of(work, row.service_list, [row.service_id]).get(row.service_id)
        now = f" Jetzt ist sie bei {owner.title}." if owner else ""
        raise InputError(f"„{row.service.name}“, {row.service_list.office.title}: {ROW_STATE_TITLES[row.state]}.{now}")
    if row.service_list.state in NOT_SENT:
        raise InputError(f"Die Amtsliste von {row.service_list.office.title} ist noch nicht versandt.")
    questionnaire = questionnaire_of(row.service_list.round)
    question = _question(questionnaire, wish.question)
    given, corrected = given_of(work.session, [row.id]).get(row.id, []), corrected_of(work.session, [row.id]).get(row.id, [])
    disputed = any(found.question == question.key for found in contradictions(given, corrected))
    return _Place(
        row=row,
        questionnaire=questionnaire,
        question=question,
        before=counting(given, corrected),
        disputed=disputed,
        newest=max((item.at for item in given), default=None),
    )


def _question(questionnaire: Questionnaire, wanted: str) -> Question:
    words = wanted.strip().casefold()
    for question in questionnaire.questions:
        if words in (question.key.casefold(), question.heading.casefold()):
            return question
    known = ", ".join(f"„{question.heading}“ ({question.key})" for question in questionnaire.questions)
    raise InputError(f"Die Spalte „{wanted}“ gibt es nicht. Vorhanden: {known}.")


def _store(work: Work, place: _Place, wish: Wish, value: Answer | None) -> None:
    work.session.add(
        Correction(
            row_id=place.row.id,
            question=place.question.key,
            value=value,
            replaced=place.old,
            source=" ".join(wish.source.split())[:LONGEST_SOURCE],
            by=work.ctx.actor,
            at=max(filter(None, (work.now(), place.newest))),  # whoever corrects knows what has come in, whatever the clocks say
        )
    )
    work.session.flush()


def _follow(work: Work, place: _Place) -> None:
    """Let the row, its case, its list and its measure follow, as after a return."""
    service_list, row = place.service_list, place.row
    take_in(work, place.questionnaire, service_list, recount(work, place.questionnaire, [row.id]))
    settle_cases(work, place.questionnaire, service_list, {row.id: ""})
    _settle_list(work, service_list, nil=service_list.state is ListState.NIL_RETURN and row.state not in WITH_ANSWERS)
    if place.question.key == work.config.maturity_question or place.question.key.startswith(PREFIX):
        note_levels(work, service_list, [row])
    if work.result.figures.get("settled"):
        dispatch_lists(work, service_list.round)


def _settle_list(work: Work, service_list: ServiceList, *, nil: bool) -> None:
    before = service_list.state
    service_list.state = state_after_return((row.state for row in service_list.rows), nil_return=nil)
    if service_list.state in BACK and before not in BACK:
        service_list.returned_at = work.now()


def _tell(work: Work, place: _Place, value: Answer | None) -> None:
    old, new = (_words(work, place, answer) for answer in (place.old, value))
    text = f"{place.title}: {old} → {new}"
    data = {"question": place.question.key, "old": place.old, "new": value}
    work.record("answer_corrected", ("service_list_row", place.row.id), text, data)
    work.did(f"{text} ({ROW_STATE_TITLES[place.row.state]}). Das Amt erfährt es mit der nächsten Mail zu seinen Listen.")
    work.count("corrected")
    rows = [place.row.id]
    state = counting(given_of(work.session, rows).get(place.row.id, []), corrected_of(work.session, rows).get(place.row.id, []))
    for issue in open_issues(place.questionnaire, scale_of(work, place.questionnaire), state):
        work.say(f"Offen bleibt „{issue.heading}“: {issue.reason} {issue.remedy}".rstrip())
    if place.service_list.round.closed_at:
        work.say(f"Die Runde „{place.service_list.round.key}“ ist geschlossen; ob es noch ausgewertet wird, entscheiden Sie.")


def _words(work: Work, place: _Place, answer: Answer | None) -> str:
    return label_of(place.question, scale_of(work, place.questionnaire), answer) or "leer"
