"""The appendices of the paper: every service under the title of its wave, every offer of today and every planned one."""

from typing import Final

from ozg_workflow.domain.results.prioritisation import RankState, Score
from ozg_workflow.domain.survey.responsibility import elsewhere_words
from ozg_workflow.report.board.captions import Captions
from ozg_workflow.report.board.data import BoardPaper
from ozg_workflow.report.board.levels import all_planned_rows, online_rows
from ozg_workflow.report.board.tables import Part, long_table, rank_label
from ozg_workflow.report.labels import quadrant_title, span

UNRANKED: Final = "\0unranked"  # groups that are no wave
BLOCKED: Final = "\0blocked"
ELSEWHERE: Final = "\0elsewhere"
WIDTHS: Final = (2.7, 9.9, 1.4, 2.8)  # centimetres
SIZE: Final = 8.0


def appendix(paper: BoardPaper, words: Captions) -> Part:
    """Return every service under the title of its wave; then those without a rank, the blocked ones and those of other bodies."""
    keys = (*(wave.key for wave in paper.plan.waves), UNRANKED, BLOCKED, ELSEWHERE)
    groups: dict[str, list[tuple[str, ...]]] = {key: [] for key in keys}
    for score in paper.scores:
        groups[_group(paper, score)].append(_line(score))
    groups[ELSEWHERE] = [("–", f"{other.name} – {elsewhere_words(other.body)}", "–", "–") for other in paper.left_out]
    header, titles = words.header("Alle Leistungen", len(WIDTHS)), words.items("Alle Leistungen", len(keys))
    tables = [(title, rows) for title, rows in zip(titles, groups.values(), strict=True) if rows]
    return {"kind": "groups", "tables": [{"title": title} | long_table(header, rows, WIDTHS, SIZE) for title, rows in tables]}


def online(paper: BoardPaper, words: Captions) -> Part:
    """Return every offer of today."""
    rows = online_rows(paper.maturity) if paper.maturity else []
    return long_table(words.header("Heutige Angebote", 4), rows, (9.6, 1.4, 1.4, 4.4), SIZE)


def planned(paper: BoardPaper, words: Captions) -> Part:
    """Return every offer that is firmly planned."""
    rows = all_planned_rows(paper.maturity) if paper.maturity else []
    return long_table(words.header("Alle geplanten Angebote", 4), rows, (2.4, 11.0, 1.4, 2.0), SIZE)


def _group(paper: BoardPaper, score: Score) -> str:
    return BLOCKED if score.state is RankState.BLOCKED else paper.wave_of.get(score.service_id, UNRANKED)


def _line(score: Score) -> tuple[str, ...]:
    width = span(score.rank_low, score.rank_high)
    rank = rank_label(score) if score.rank_low is None else f"{rank_label(score)} ({width})"
    return (rank, score.name, score.office, quadrant_title(score.quadrant))
