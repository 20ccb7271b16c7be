"""The four sheets of the prioritisation workbook."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from ozg_workflow.domain import german
from ozg_workflow.domain.results.prioritisation import LeftOut, Prioritisation, Quadrant, RankState, Score
from ozg_workflow.domain.results.reasons import ReasonCode
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.responsibility import elsewhere_words
from ozg_workflow.report.labels import (
    INK,
    QUADRANT_COLOURS,
    QUADRANT_MEANINGS,
    STATE_TITLES,
    count_quadrants,
    count_states,
    office_label,
    quadrant_title,
    ranked,
    short_reasons,
)
from ozg_workflow.report.method import method_rows
from ozg_workflow.report.workbook import LINE_HEIGHT, Book, Column, Value, row_height

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

HEADER_ROW: Final = 3


RANKING: Final = (
    Column(heading="Rang", width=7, look="rank"),
    Column(heading="Leistung", width=54),
    Column(heading="Amt", width=7, look="centre"),
    Column(heading="Name des Amtes", width=27),
    Column(heading="Punkte", width=10, look="score"),
    Column(heading="Nutzen", width=9, look="score"),
    Column(heading="Machbarkeit", width=14, look="score"),
    Column(heading="Feld", width=20),
    Column(heading="Rang frühestens", width=13, look="centre"),
    Column(heading="Rang spätestens", width=13, look="centre"),
    Column(heading="Stabil von", width=9, look="centre"),
    Column(heading="Stabil bis", width=9, look="centre"),
    Column(heading="Vorn dabei", width=10, look="percent"),
    Column(heading="Ausschlaggebend", width=34),
    Column(heading="Angaben", width=10, look="percent"),
    Column(heading="Stand", width=14),
    Column(heading="Kennung", width=11),
    Column(heading="Begründung", width=84),
)
FIELD_LIST: Final = (
    Column(heading="Feld", width=22),
    Column(heading="Rang", width=8, look="rank"),
    Column(heading="Leistung", width=54),
    Column(heading="Amt", width=30),
    Column(heading="Machbarkeit", width=14, look="score"),
    Column(heading="Nutzen", width=10, look="score"),
)
OPEN_ONES: Final = (
    Column(heading="Stand", width=19),
    Column(heading="Leistung", width=54),
    Column(heading="Amt", width=7, look="centre"),
    Column(heading="Name des Amtes", width=27),
    Column(heading="Vorläufiger Rang", width=12, look="rank"),
    Column(heading="Angaben", width=10, look="percent"),
    Column(heading="Kennung", width=11),
    Column(heading="Grund", width=66),
)
METHOD: Final = (
    Column(heading="Kriterium", width=40, look="strong"),
    Column(heading="Achse", width=14),
    Column(heading="Gewicht", width=11, look="centre"),
    Column(heading="Punkte je Antwort", width=56),
    Column(heading="Begründung", width=56),
)


def _subtitle(book: Book, scores: Sequence[Score], plan: Prioritisation) -> str:
    counts = count_states(scores)
    services = german.count(len(ranked(scores)), "Leistung gereiht", "Leistungen gereiht")
    return (
        f"{book.city} · {book.title} · Stand {german.local_time(book.evaluated_at)} Uhr · Gewichte Version {plan.version} · "
        f"{services}, davon {counts.incomplete - counts.unranked} vorläufig; {counts.blocked} rechtlich gesperrt"
    )


def write_ranking(book: Book, scores: Sequence[Score], plan: Prioritisation, names: Mapping[str, str]) -> None:
    """Write the sheet `Rangfolge`: every service with a rank, provisional ones included and marked."""
    sheet = book.sheet("Rangfolge", "Rangfolge der Leistungen", _subtitle(book, scores, plan), RANKING)
    sheet.set_paper(8)  # A3: eighteen columns are not readable on A4
    rows = [_ranking_row(score, names) for score in ranked(scores)]
    book.table(sheet, HEADER_ROW, RANKING, rows, name="Rangfolge")
    sheet.freeze_panes(HEADER_ROW + 1, 2)
    if not rows:
        return
    last = HEADER_ROW + len(rows)
    bar = {"type": "data_bar", "bar_solid": True, "min_type": "num", "min_value": 0, "max_type": "num", "max_value": 100}
    for column, colour in ((4, "#A9C4E4"), (5, "#E4ECF5"), (6, "#E4ECF5")):
        sheet.conditional_format(HEADER_ROW + 1, column, last, column, bar | {"bar_color": colour})
    _colour_fields(book, sheet, HEADER_ROW + 1, last, 7)
    provisional = book.file.add_format({"italic": True, "font_color": "#9A4A00"})
    rule = {"type": "cell", "criteria": "==", "value": f'"{STATE_TITLES[RankState.INCOMPLETE]}"', "format": provisional}
    sheet.conditional_format(HEADER_ROW + 1, 15, last, 15, rule)


def _colour_fields(book: Book, sheet: "Worksheet", first: int, last: int, column: int) -> None:
    for quadrant, colour in QUADRANT_COLOURS.items():
        look: Format = book.file.add_format({"font_color": colour, "bold": quadrant is Quadrant.DO_FIRST})
        rule = {"type": "cell", "criteria": "==", "value": f'"{quadrant_title(quadrant)}"', "format": look}
        sheet.conditional_format(first, column, last, column, rule)


def _ranking_row(score: Score, names: Mapping[str, str]) -> tuple[Value, ...]:
    return (
        score.rank,
        score.name,
        score.office,
        names.get(score.office, ""),
        score.score,
        score.benefit,
        score.feasibility,
        quadrant_title(score.quadrant),
        score.rank_low,
        score.rank_high,
        score.stable_from,
        score.stable_to,
        score.top_share,
        score.decisive,
        score.completeness,
        STATE_TITLES[score.state],
        score.ref,
        short_reasons(score.reasons),
    )


def write_four_fields(book: Book, scores: Sequence[Score], plan: Prioritisation, names: Mapping[str, str]) -> None:
    """Write the sheet `Vier Felder`: counts, scatter chart, and the services by field."""
    threshold = f"Ab {german.number(100 * plan.threshold)} von 100 Punkten gilt eine Achse als hoch."
    sheet = book.sheet("Vier Felder", "Nutzen und Machbarkeit", threshold, FIELD_LIST)
    counts = count_quadrants(scores)
    for index, heading in enumerate(("Feld", "Anzahl", "Bedeutung")):
        book.put(sheet, HEADER_ROW, index, heading, "header")
    for row, (quadrant, number) in enumerate(counts.items(), HEADER_ROW + 1):
        book.put(sheet, row, 0, quadrant_title(quadrant), "strong")
        book.put(sheet, row, 1, number, "rank")
        book.put(sheet, row, 2, QUADRANT_MEANINGS[quadrant])
    _colour_fields(book, sheet, HEADER_ROW + 1, HEADER_ROW + 4, 0)
    top = HEADER_ROW + 34
    listed = [score for quadrant in Quadrant for score in scores if score.quadrant is quadrant]
    rows = [_field_row(score, names) for score in listed]
    book.table(sheet, top, FIELD_LIST, rows, name="VierFelder")
    sheet.set_h_pagebreaks([top])
    if rows:
        _colour_fields(book, sheet, top + 1, top + len(rows), 0)
        chart = _scatter(book.file, counts, top + 1, plan.threshold)
        description = "Punktdiagramm: Machbarkeit waagerecht, Nutzen senkrecht; die Werte stehen in der Tabelle darunter."
        sheet.insert_chart(HEADER_ROW + 6, 0, chart, {"description": description, "x_offset": 2})


def _field_row(score: Score, names: Mapping[str, str]) -> tuple[Value, ...]:
    return (
        quadrant_title(score.quadrant),
        score.rank,
        score.name,
        office_label(score.office, names),
        score.feasibility,
        score.benefit,
    )


def _scatter(book: "Workbook", counts: Mapping[Quadrant, int], first_row: int, threshold: float) -> "Chart":
    chart = book.add_chart({"type": "scatter"})
    if chart is None:
        raise ValueError("Das Diagramm ließ sich nicht anlegen.")
    start = first_row
    for quadrant, number in counts.items():
        if number:
            chart.add_series(_series(quadrant, start, start + number - 1))
        start += number
    chart.set_x_axis(_scatter_axis("Machbarkeit (0 = schwer, 100 = leicht)", threshold))
    chart.set_y_axis(_scatter_axis("Nutzen (0 = gering, 100 = hoch)", threshold))
    chart.set_legend({"position": "bottom", "font": {"name": "Arial", "size": 10}})
    chart.set_size({"width": 900, "height": 540})
    chart.set_chartarea({"border": {"color": "#D5DAE0"}})
    return chart


def _series(quadrant: Quadrant, first: int, last: int) -> dict[str, object]:
    colour = QUADRANT_COLOURS[quadrant]
    return {
        "name": quadrant_title(quadrant),
        "categories": ["Vier Felder", first, 4, last, 4],
        "values": ["Vier Felder", first, 5, last, 5],
        # Many services share a point: a translucent marker grows darker where they pile up.
        "marker": {
            "type": "circle",
            "size": 9,
            "fill": {"color": colour, "transparency": 55},
            "border": {"color": colour, "width": 0.5},
        },
    }


def _scatter_axis(title: str, threshold: float) -> dict[str, object]:
    font = {"name": "Arial", "size": 10, "bold": False}
    return {
        "name": title,
        "name_font": font,
        "num_font": font | {"size": 9},
        "min": 0,
        "max": 100,
        "major_unit": 25,
        "num_format": "0",
        "crossing": 100 * threshold,  # the axes themselves divide the four fields
        "label_position": "low",
        "line": {"color": INK, "width": 1.25},
        "major_gridlines": {"visible": True, "line": {"color": "#E6EAEE", "width": 0.5}},
    }


def write_open_ones(book: Book, scores: Iterable[Score], names: Mapping[str, str], left_out: Iterable[LeftOut] = ()) -> None:
    """Write the sheet `Gesperrt und offen`: what has no firm rank, and why."""
    subtitle = "Gesperrte Leistungen werden nicht gereiht. Unvollständige haben einen vorläufigen Rang oder keinen."
    sheet = book.sheet("Gesperrt und offen", "Gesperrte und unvollständige Leistungen", subtitle, OPEN_ONES)
    found = [score for state in (RankState.BLOCKED, RankState.INCOMPLETE) for score in scores if score.state is state]
    rows = [*(_open_row(score, names) for score in found), *(_left_out_row(item) for item in left_out)]
    book.table(sheet, HEADER_ROW, OPEN_ONES, rows, name="GesperrtUndOffen")
    sheet.freeze_panes(HEADER_ROW + 1, 2)


def _open_row(score: Score, names: Mapping[str, str]) -> tuple[Value, ...]:
    gaps = tuple(reason for reason in score.reasons if reason.code is ReasonCode.MISSING) or score.reasons
    office = names.get(score.office, "")
    return (
        STATE_TITLES[score.state],
        score.name,
        score.office,
        office,
        score.rank,
        score.completeness,
        score.ref,
        short_reasons(gaps),
    )


def _left_out_row(item: LeftOut) -> tuple[Value, ...]:
    return ("nicht gereiht", item.name, "", "", None, None, item.ref, f"Zuständig ist {elsewhere_words(item.body)}.")


def write_method(book: Book, plan: Prioritisation, questionnaire: Questionnaire | None) -> None:
    """Write the sheet `Methode`: criteria, weights, classes, and how to read the result."""
    sheet = book.sheet("Methode", "Wie die Rangfolge entsteht", f"Gewichte und Klassen Version {plan.version}", METHOD)
    for row, (kind, cells) in enumerate(method_rows(plan, questionnaire), HEADER_ROW):
        if kind == "prose":
            sheet.merge_range(row, 0, row, len(METHOD) - 1, "", book.looks["prose"])
            sheet.set_row(row, LINE_HEIGHT * (1 + len(cells[0]) // 170) + 3)
        elif kind == "row":
            sheet.set_row(row, row_height(METHOD, cells))
        for index, (column, cell) in enumerate(zip(METHOD, cells, strict=False)):
            book.put(sheet, row, index, cell, column.look if kind == "row" else kind)
