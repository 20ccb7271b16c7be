"""The appendix of the paper: every service, under the title of its wave."""

from typing import Final

from ozg_workflow.domain.results.prioritisation import RankState, Score
from ozg_workflow.domain.survey.responsibility import elsewhere_words
from ozg_workflow.report.board.data import BoardPaper
from ozg_workflow.report.board.tables import Part, long_table, rank_label
from ozg_workflow.report.labels import quadrant_title, span

UNRANKED: Final = "\0unranked"  # groups that are no wave
BLOCKED: Final = "\0blocked"
WIDTHS: Final = (2.7, 9.9, 1.4, 2.8)  # centimetres
SIZE: Final = 8.0


def appendix(paper: BoardPaper) -> Part:
    """Return every service under the title of its wave; then those without a rank, the blocked ones and those of other bodies."""
    groups = {wave.key: (f"Welle {wave.key}: {wave.title}", list[Score]()) for wave in paper.plan.waves}
    groups |= {UNRANKED: ("Ohne Rang, Angaben fehlen", []), BLOCKED: ("Rechtlich gesperrt", [])}
    for score in paper.scores:
        groups[_group(paper, score)][1].append(score)
    tables = [(title, [_line(score) for score in scores]) for title, scores in groups.values() if scores]
    others: list[tuple[str, ...]] = [("–", f"{other.name} – {elsewhere_words(other.body)}", "–", "–") for other in paper.left_out]
    tables += [("Kein Amt der Stadt", others)] if others else []
    header = ("Rang (Spanne)", "Leistung", "Amt", "Feld")
    return {"kind": "groups", "tables": [{"title": title} | long_table(header, rows, WIDTHS, SIZE) for title, rows in tables]}


def _group(paper: BoardPaper, score: Score) -> str:
    return BLOCKED if score.state is RankState.BLOCKED else paper.wave_of.get(score.service_id, UNRANKED)


def _line(score: Score) -> tuple[str, ...]:
    width = span(score.rank_low, score.rank_high)
    rank = rank_label(score) if score.rank_low is None else f"{rank_label(score)} ({width})"
    return (rank, score.name, score.office, quadrant_title(score.quadrant))
