"""The answers as CSV for scripts and spreadsheets: columns with stable keys, texts that stay texts, numbers that stay numbers.

A spreadsheet guesses what a cell of a CSV file is: it carries out what begins with `=`, turns `2/3` into a day and a key of fourteen
digits into 9,9E+13. A text it would take for something else therefore begins with an apostrophe; so does a text that really begins
with one, and a script that takes away one apostrophe from the beginning has every text back (https://owasp.org/www-community/attacks/CSV_Injection).
"""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Final

from ozg_workflow.domain.german import MONTHS
from ozg_workflow.domain.survey.answer_line import AnswerLine
from ozg_workflow.domain.survey.bundles import Asked, online
from ozg_workflow.domain.survey.cells import plain_number
from ozg_workflow.domain.survey.outside_view import portal_words
from ozg_workflow.domain.survey.question import Kind, Question
from ozg_workflow.report.answers.columns import contradicted
from ozg_workflow.report.answers.sheet import COMMANDS
from ozg_workflow.report.answers.table import AnswerTable
from ozg_workflow.report.answers.words import shower, sources_in_words, state_words
from ozg_workflow.report.workbook import cell_text

BOM: Final = "\ufeff"
FIRST: Final = "round;office;office_name;"  # so begins every file of this kind
LONGEST_CODE: Final = 11  # digits a spreadsheet shows as they are
LONGEST_VALUE: Final = 40  # characters of what a spreadsheet takes for a number or a day
ENGLISH: Final = ["January", "February", "March", "May", "June", "July", "October", "December", "Mrz"]
# letters that a spreadsheet understands within numbers, days and times
UNDERSTOOD: Final = frozenset(
    word[:length].casefold() for word in (*MONTHS, *ENGLISH) for length in range(3, len(word) + 1)
) | {"e", "am", "pm", "a", "p", "t", "z", "uhr", "eur"}  # fmt: skip
TRUTH: Final = frozenset({"wahr", "falsch", "true", "false"})

Write = Callable[[AnswerLine], str]


def answers_csv(table: AnswerTable) -> bytes:
    """Return the lines that count as CSV: `;`, UTF-8 with BOM, CRLF, one row per service and office."""
    columns = csv_columns(table.asked)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([write(line) for write in columns.values()] for line in table.counting)
    return (BOM + stream.getvalue()).encode(errors="replace")


def csv_columns(asked: Asked) -> dict[str, Write]:
    """Return key of a column → what is written of a line; the keys are the paths of the JSON file."""
    headings = {q.key: q.heading for q in asked.questionnaire.questions}
    fixed: dict[str, Write] = {
        "round": lambda line: text(line.round),
        "office": lambda line: code(line.office),
        "office_name": lambda line: text(line.office_name),
        "department": lambda line: code(line.department),
        "department_name": lambda line: text(line.department_name),
        "service.ref": lambda line: code(line.service.ref),
        "service.leika_key": lambda line: text(line.service.key),
        "service.name": lambda line: text(line.service.name),
        "service.ozg_id": lambda line: code(line.service.ozg_id),
        "service.ozg_name": lambda line: text(line.service.ozg_name),
        "service.theme": lambda line: text(line.service.theme),
        "list_version": lambda line: str(line.list_version),
        "number": lambda line: str(line.number),
        "state": lambda line: line.state.value,
        "state.label": lambda line: text(state_words(line)),
        "online": lambda line: online(asked, line).value,
    }
    answers = {key: write for q in asked.questionnaire.questions for key, write in _answer(asked, q).items()}
    return fixed | answers | {
        "contradictions": lambda line: text(contradicted(asked, line)),
        "outside.portal": lambda line: text(portal_words(line.outside.entry, links=False) if line.outside else ""),
        "outside.urls": lambda line: text("\n".join(_urls(line))),
        "outside.sdg": lambda line: _yes_or_no(line.outside.sdg if line.outside else None),
        "outside.findings": lambda line: text(" ".join(line.outside.findings) if line.outside else ""),
        "source": lambda line: text(sources_in_words(line, headings)),
    }  # fmt: skip


def _urls(line: AnswerLine) -> tuple[str, ...]:
    return line.outside.entry.urls if line.outside and line.outside.entry else ()


def _yes_or_no(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


def _answer(asked: Asked, question: Question) -> dict[str, Write]:
    """Return the column of a question; a choice also has one with the label that people picked."""
    key, show = question.key, shower(asked, question)
    name = f"answers.{key}"
    if question.kind not in (Kind.CHOICE, Kind.SCALE):
        return {name: lambda line: _value(line.answers.get(key), text)}
    return {
        name: lambda line: _value(line.answers.get(key), code),
        f"{name}.label": lambda line: text(str(show(line.answers.get(key)) or "")),
    }


def _value(answer: object, written: Callable[[str], str]) -> str:
    if answer is None:
        return ""
    if isinstance(answer, int | float):
        return plain_number(answer) if isinstance(answer, float) else str(answer)
    return str(answer) if _is_day(str(answer)) else written(str(answer))


def _is_day(answer: str) -> bool:
    try:
        return date.fromisoformat(answer).isoformat() == answer
    except ValueError:
        return False


def code(value: str) -> str:
    """Write a number or key of ours: short numbers as they are."""
    plain = value.isascii() and value.isdecimal() and len(value) <= LONGEST_CODE and str(int(value)) == value
    return value if plain else text(value)


def text(value: str) -> str:
    """Write a text so that a spreadsheet leaves it a text: with an apostrophe before what it would take for something else."""
    clean = cell_text(value)
    return f"'{clean}" if _misread(clean) else clean


def _misread(value: str) -> bool:
    start = value.lstrip()[:1]
    if not start:
        return bool(value)
    if value[0] in COMMANDS or start in COMMANDS or start == "'":
        return True
    if len(value) > LONGEST_VALUE:
        return False
    if not any(c.isdigit() for c in value):
        return value.strip().casefold() in TRUTH
    return all(word in UNDERSTOOD for word in "".join(c if c.isalpha() else " " for c in value).casefold().split())
