"""The native charts of the slides: the returns by Dezernat, and the four fields with the names of the first services."""

from collections.abc import Sequence
from typing import Any, Final

from ozg_workflow.domain import german
from ozg_workflow.domain.characters import xml_text
from ozg_workflow.domain.results.prioritisation import Quadrant
from ozg_workflow.report.board.data import BoardPaper
from ozg_workflow.report.board.four_fields import Canvas, Place, named, places
from ozg_workflow.report.board.slide_library import pptx, rgb
from ozg_workflow.report.board.slide_parts import add_chart, add_text, fill_solid, inner_plot
from ozg_workflow.report.board.slide_words import BOLD, Box, fitting_size, write
from ozg_workflow.report.charts.placing import Name, Side
from ozg_workflow.report.labels import (
    ACCENT,
    INK,
    QUADRANT_COLOURS,
    QUADRANT_MEANINGS,
    count_quadrants,
    percent,
    quadrant_title,
    share,
)

LEGEND: Final = 3.2  # inches
INNER: Final = (0.09, 0.03, 0.89, 0.83)  # of a chart: left, top, width and height of what lies within its axes
NAMED: Final = 14
NAME_SIZE: Final = 9  # points
POSITIONS: Final = {Side.RIGHT: "RIGHT", Side.LEFT: "LEFT", Side.ABOVE: "ABOVE", Side.BELOW: "BELOW"}


def returns_chart(slide: Any, paper: BoardPaper, box: Box) -> None:
    """Add a bar for the returns of each Dezernat that has lists."""
    rows = [row for row in reversed(paper.departments) if row.lists]  # a bar chart draws its first category at the bottom
    if not rows:
        return
    data = pptx("chart.data").CategoryChartData(number_format='0" %"')
    data.categories = [xml_text(row.title) for row in rows]
    data.add_series("Rücklauf in Prozent", [percent(row.returned, row.lists) for row in rows])
    figures = german.join([f"{row.title}: {share(row.returned, row.lists)}" for row in reversed(rows)])
    description = f"Balkendiagramm: Anteil der zurückgekommenen Amtslisten je Dezernat. {figures}."
    chart = add_chart(slide, "BAR_CLUSTERED", data, box, description)
    axis, plot = chart.value_axis, chart.plots[0]
    axis.minimum_scale, axis.maximum_scale = 0, 100
    axis.visible = axis.has_major_gridlines = False
    plot.gap_width, plot.has_data_labels = 60, True
    plot.data_labels.font.size = pptx("util").Pt(16)
    fill_solid(plot.series[0], ACCENT)


def scatter_chart(slide: Any, paper: BoardPaper, box: Box) -> None:
    """Add the four fields, a colour each, with the names that fit and a legend on the right."""
    left, top, width, height = box
    counts, found = count_quadrants(paper.scores), places(paper.scores)
    plot = (left, top, width - LEGEND - 0.2, height)
    names = named(found, _canvas(plot))
    chart = add_chart(slide, "XY_SCATTER", _data(found, names), plot, _description(paper, names))
    inner_plot(chart, INNER)
    for axis, title in ((chart.category_axis, "Machbarkeit"), (chart.value_axis, "Nutzen")):
        _style_axis(axis, title, 100 * paper.plan.threshold)
    _style_dots(chart, names)
    for number, (quadrant, count) in enumerate(counts.items()):
        beside, at = left + width - LEGEND, top + 0.15 + 1.3 * number
        heading = f"{quadrant_title(quadrant)}: {german.number(count)}"
        place = (beside, at, LEGEND, 0.45)
        size = fitting_size((heading,), place, 18, wider=BOLD)
        add_text(slide, (heading,), place, size=size, colour=QUADRANT_COLOURS[quadrant], bold=True)
        add_text(slide, (QUADRANT_MEANINGS[quadrant],), (beside, at + 0.45, LEGEND, 0.5), size=14)


def _canvas(plot: Box) -> Canvas:
    return Canvas(
        width=72 * plot[2] * INNER[2],
        height=72 * plot[3] * INNER[3],
        type_size=NAME_SIZE,
        radius=4.5,
        longest_name=22,
        most=NAMED,
    )


def _description(paper: BoardPaper, names: Sequence[tuple[Place, Name]]) -> str:
    figures = german.join([f"{quadrant_title(q)} {count}" for q, count in count_quadrants(paper.scores).items()])
    told = "; ".join(name.dot.text for _, name in names)
    return f"Punktdiagramm: Machbarkeit waagerecht, Nutzen senkrecht, je Feld eine Farbe. Leistungen je Feld: {figures}. Benannt sind: {told}."


def _data(found: Sequence[Place], names: Sequence[tuple[Place, Name]]) -> Any:
    """Return a series for each field, and one that lies over them with the places that are named."""
    data = pptx("chart.data").XyChartData()
    series = [(quadrant_title(q), sorted((p.x, p.y) for p in found if p.quadrant is q)) for q in Quadrant]
    for title, spots in (*series, ("benannt", [(place.x, place.y) for place, _ in names])):
        one = data.add_series(title)
        for x, y in spots:
            one.add_data_point(x, y)
    return data


def _style_dots(chart: Any, names: Sequence[tuple[Place, Name]]) -> None:
    *fields, over = chart.plots[0].series
    for quadrant, series in zip(Quadrant, fields, strict=True):
        _style_series(series, QUADRANT_COLOURS[quadrant], 8)
    _style_series(over, INK, 9)
    for number, (place, name) in enumerate(names):
        fill_solid(over.points[number].marker, QUADRANT_COLOURS[place.quadrant])
        label = over.points[number].data_label
        write(label.text_frame, (name.dot.text,), size=NAME_SIZE, colour=INK)
        label.text_frame.word_wrap = False
        label.position = pptx("enum.chart").XL_LABEL_POSITION[POSITIONS[name.side]]


def _style_series(series: Any, colour: str, size: int) -> None:
    series.format.line.fill.background()
    series.marker.style, series.marker.size = pptx("enum.chart").XL_MARKER_STYLE.CIRCLE, size
    fill_solid(series.marker, colour)
    series.marker.format.line.color.rgb = rgb("#FFFFFF")


def _style_axis(axis: Any, title: str, threshold: float) -> None:
    points = pptx("util").Pt
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = 0, 100, 25
    axis.has_title = axis.has_major_gridlines = True
    axis.axis_title.text_frame.text = title
    font = axis.axis_title.text_frame.paragraphs[0].runs[0].font
    font.size, font.language_id = points(14), pptx("enum.lang").MSO_LANGUAGE_ID.GERMAN
    axis.major_gridlines.format.line.color.rgb = rgb("#E6EAEE")
    axis.tick_label_position = pptx("enum.chart").XL_TICK_LABEL_POSITION.LOW
    axis.format.line.color.rgb, axis.format.line.width = rgb(INK), points(1.5)
    axis.crosses_at = threshold  # the axes themselves divide the four fields
