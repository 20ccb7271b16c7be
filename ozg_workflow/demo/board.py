"""The simulated board: the coordinator releases the draft the day after, and a day later the board changes ten decisions in the sheet."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select

from ozg_workflow.database.models import Measure
from ozg_workflow.demo.runner import Runner
from ozg_workflow.domain.results.board.sheet import PROPOSED, REASON, SHEET, TOP, VERDICT, WAVE
from ozg_workflow.domain.results.board.verdicts import CARRIED_OUT, VERDICT_TITLES, Verdict
from ozg_workflow.usecases.results.board.decisions import decisions_of
from ozg_workflow.usecases.results.compare_rounds import years_compared
from ozg_workflow.usecases.results.decide import import_decision
from ozg_workflow.usecases.results.decision_file import export_decision
from ozg_workflow.usecases.results.evaluate import newest_evaluation, scores_of
from ozg_workflow.usecases.results.papers import decided_paper, newest_paper
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.survey.questions.rounds import SURVEY_KEY

# position in the ranking (from 1) → what the board decides and why; everything else is accepted
CHANGES: Final = {
    3: (Verdict.OTHER_WAVE, "Das Fachverfahren wird erst 2021 erneuert."),
    6: (Verdict.OTHER_WAVE, "Erst nach dem Umzug des Amtes."),
    9: (Verdict.DEFER, "Das Land kündigt eine gemeinsame Lösung an."),
    14: (Verdict.DEFER, "Zuerst ist die Stelle zu besetzen."),
    18: (Verdict.OTHER_WAVE, "Soll zusammen mit der Fachbereichsreform beginnen."),
    21: (Verdict.DROP, "Wird künftig vom Kreis erledigt."),
    26: (Verdict.DEFER, "Haushalt 2021 abwarten."),
    33: (Verdict.OTHER_WAVE, "Ein Nachbar hat die Lösung schon."),
    40: (Verdict.DROP, "Die Leistung läuft aus."),
    47: (Verdict.DEFER, "Rechtslage wird gerade geändert."),
}


class Board:
    """Sits the day after it got the paper; `folder` is where its sheet lies."""

    def __init__(self, runner: Runner, folder: Path) -> None:
        self._runner, self._folder = runner, folder

    def morning(self, ctx: Context, day: date) -> None:
        """Release a draft that lies there, or decide on what was released before."""
        with ctx.reading() as work:
            paper = newest_paper(work)
            waiting = paper is not None and paper.decided_at is None
            released = paper is not None and paper.released_at is not None
        if waiting and released:
            self._decide(ctx)
        elif waiting:
            self._runner.release_paper(day)

    def _decide(self, ctx: Context) -> None:
        from openpyxl import load_workbook

        path = self._folder / "entscheidung-sitzung.xlsx"
        export_decision(ctx, path)
        book = load_workbook(path)
        _fill(book[SHEET])
        book.save(path)
        import_decision(ctx, path)


def _fill(sheet: Any) -> None:
    """Change the decisions of some lines; the waves are those that stand in the sheet."""
    columns = {cell.value: cell.column for cell in sheet[TOP + 1]}
    last = sheet.max_row
    waves = list(dict.fromkeys(sheet.cell(line, columns[PROPOSED]).value for line in range(TOP + 2, last + 1)))
    for position, (verdict, reason) in CHANGES.items():
        line = TOP + 1 + position
        if line > last:
            continue
        proposed = sheet.cell(line, columns[PROPOSED]).value
        other = next((wave for wave in waves if wave != proposed), proposed)
        sheet.cell(line, columns[VERDICT]).value = VERDICT_TITLES[verdict]
        sheet.cell(line, columns[REASON]).value = reason
        if verdict is Verdict.OTHER_WAVE:
            sheet.cell(line, columns[WAVE]).value = other


def differences(ctx: Context) -> Iterator[str]:
    """Yield in German what of the measures is not as the board has decided, or that it decided as proposed after all."""
    with ctx.reading() as work:
        paper = decided_paper(work)
        if paper is None:
            yield "Der Verwaltungsvorstand hat nichts beschlossen."
            return
        decisions = decisions_of(work, paper)
        wanted = {d.service_id: d.wave for d in decisions.values() if d.verdict in CARRIED_OUT}
        # what is not decided on anew stays as it was, and what is under way keeps its wave
        query = select(Measure.service_id, Measure.wave).where(
            Measure.rollout_id == work.rollout.id, Measure.round_key == paper.round_key
        )
        planned = {service_id: wave for service_id, wave in work.session.execute(query)}
        repeated = paper.round_key != SURVEY_KEY
    apart = planned.keys() ^ wanted.keys() if repeated else planned.items() ^ wanted.items()
    if apart:
        yield f"{len(apart)} Abweichungen zwischen Beschluss und Maßnahmen."
    if sum(d.verdict is not Verdict.ACCEPT for d in decisions.values()) != len(CHANGES):
        yield "Der Verwaltungsvorstand hat nicht die vorgesehenen Leistungen anders entschieden."


def alike(ctx: Context) -> Iterator[str]:
    """Yield in German that the final report has no second year to compare, or one in which no service has got further."""
    with ctx.reading() as work:
        ranking = newest_evaluation(work)
        found = years_compared(work, scores_of(ranking)) if ranking else None
    if found is None:
        yield "Die Erhebung ist nicht wiederholt worden; der Abschlussbericht vergleicht keine Jahre."
    elif not found.raised:
        yield f"Keine von {found.comparable} vergleichbaren Leistungen hat im zweiten Jahr eine höhere Stufe."
