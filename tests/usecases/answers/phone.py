"""What the tests of the answers share: a phone call, a list that comes back, the lines that count, what the log says."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from ozg_workflow.database.models import Event
from ozg_workflow.domain.paged import Paged
from ozg_workflow.domain.survey.answer_line import AnswerLine
from ozg_workflow.usecases.answers.correct import Wish, correct
from ozg_workflow.usecases.answers.read import EVERYTHING, AnswerFilter, Sort, answer_lines, answer_page
from ozg_workflow.usecases.step.result import StepResult
from tests.usecases.town import Letter, Town

CALL = "Telefonat mit Frau Sandmann"
WISH = Wish(office="34", service="L5", question="case_volume", value="900", source=CALL)


def call(town: Town, *, preview: bool = False, **changes: str) -> StepResult:
    """Correct an answer of the Standesamt after a phone call."""
    town.clock.wait(minutes=5)
    return correct(town.ctx(actor="Frau Lindner", preview=preview), replace(WISH, **changes))


def back(town: Town, changes: Any = None, *, office: str = "34", **filling: Any) -> Letter:
    """Send a list back, and return the answer to it."""
    town.clock.wait(minutes=5)
    town.send_back(office, changes or {}, **filling)
    town.do("collect", "deliver")
    return town.new_letters()[-1]


def lines(town: Town, **chosen: Any) -> list[AnswerLine]:
    """The lines that are wanted."""
    with town.ctx().reading() as work:
        return answer_lines(work, AnswerFilter(**chosen))


def line(town: Town, ref: str = "L5") -> AnswerLine:
    """The line about a service in the first round."""
    (found,) = lines(town, service=ref, round="erhebung-1")
    return found


def page(
    town: Town, chosen: AnswerFilter = EVERYTHING, *, sort: Sort | None = None, number: int = 1, size: int = 3
) -> Paged[AnswerLine]:
    """One page of lines."""
    with town.ctx().reading() as work:
        return answer_page(work, chosen, sort=sort or Sort(), page=number, size=size)


def exported(town: Town) -> list[tuple[str, str]]:
    """What the audit log says about exports: who, and what."""
    with town.session() as session:
        query = select(Event.actor, Event.text).where(Event.verb == "answers_exported").order_by(Event.id)
        return [(actor, text) for actor, text in session.execute(query)]
