"""The slides for the executive board: 16:9, large type, native charts and tables that the office can still edit."""

import io
from typing import Any, Final

from ozg_workflow.domain import german
from ozg_workflow.domain.results.prioritisation import Quadrant
from ozg_workflow.report.board_data import BoardPaper
from ozg_workflow.report.board_text import method_sentence, proposal, return_sentence, top_rows, wave_rows
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
from ozg_workflow.report.packages import repack
from ozg_workflow.report.slide_parts import (
    CONTENT,
    LEFT,
    TOP,
    add_chart,
    add_table,
    add_text,
    content_slide,
    fill_solid,
    new_deck,
    pptx,
    rgb,
    title_slide,
)

TOP_ROWS: Final = 10
GREY: Final = "#55606C"


def slides(paper: BoardPaper) -> bytes:
    """Return the presentation as bytes; see `board_paper.board_paper_pptx`."""
    deck = new_deck(
        title=f"{paper.title} – Priorisierung",
        author=paper.coordinator,
        keywords=f"OZG, {paper.rollout}",
        created_at=paper.evaluated_at,
    )
    subject = "Priorisierung der Verwaltungsleistungen und Planung der Umsetzung"
    sender = f"{paper.city} · {paper.coordinator}, OZG-Koordination"
    provisional = (f"Vorläufig: {' '.join(paper.doubts)}",) if paper.doubts else ()
    title_slide(deck, paper.title, (subject, f"Verwaltungsvorstand, {paper.date_label}", sender, *provisional))
    for part in (_returns, _ranking, _four_fields, _waves, _decision):
        part(deck, paper)
    stream = io.BytesIO()
    deck.save(stream)
    return repack(stream.getvalue(), created_at=paper.evaluated_at, replacements={b'typeface="Calibri"': b'typeface="Arial"'})


def _returns(deck: Any, paper: BoardPaper) -> None:
    slide = content_slide(deck, "Vorgehen und Rücklauf")
    rated = f"Bewertet wurden {german.count(paper.counts.total, 'Leistung', 'Leistungen')}."
    add_text(slide, (return_sentence(paper), rated, method_sentence(paper)), (LEFT, TOP, 4.0, 5.0), size=20, gap=14)
    # A bar chart draws its first category at the bottom.
    rows = [row for row in reversed(paper.departments) if row.lists]
    if not rows:
        return
    data = pptx("chart.data").CategoryChartData(number_format='0" %"')
    data.categories = [row.title for row in rows]
    data.add_series("Rücklauf in Prozent", [percent(row.returned, row.lists) for row in rows])
    figures = german.join([f"{row.title}: {share(row.returned, row.lists)}" for row in reversed(rows)])
    description = f"Balkendiagramm: Anteil der zurückgekommenen Amtslisten je Dezernat. {figures}."
    _style_bars(add_chart(slide, "BAR_CLUSTERED", data, (LEFT + 4.3, TOP, CONTENT - 4.3, 5.3), description))


def _style_bars(chart: Any) -> None:
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale = 0, 100
    axis.visible = axis.has_major_gridlines = False
    plot = chart.plots[0]
    plot.gap_width, plot.has_data_labels = 60, True
    plot.data_labels.font.size = pptx("util").Pt(16)
    fill_solid(plot.series[0], ACCENT)


def _ranking(deck: Any, paper: BoardPaper) -> None:
    rows = top_rows(paper, TOP_ROWS)
    slide = content_slide(deck, f"Ergebnis: die ersten {len(rows)} Plätze" if rows else "Ergebnis")
    header = ("Rang", "Spanne", "Leistung", "Amt", "Punkte", "Feld")
    add_table(slide, header, rows, widths=(0.8, 1.1, 4.1, 2.85, 0.95, 2.133), size=14)
    counts = paper.counts
    parts = (
        f"{counts.ranked} vollständig bewertet",
        f"{counts.incomplete} unvollständig (* Rang vorläufig)",
        f"{counts.blocked} rechtlich gesperrt",
    )
    add_text(slide, (" · ".join(parts),), (LEFT, 6.75, CONTENT, 0.4), size=14, colour=GREY)


def _four_fields(deck: Any, paper: BoardPaper) -> None:
    slide = content_slide(deck, "Vier Felder: Nutzen und Machbarkeit")
    counts = count_quadrants(paper.scores)
    data = pptx("chart.data").XyChartData()
    for quadrant in counts:
        series = data.add_series(quadrant_title(quadrant))
        for x, y in sorted({(s.feasibility or 0, s.benefit or 0) for s in paper.scores if s.quadrant is quadrant}):
            series.add_data_point(x, y)
    figures = german.join([f"{quadrant_title(quadrant)} {count}" for quadrant, count in counts.items()])
    description = f"Punktdiagramm: Machbarkeit waagerecht, Nutzen senkrecht, je Feld eine Farbe. Leistungen je Feld: {figures}."
    _style_scatter(add_chart(slide, "XY_SCATTER", data, (LEFT, TOP - 0.05, 8.3, 5.55), description), 100 * paper.plan.threshold)
    for number, (quadrant, count) in enumerate(counts.items()):
        top = TOP + 0.15 + 1.3 * number
        heading = f"{quadrant_title(quadrant)}: {count}"
        add_text(slide, (heading,), (LEFT + 8.6, top, 3.4, 0.5), size=22, colour=QUADRANT_COLOURS[quadrant], bold=True)
        add_text(slide, (QUADRANT_MEANINGS[quadrant],), (LEFT + 8.6, top + 0.45, 3.4, 0.5), size=16)


def _style_scatter(chart: Any, threshold: float) -> None:
    _style_axis(chart.category_axis, "Machbarkeit", threshold)
    _style_axis(chart.value_axis, "Nutzen", threshold)
    for quadrant, series in zip(Quadrant, chart.plots[0].series, strict=True):
        series.format.line.fill.background()
        series.marker.style, series.marker.size = pptx("enum.chart").XL_MARKER_STYLE.CIRCLE, 9
        fill_solid(series.marker, QUADRANT_COLOURS[quadrant])
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


def _waves(deck: Any, paper: BoardPaper) -> None:
    slide = content_slide(deck, "Planung der Wellen")
    add_table(slide, ("Welle", "Zeitraum", "Leistungen", "Beispiele"), wave_rows(paper), widths=(2.7, 2.9, 1.5, 4.833), size=16)
    aim = f"Ziel: {paper.target_level_title} bis zum {german.short_date(paper.target_on)}"
    add_text(slide, (aim,), (LEFT, 6.3, CONTENT, 0.6), size=22, colour=INK, bold=True)


def _decision(deck: Any, paper: BoardPaper) -> None:
    slide = content_slide(deck, "Beschlussvorschlag")
    points = [f"{number}. {text}" for number, text in enumerate(proposal(paper), 1)]
    add_text(slide, ("Der Verwaltungsvorstand", *points), (LEFT, TOP, CONTENT, 5.0), size=22, gap=14)
