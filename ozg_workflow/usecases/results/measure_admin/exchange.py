"""Give the measures out as a table, and take back what people have changed in it – whole or not at all."""

from pathlib import Path
from typing import Final

from ozg_workflow.database.models import Measure
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.results.exchange import Agreed, CellChange, MeasureRow, MeasureTable, cell, cell_changes
from ozg_workflow.domain.results.implementation import STATE_TITLES
from ozg_workflow.domain.results.routes import ROUTE_TITLES
from ozg_workflow.domain.results.solutions import Solutions, words_of
from ozg_workflow.domain.results.terms import Field, Frame, Terms, changed, words
from ozg_workflow.usecases.answers.export import FORMATS, may_replace
from ozg_workflow.usecases.results.measure_admin.agreed import (
    agree_on,
    all_measures,
    circle_words,
    frame_of,
    tell_order,
    terms_of,
    waiting_circle,
)
from ozg_workflow.usecases.results.tables.file import TableFile, read_file
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.files import write_as_told
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.workbook.errors import WorkbookError
from ozg_workflow.workbook.read.measures_sheet import read_measures
from ozg_workflow.workbook.write.measures_sheet import write_measures

ENDING: Final = ".xlsx"
MOST_NAMED: Final = 50


def export_measures(ctx: Context, path: Path) -> StepResult:
    """Write all measures into an .xlsx file. Raises InputError for another ending or a place that cannot be written to."""
    if path.suffix.lower() != ENDING:
        raise InputError(f"„{path}“: Die Maßnahmen gibt es als {ENDING}; bitte diese Endung verwenden.")
    may_replace(path, FORMATS[ENDING])
    with ctx.work("Maßnahmen ausgeben", lock=False) as work:
        measures = all_measures(work)
        content = measures_xlsx(work, measures)
        work.count("measures", len(measures))
        work.did(f"{german.count(len(measures), 'Maßnahme', 'Maßnahmen')} in {path.name}.")
        if not ctx.preview:
            write_as_told(work, path, content)
    return work.result


def measures_xlsx(work: Work, measures: dict[int, Measure]) -> bytes:
    """Return the table of these measures. Raises InputError when a text does not fit into Excel."""
    return write_measures(_table(work, measures))


def import_measures(ctx: Context, path: Path) -> StepResult:
    """Do the same with a file on this machine. Raises InputError, also where the file cannot be read."""
    return take_measures(ctx, read_file(path))


def take_measures(ctx: Context, file: TableFile) -> StepResult:
    """Let count what was changed in a file of `export_measures`. Raises InputError naming every cell that is wrong; then nothing counts."""
    try:
        table = read_measures(file.content, file.name)
    except WorkbookError as error:
        raise InputError(f"„{file.name}“: {error}") from error
    with ctx.work("Maßnahmen übernehmen") as work:
        if table.rollout != work.rollout.key:
            raise InputError(f"„{file.name}“ gehört zum Rollout „{table.rollout}“, nicht zu „{work.rollout.key}“.")
        measures = all_measures(work)
        frame = frame_of(work, measures)
        found, problems = cell_changes(table, _agreed_now(measures, frame))
        after, wrong = _agreed(measures, found, frame)
        _refuse(file.name, (*problems, *wrong))
        _refuse(file.name, _in_a_circle(measures, after, found))
        agree_on(work, measures, after, frame)
        _tell(work, found, len(measures.keys() - {row.number for row in table.rows}))
        tell_order(work, measures, after)
    return work.result


def _table(work: Work, measures: dict[int, Measure]) -> MeasureTable:
    frame, solutions = frame_of(work, measures), Solutions.of(work.config.solutions)
    offices = sorted(work.directory.office_names.items())
    return MeasureTable(
        rollout=work.rollout.key,
        title=work.rollout.title,
        city=work.rollout.city,
        rows=tuple(
            MeasureRow(
                number=number,
                rank=measure.rank,
                name=measure.service.name,
                ref=measure.service.ref,
                state=STATE_TITLES[measure.state],
                texts=_texts(terms_of(measure), frame),
                shift=measure.shift,
                solutions=words_of(solutions.fitting(measure.service.key, measure.service.ozg_id)),
            )
            for number, measure in measures.items()
        ),
        options={
            Field.WAVE: tuple(wave.title for wave in frame.waves),
            Field.ROUTE: tuple(ROUTE_TITLES.values()),
            Field.OFFICE: tuple(f"{number} – {name}" for number, name in offices),
            Field.TARGET_LEVEL: tuple(map(str, frame.levels)),
        },
    )


def _texts(terms: Terms, frame: Frame) -> dict[Field, str]:
    return {field: words(field, terms, frame) for field in Field}


def _agreed_now(measures: dict[int, Measure], frame: Frame) -> Agreed:
    terms = {number: terms_of(measure) for number, measure in measures.items()}

    def read(number: int, field: Field, text: str) -> str:
        try:
            return words(field, changed(terms[number], {field: text}, frame), frame)
        except InputError:
            return text

    return Agreed(
        texts={number: _texts(agreed, frame) for number, agreed in terms.items()},
        refs={number: measure.service.ref for number, measure in measures.items()},
        read=read,
    )


def _agreed(measures: dict[int, Measure], found: tuple[CellChange, ...], frame: Frame) -> tuple[dict[int, Terms], list[str]]:
    """Return number → what is agreed then, and a sentence for each cell that cannot be."""
    given: dict[int, dict[Field, CellChange]] = {}
    for change in found:
        given.setdefault(change.number, {})[change.field] = change
    after, wrong = {}, []
    for number, cells in given.items():
        terms = terms_of(measures[number])
        for field, change in cells.items():  # the wave stands before the last day, which has to fit into it
            try:
                terms = changed(terms, {field: change.text}, frame)
            except InputError as error:
                wrong.append(f"{cell(change.place)}: {error}")
        after[number] = terms
    return after, wrong


def _in_a_circle(measures: dict[int, Measure], after: dict[int, Terms], found: tuple[CellChange, ...]) -> tuple[str, ...]:
    """Return a sentence for each changed cell that lets measures wait for each other."""
    waiting = waiting_circle(measures, after)
    cells = (c.place for c in found if c.field is Field.DEPENDS_ON and c.number in waiting)
    return tuple(f"{cell(place)}: {circle_words(measures, waiting)}" for place in cells)


def _refuse(file: str, problems: tuple[str, ...]) -> None:
    if not problems:
        return
    named = (f"{file}: {problem}" for problem in problems[:MOST_NAMED])
    rest = len(problems) - MOST_NAMED
    more = [f"… und {german.count(rest, 'weitere Zelle', 'weitere Zellen')}."] if rest > 0 else []
    raise InputError("\n".join([*named, *more, "Es wurde nichts übernommen."]))


def _tell(work: Work, found: tuple[CellChange, ...], missing: int) -> None:
    work.count("changed", len(found))
    if not found:
        work.say("In der Datei ist nichts geändert.")
    if missing:
        stay = german.count(missing, "Maßnahme steht", "Maßnahmen stehen")
        work.say(f"{stay} nicht in der Datei; dort bleibt alles, wie es ist.")
