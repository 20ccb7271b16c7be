"""Lists that arrive filled in with what the portals show: what stands there, and what of it an office has made its own.

Not here: what the portals show beside an answer (`outside_view`).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from ozg_workflow.domain.survey.answers import cells_of, validate_row
from ozg_workflow.domain.survey.cells import Answer, is_blank
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.outside_view import PortalEntry
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.returns import REFUSED, ReturnedRow

PORTAL_NOTE: Final = "laut Portal"


def portal_prefill(
    entry: PortalEntry | None, questionnaire: Questionnaire, scale: MaturityScale, question: str
) -> dict[str, Answer]:
    """Return the answer a row is sent with: for a service that is online in the portals the lowest level that counts as online.

    `question` asks for the level. Empty where the portals do not show the service online, where the level is not asked, and where
    nothing else is: such a row could not be told from one that was confirmed.
    """
    if entry is None or not entry.is_online or questionnaire.get(question) is None:
        return {}
    known: dict[str, Answer] = {question: scale.compliant_level}
    return known if validate_row(questionnaire, scale, cells_of(questionnaire, scale, known)).issues else {}


def own_words(questionnaire: Questionnaire, scale: MaturityScale, row: ReturnedRow, sent: Mapping[str, Answer]) -> ReturnedRow:
    """Return a row that came back without what was `sent` in it by us, where its office left it alone or is not responsible.

    Beside other answers of the office it stays: then the office has confirmed it.
    """
    if not sent:
        return row
    answers = validate_row(questionnaire, scale, row.cells).answers
    ours = {key for key, value in sent.items() if answers.get(key) == value}
    says_more = any(key not in ours and not is_blank(cell) for key, cell in row.cells.items())
    if says_more and answers.get(questionnaire.responsibility or "") != REFUSED:
        return row
    return replace(row, cells={key: None if key in ours else cell for key, cell in row.cells.items()})
