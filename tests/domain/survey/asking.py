"""One question of a kind, and what becomes of one cell below it."""

from dataclasses import replace
from typing import Any

from ozg_workflow.domain.survey.answers import Issue, RowAnswers, validate_row
from ozg_workflow.domain.survey.cells import Cell
from ozg_workflow.domain.survey.kinds.registry import asked
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.question import Choice, Kind, Question
from ozg_workflow.domain.survey.questionnaire import Questionnaire


def question(kind: Kind, **more: Any) -> Question:
    return Question(key="q", heading="Frage", kind=kind, help="Hilfe", example="12", **more)


def check(question: Question, scale: MaturityScale, cell: Cell) -> RowAnswers:
    return validate_row(Questionnaire(version="1", title="T", questions=(question,)), scale, {"q": cell})


def accepted(question: Question, scale: MaturityScale, cell: Cell) -> object:
    found = check(question, scale, cell)
    assert found.issues == ()
    return found.answers["q"]


def refused(question: Question, scale: MaturityScale, cell: Cell) -> Issue:
    found = check(question, scale, cell)
    assert found.answers == {}
    (issue,) = found.issues
    assert issue.remedy.startswith("Bitte ")
    return issue


def printed(question: Question, scale: MaturityScale, answer: Any) -> tuple[str, Cell]:
    """Return a stored answer as people read it and as it stands in the next list."""
    column = asked(question, scale)
    return column.label(answer), column.cell(answer)


YES_NO = question(Kind.CHOICE, values=(Choice(value="ja", label="ja"), Choice(value="nein", label="nein")))
SUPPORT = question(
    Kind.CHOICE,
    values=(
        Choice(value="0", label="0 – keine (Papier)"),
        Choice(value="2", label="2 – Fachverfahren"),
        Choice(value="3", label="3 – Fachverfahren mit Schnittstelle"),
    ),
)
BARRIER = question(
    Kind.CHOICE, values=(Choice(value="none", label="keines"), Choice(value="written", label="Schriftform vorgeschrieben"))
)
LEVEL = question(Kind.SCALE)
CASES = replace(question(Kind.INTEGER, minimum=0, maximum=10_000_000, unit="Fälle"), help="Wie oft im Jahr?")
STAFF = question(Kind.DECIMAL, minimum=0, maximum=1000, unit="VZÄ")
DAY = question(Kind.DATE)
ADDRESS = question(Kind.URL)
TEXT = question(Kind.TEXT)
