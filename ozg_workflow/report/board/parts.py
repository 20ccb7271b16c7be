"""What the paper draws where its text says `[[Name]]`: long tables, large figures and the four-field chart, as the typesetter reads them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.domain.results.prioritisation import Quadrant, RankState, Score
from ozg_workflow.report.board.appendix import appendix, online, planned
from ozg_workflow.report.board.captions import Captions
from ozg_workflow.report.board.data import BoardPaper
from ozg_workflow.report.board.four_fields import Canvas, named, places, radius, unnamed
from ozg_workflow.report.board.levels import level_rows, planned_rows
from ozg_workflow.report.board.tables import Part, rank_label, table
from ozg_workflow.report.charts.placing import Box, Name, Side
from ozg_workflow.report.labels import (
    QUADRANT_COLOURS,
    count_quadrants,
    office_label,
    percent,
    quadrant_title,
    ranked,
    share,
    span,
)

TOP: Final = 20
LISTED: Final = 10
REST_PER_FIELD: Final = 8
WIDTH: Final = 442.0  # of the chart, in points
HEIGHT: Final = 285.0
TYPE_SIZE: Final = 7.0
MARGIN: Final = 7.0  # beyond 0 and 100, for the names of the fields
CORNER: Final = (150.0, 12.5)  # the name of a field


def parts(paper: BoardPaper, words: Captions, wanted: Collection[str]) -> dict[str, Part]:
    """Return the parts a text names."""
    return {name: make(paper, words) for name, make in _MAKERS.items() if name in wanted}


def _figures(paper: BoardPaper, words: Captions) -> Part:
    counts, best = paper.counts, Quadrant.DO_FIRST
    figures = (counts.ranked, counts.incomplete, counts.blocked, count_quadrants(paper.scores)[best])
    items = zip(map(german.number, figures), words.items("Kennzahlen", len(figures)), strict=True)
    return {"kind": "figures", "items": tuple(items)}


def _returns(paper: BoardPaper, words: Captions) -> Part:
    rows = [
        {
            "title": row.title,
            "lists": german.number(row.lists),
            "returned": german.number(row.returned),
            "share": percent(row.returned, row.lists),
            "percent": share(row.returned, row.lists) if row.lists else "–",
        }
        for row in paper.departments
    ]
    return {"kind": "bars", "header": words.header("Rücklauf", 4), "rows": rows}


def top_rows(paper: BoardPaper, limit: int) -> list[tuple[str, ...]]:
    """Return rank, range, service, office, points and field of the best services; provisional ranks carry an asterisk."""
    return [
        (
            rank_label(score),
            span(score.rank_low, score.rank_high),
            score.name,
            office_label(score.office, paper.office_names),
            german.number(score.score or 0, 1),
            quadrant_title(score.quadrant),
        )
        for score in ranked(paper.scores)[:limit]
    ]


def _top(paper: BoardPaper, words: Captions) -> Part:
    header = words.header("Rangliste", 6)
    return table(header, top_rows(paper, TOP), ("auto", "auto", "1fr", "4.5cm", "auto", "2.95cm"), (0, 4))


def _canvas(paper: BoardPaper) -> Canvas:
    """Return how the chart is drawn; the names of the fields stand in its corners."""
    (wide, high), limit = CORNER, 100 * paper.plan.threshold
    corners = [Box(left, top, left + wide, top + high) for left in (0, WIDTH - wide) for top in (0, HEIGHT - high)]
    shown = [corner for corner in corners if 0 < limit < 100 or corner.left]
    return Canvas(width=WIDTH, height=HEIGHT, type_size=TYPE_SIZE, radius=2.2, wider=0.9, margin=MARGIN, taken=tuple(shown))


def _chart(paper: BoardPaper, words: Captions) -> Part:
    fields, canvas, found = count_quadrants(paper.scores), _canvas(paper), places(paper.scores)
    summary = german.join([f"{quadrant_title(q)} {n}" for q, n in fields.items()])
    names = named(found, canvas)
    told = "; ".join(name.dot.text for _, name in names)
    (caption,) = words.paragraphs("Vier Felder", 1)
    return {
        "kind": "chart",
        "width": WIDTH,
        "height": HEIGHT,
        "size": TYPE_SIZE,
        "margin": MARGIN,
        "threshold": 100 * paper.plan.threshold,
        "axes": words.items("Vier Felder", 2),
        "caption": caption,
        "alt": f"Vier-Felder-Matrix aus Machbarkeit (waagerecht) und Nutzen (senkrecht). Leistungen je Feld: {summary}. Benannt sind: {told}.",
        "fields": [
            {"key": q.value, "label": f"{quadrant_title(q)}: {german.number(n)}", "colour": QUADRANT_COLOURS[q]}
            for q, n in fields.items()
        ],
        # large dots first, so that small ones stay visible on top of them
        "points": [
            {"x": place.x, "y": place.y, "radius": radius(place, canvas), "colour": QUADRANT_COLOURS[place.quadrant]}
            for place in sorted(found, key=lambda place: (-len(place.services), place.x, place.y))
        ],
        "names": [_name(name) for _, name in names],
    }


def _name(name: Name) -> dict[str, object]:
    box = name.box
    align = {Side.RIGHT: "left", Side.LEFT: "right"}.get(name.side, "center")
    return {
        "text": name.dot.text.replace(" ", "\u00a0"),  # on one line
        "x": box.left,
        "y": box.top,
        "width": box.right - box.left,
        "height": box.bottom - box.top,
        "align": align,
    }


def _rest(paper: BoardPaper, words: Captions) -> Part:
    found = places(paper.scores)
    others = unnamed(found, [place for place, _ in named(found, _canvas(paper))])
    rows = [(quadrant_title(q), german.number(len(own)), _first(own)) for q, own in others.items() if own]
    return table(words.header("Übrige je Feld", 3), rows, ("auto", "2.4cm", "1fr"), (1,))


def _first(scores: Sequence[Score]) -> str:
    named = [f"{rank_label(s)}\u00a0{s.name}" for s in scores[:REST_PER_FIELD]]
    return "\u00a0· ".join([*named, "…"] if len(scores) > REST_PER_FIELD else named)  # no line begins with the dot


def _levels(paper: BoardPaper, words: Captions) -> Part:
    rows = level_rows(paper.maturity) if paper.maturity else []
    header = words.header("Reifegrad", len(rows[0])) if rows else ()
    return table(header, rows, ("1fr", *("auto" for _ in header[1:])), range(1, len(header)), size=8.4)


def _planned(paper: BoardPaper, words: Captions) -> Part:
    rows = planned_rows(paper, paper.maturity) if paper.maturity else []
    return table(words.header("Geplante Angebote", 4), rows, ("auto", "1fr", "4.2cm", "3.6cm"), ())


def _blocked(paper: BoardPaper, words: Captions) -> Part:
    rows = [(s.name, office_label(s.office, paper.office_names)) for s in paper.scores if s.state is RankState.BLOCKED]
    return table(words.header("Gesperrte", 2), rows[:LISTED], ("1fr", "6cm"), ())


def _incomplete(paper: BoardPaper, words: Captions) -> Part:
    total = len(paper.plan.criteria)
    rows = [
        (
            s.name,
            office_label(s.office, paper.office_names),
            "–" if s.rank is None else str(s.rank),
            span(s.rank_low, s.rank_high),
            f"{round(s.completeness * total)} von {total}",
        )
        for s in [s for s in paper.scores if s.state is RankState.INCOMPLETE][:LISTED]
    ]
    return table(words.header("Unvollständige", 5), rows, ("1fr", "4.6cm", "auto", "auto", "auto"), (2, 4))


def _timeline(paper: BoardPaper, words: Captions) -> Part:
    rows = [(row.when, row.title, row.state) for row in paper.timeline]
    return table(words.header("Termine", 3), rows, ("3.1cm", "1fr", "2.2cm"), ())


def department_rows(paper: BoardPaper, words: Captions) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the heading and the rows of the measures by Dezernat and wave."""
    rows = [(row.title, *(german.number(n) for n in (*row.measures, sum(row.measures)))) for row in paper.proposed.departments]
    return words.header("Dezernate", len(paper.plan.waves) + 2), rows


def _departments(paper: BoardPaper, words: Captions) -> Part:
    header, rows = department_rows(paper, words)
    return table(header, rows, ("1fr", *("auto" for _ in header[1:])), range(1, len(header)))


_MAKERS: Final[Mapping[str, Callable[[BoardPaper, Captions], Part]]] = {
    "Kennzahlen": _figures,
    "Rücklauf": _returns,
    "Rangliste": _top,
    "Vier Felder": _chart,
    "Übrige je Feld": _rest,
    "Reifegrad": _levels,
    "Geplante Angebote": _planned,
    "Gesperrte": _blocked,
    "Unvollständige": _incomplete,
    "Termine": _timeline,
    "Dezernate": _departments,
    "Alle Leistungen": appendix,
    "Heutige Angebote": online,
    "Alle geplanten Angebote": planned,
}
PARTS: Final = tuple(_MAKERS)
