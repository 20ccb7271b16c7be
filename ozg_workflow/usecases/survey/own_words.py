"""What people wrote themselves, beside a decision that waits: the remark of an office, the beginning of a mail."""

from collections.abc import Iterator, Sequence
from textwrap import shorten
from typing import Any, Final

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import Incoming
from ozg_workflow.domain.survey.question import Kind
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.mail.read.parse import parse_mail

LONGEST_WORDS: Final = 200  # of a text that is to be read; the mail or the list holds all of it
_CONTENTS: Final = select(Incoming.id, Incoming.content).where(Incoming.id.in_(bindparam("mails", expanding=True)))


def quoted(text: str) -> str:
    """Return a text of a person on one line, shortened, in quotation marks."""
    return f"„{shorten(text, LONGEST_WORDS, placeholder=' …')}“"


def remarks_of(case: Row[Any], questionnaire: Questionnaire) -> Iterator[str]:
    """Return what the office wrote beside its "nicht zuständig", each with the heading of its column; without the office it named.

    `case` has that and the answers of its line.
    """
    for question in questionnaire.questions:
        text = case.answers.get(question.key)
        if question.kind is Kind.TEXT and isinstance(text, str) and text.strip() and text != case.named:
            yield f"{question.heading}: {quoted(text)}"


def beginnings_of(session: Session, mails: Sequence[Incoming | Row[Any]]) -> dict[int, str]:
    """Return how mails begin, each in quotation marks by its id; empty where it has no text. All are read in one go."""
    wanted = [mail.id for mail in mails if not mail.erased]
    found = columns(session, _CONTENTS, {"mails": wanted}) if wanted else ()
    return {number: _beginning(content) for number, content in found}


def _beginning(content: bytes) -> str:
    text = parse_mail(content).text
    return quoted(text) if text.strip() else ""
