"""What counts in a row, from all that was said about it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from ozg_workflow.domain.survey.cells import Answer
from ozg_workflow.domain.survey.counting import counting
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.recheck import state_of
from ozg_workflow.domain.survey.service_list import RowState
from ozg_workflow.usecases.step.rollout_access import scale_of
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.said.lines import corrected_of, given_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What counts in a row; `answered_at` is when it was said, `doubt` why a person should decide about it (German), or empty."""

    state: RowState
    answers: Mapping[str, Answer]
    answered_at: datetime | None
    doubt: str = ""


def recount(work: Work, questionnaire: Questionnaire, rows: Collection[int]) -> dict[int, Counted]:
    """Return row id → what counts in it, from all its returns and corrections."""
    if not rows:
        return {}
    given, corrected = given_of(work.session, rows), corrected_of(work.session, rows)
    found = {}
    for row in rows:
        state = counting(given.get(row, []), corrected.get(row, []))
        said = [state.base.at] if state.base else [item.at for item in state.over.values()]
        found[row] = Counted(
            state=state_of(questionnaire, scale_of(work, questionnaire), state),
            answers=state.answers,
            answered_at=max(said, default=None),
            doubt=state.doubt,
        )
    return found
