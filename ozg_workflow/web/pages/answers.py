"""The answers: narrowed down, sorted and turned page by page on the server."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup
from starlette.responses import Response

from ozg_workflow.domain.desk import ANSWERS, INCOMING, OFFICE, SERVICE
from ozg_workflow.domain.survey.answer_line import ROW_STATE_TITLES, AnswerLine, Source
from ozg_workflow.domain.survey.outside_view import FINDING_TITLES, portal_words
from ozg_workflow.usecases.answers.read import answer_page
from ozg_workflow.usecases.cockpit.answer_search import answer_choices
from ozg_workflow.web.answer_words import AnswerWords, Cells, words_of
from ozg_workflow.web.asked_answers import ALL, FIELDS, asked_answers, asked_sort
from ozg_workflow.web.correcting import Corrections
from ozg_workflow.web.looks import ROW_LOOKS
from ozg_workflow.web.paging import SIZE, asked_page, same, turning
from ozg_workflow.web.room import Visit

Column = tuple[str, str, bool]  # the key of a question, its heading, whether its answers are numbers
ENDINGS: Final = {"Excel": ".xlsx", "CSV": ".csv", "JSON": ".json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line as it is shown: the cells of its answers as HTML, its sources as (words, address)."""

    line: AnswerLine
    service: str
    office: str
    cells: Markup
    sources: list[tuple[str, str]]
    correct: str


def show_answers(visit: Visit) -> Response:
    """Show one page of what is asked for, with the number found and the files of exactly that."""
    with visit.ctx.reading() as work:
        asked, sort = asked_answers(visit, work), asked_sort(visit, work)
        found = answer_page(work, asked.chosen, sort=sort, page=asked_page(visit), size=SIZE)
        words = words_of(work)
        choices = answer_choices(work)
        columns = [(key, words.heading(key), words.is_number(key)) for key in _columns(found.rows, words)]
        corrections = Corrections(visit, visit.forms(work))
        rounds = {line.round for line in found.rows}
        cells = {one: [(key, words.cells(one, key)) for key, _, _ in columns] for one in rounds}
        rows = [_row(visit, corrections, cells[line.round], line) for line in found.rows]
    return visit.page(
        "answers.html.j2",
        "Angaben",
        found=found,
        chosen=asked.chosen,
        state=asked.state,
        choices=choices,
        words=words,
        values=words.choices(asked.chosen.question, asked.chosen.round),
        columns=columns,
        rows=rows,
        row_titles=ROW_STATE_TITLES,
        finding_titles=FINDING_TITLES,
        seen_outside=any(line.outside for line in found.rows),
        portal_words=portal_words,
        row_looks=ROW_LOOKS,
        sorted_by=visit.asked("sortierung"),
        descending=sort.descending,
        address=same(visit, ANSWERS),
        turn=turning(visit, ANSWERS),
        files=_files(visit) if asked.chosen.round else {},
        all=ALL,
    )


def _row(visit: Visit, corrections: Corrections, cells: list[tuple[str, Cells]], line: AnswerLine) -> Row:
    answer = line.answers.get
    return Row(
        line=line,
        service=visit.path(SERVICE, line.service.ref),
        office=visit.path(OFFICE, line.office),
        cells=Markup("".join([made[answer(key)] for key, made in cells])),  # noqa: S704 - escaped there
        sources=_sources(visit, line),
        correct=corrections.of(line),
    )


def _sources(visit: Visit, line: AnswerLine) -> list[tuple[str, str]]:
    """Return where the answers of a line come from, each once: words and the page that tells more, empty where there is none."""
    found = {(source.incoming, source.title): source for source in line.places}
    return [
        (_source_words(source), visit.path(INCOMING, source.incoming)) if source.incoming else (source.title, "")
        for source in found.values()
    ]


def _source_words(source: Source) -> str:
    return f"Eingang {source.incoming}" + (f", {source.title}" if source.handed_on else "")


def _columns(lines: Iterable[AnswerLine], words: AnswerWords) -> list[str]:
    """Return the questions that a line of this page answers, in the order of the list."""
    answered = {key for line in lines for key in line.answers}
    return [key for key in words.questions if key in answered]


def _files(visit: Visit) -> Mapping[str, str]:
    kept = {name: visit.asked(name) for name in FIELDS}
    return {title: visit.path(f"{ANSWERS}{ending}", **kept) for title, ending in ENDINGS.items()}
