"""The paper for the executive board: what was found, what is proposed, and what the board is asked to decide."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.domain.characters import each_text, xml_text
from ozg_workflow.domain.results.prioritisation import Quadrant, RankState, Score
from ozg_workflow.paper.typesetting import typeset
from ozg_workflow.report.board_data import BoardPaper, DepartmentReturn, PlannedWave, TimelineRow
from ozg_workflow.report.board_text import method_sentence, proposal, return_sentence, top_rows, wave_rows, weights_sentence
from ozg_workflow.report.labels import QUADRANT_COLOURS, count_quadrants, office_label, percent, quadrant_title, share, span

__all__ = ["BoardPaper", "DepartmentReturn", "PlannedWave", "TimelineRow", "board_paper_pdf", "board_paper_pptx"]

TEMPLATE: Final = Path(__file__).with_name("board_paper.typ")
KIND: Final = "Vorlage für den Verwaltungsvorstand"
TOP: Final = 20
LISTED: Final = 10
OCCASION: Final = (
    "Das Onlinezugangsgesetz (§ 1 OZG) verpflichtet die Verwaltung, ihre Leistungen auch online anzubieten. "
    "Ziel des Umsetzungskonzeptes ist „{target}“ bis zum {day}.\n"
    "Maßstab ist die Skala „{scale}“. Diese Vorlage berichtet über die Erhebung bei den Ämtern, stellt die Priorisierung vor "
    "und bittet um den Beschluss über die Umsetzung."
).splitlines()
PROCEDURE: Final = (
    "Die Ämter haben ihre Leistungen in Amtslisten beschrieben, die über die Dezernatspostfächer versandt wurden. "
    "Die Rückläufe wurden Zeile für Zeile geprüft und strittige Zuständigkeiten geklärt."
)
TOP_NOTE: Final = "Spanne: bester und schlechtester möglicher Rang, solange Angaben fehlen. * vorläufig, eigene Angaben fehlen."


def board_paper_pdf(paper: BoardPaper) -> bytes:
    """Return the „Vorlage für den Verwaltungsvorstand“ as an accessible PDF (PDF/UA-1); same input, same bytes."""
    data = _head(paper) | _procedure(paper) | _result(paper) | _gaps(paper) | _plan(paper)
    return typeset(TEMPLATE, data, paper.evaluated_at)


def board_paper_pptx(paper: BoardPaper) -> bytes:
    """Return the slides of the paper (16:9, native charts and tables); same input, same bytes."""
    from ozg_workflow.report.board_slides import slides

    return slides(each_text(paper, xml_text))


def _head(paper: BoardPaper) -> dict[str, object]:
    return {
        "title": paper.title,
        "document_title": f"{KIND}, {paper.date_label}: {paper.title} – {paper.city}, Auswertung vom {_day(paper)}",
        "author": paper.coordinator,
        "rollout": paper.rollout,
        "city": paper.city,
        "kind": KIND,
        "footer": f"{paper.title} · Stand der Auswertung {german.local_time(paper.evaluated_at)} Uhr",
        "head": [
            ("Betreff", "Priorisierung der Verwaltungsleistungen und Planung der Umsetzung"),
            ("Vorgelegt von", f"{paper.coordinator}, OZG-Koordination"),
            ("Sitzung", paper.date_label),
        ],
        "doubts": paper.doubts,
        "signature": f"{paper.coordinator}, OZG-Koordination",
    }


def _day(paper: BoardPaper) -> str:
    return german.short_date(german.local_day(paper.evaluated_at))


def _procedure(paper: BoardPaper) -> dict[str, object]:
    day = german.short_date(paper.target_on)
    return {
        "occasion": [text.format(target=paper.target_level_title, day=day, scale=paper.scale_title) for text in OCCASION],
        "procedure": PROCEDURE,
        "timeline": [(row.when, row.title, row.state) for row in paper.timeline],
        "return_sentence": return_sentence(paper),
        "departments": [_department(row) for row in paper.departments],
    }


def _department(row: DepartmentReturn) -> dict[str, object]:
    figures = {"title": row.title, "lists": str(row.lists), "returned": str(row.returned)}
    return figures | {"share": percent(row.returned, row.lists), "percent": share(row.returned, row.lists) if row.lists else "–"}


def _result(paper: BoardPaper) -> dict[str, object]:
    counts = paper.counts
    fields = count_quadrants(paper.scores)
    limit = german.number(100 * paper.plan.threshold)
    rated = german.count(counts.total, "Leistung", "Leistungen")
    return {
        "result": f"Bewertet wurden {rated}. {method_sentence(paper)} {weights_sentence(paper)}",
        "figures": (
            (german.number(counts.ranked), "vollständig bewertet"),
            (german.number(counts.incomplete), "unvollständig"),
            (german.number(counts.blocked), "rechtlich gesperrt"),
            (german.number(fields[Quadrant.DO_FIRST]), f"„{quadrant_title(Quadrant.DO_FIRST)}“"),
        ),
        "top": top_rows(paper, TOP),
        "top_note": TOP_NOTE,
        "fields_sentence": f"Nutzen und Machbarkeit ergeben vier Felder; ab {limit} von 100 Punkten gilt eine Achse als hoch.",
        "chart": _chart(paper, fields),
    }


def _chart(paper: BoardPaper, fields: Mapping[Quadrant, int]) -> dict[str, object]:
    points = Counter((s.feasibility, s.benefit, s.quadrant) for s in paper.scores if s.quadrant)
    summary = german.join([f"{quadrant_title(q)} {n}" for q, n in fields.items()])
    return {
        "threshold": 100 * paper.plan.threshold,
        "alt": f"Vier-Felder-Matrix aus Machbarkeit (waagerecht) und Nutzen (senkrecht). Leistungen je Feld: {summary}.",
        "fields": [
            {"key": q.value, "label": f"{quadrant_title(q)}: {n}", "colour": QUADRANT_COLOURS[q]} for q, n in fields.items()
        ],
        # Large points first, so that small ones stay visible on top of them.
        "points": [
            {"x": x, "y": y, "count": n, "colour": QUADRANT_COLOURS[q]}
            for (x, y, q), n in sorted(points.items(), key=lambda item: (-item[1], item[0][0] or 0, item[0][1] or 0))
            if q
        ],
    }


def _gaps(paper: BoardPaper) -> dict[str, object]:
    blocked = [s for s in paper.scores if s.state is RankState.BLOCKED]
    incomplete = [s for s in paper.scores if s.state is RankState.INCOMPLETE]
    return {
        "blocked_sentence": _blocked_sentence(len(blocked)),
        "blocked": [(s.name, office_label(s.office, paper.office_names)) for s in blocked[:LISTED]],
        "incomplete_sentence": _incomplete_sentence(len(incomplete)),
        "incomplete": [_incomplete_row(s, paper) for s in incomplete[:LISTED]],
    }


def _blocked_sentence(number: int) -> str:
    if not number:
        return "Keiner Leistung steht eine Rechtsvorschrift so entgegen, dass eine Online-Erledigung ausgeschlossen wäre."
    which = "Bei einer Leistung" if number == 1 else f"Bei {number} Leistungen"
    text = "schließt eine Rechtsvorschrift die Online-Erledigung aus; das wird ausgewiesen, aber nicht gereiht."
    return f"{which} {text}{_more(number)}"


def _incomplete_sentence(number: int) -> str:
    if not number:
        return "Für alle übrigen Leistungen liegen die Angaben vollständig vor."
    which = "Zu einer Leistung" if number == 1 else f"Zu {number} Leistungen"
    return f"{which} fehlen Angaben. Was fehlt, zählt nicht als null: Der Rang ist vorläufig, seine Spanne weiter.{_more(number)}"


def _incomplete_row(score: Score, paper: BoardPaper) -> tuple[str, ...]:
    total = len(paper.plan.criteria)
    known = f"{round(score.completeness * total)} von {total}"
    rank = "–" if score.rank is None else str(score.rank)
    return (score.name, office_label(score.office, paper.office_names), rank, span(score.rank_low, score.rank_high), known)


def _more(number: int) -> str:
    return f" Die ersten {LISTED} sind hier genannt, alle enthält die Arbeitsmappe zur Priorisierung." if number > LISTED else ""


def _plan(paper: BoardPaper) -> dict[str, object]:
    planned = german.count(sum(wave.count for wave in paper.waves), "Leistung", "Leistungen")
    return {
        "waves_sentence": f"{planned} werden nach ihrem Rang auf {german.count(len(paper.waves), 'Welle', 'Wellen')} verteilt.",
        "waves": wave_rows(paper),
        "proposal": proposal(paper),
    }
