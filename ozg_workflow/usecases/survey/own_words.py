"""What people wrote themselves, beside a decision that waits: the remark of an office, the beginning of a mail."""

from collections.abc import Iterator
from textwrap import shorten
from typing import Final

from ozg_workflow.database.models import Incoming, ResponsibilityCase
from ozg_workflow.domain.survey.question import Kind
from ozg_workflow.mail.read.parse import parse_mail
from ozg_workflow.usecases.step.rollout_access import questionnaire_of

LONGEST_WORDS: Final = 200  # of a text that is to be read; the mail or the list holds all of it


def quoted(text: str) -> str:
    """Return a text of a person on one line, shortened, in quotation marks."""
    return f"„{shorten(text, LONGEST_WORDS, placeholder=' …')}“"


def remarks_of(case: ResponsibilityCase) -> Iterator[str]:
    """Return what the office wrote beside its "nicht zuständig", each with the heading of its column; without the office it named."""
    row = case.row
    for question in questionnaire_of(row.service_list.round).questions:
        text = row.answers.get(question.key)
        if question.kind is Kind.TEXT and isinstance(text, str) and text.strip() and text != case.named:
            yield f"{question.heading}: {quoted(text)}"


def beginning_of(mail: Incoming) -> str:
    """Return how a mail begins, in quotation marks; empty where it has no text."""
    text = "" if mail.erased else parse_mail(mail.content).text
    return quoted(text) if text.strip() else ""
