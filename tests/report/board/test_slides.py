"""The slides for the executive board: in the order of the paper, for everybody, and never past their edge."""

import io
import re
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE

from ozg_workflow.domain.characters import xml_text
from ozg_workflow.domain.results.prioritisation import Quadrant, Score
from ozg_workflow.report.board.data import BoardPaper
from ozg_workflow.report.board.paper import board_paper_pptx
from ozg_workflow.report.board.slide_tables import Grid
from ozg_workflow.report.board.texts import PaperTexts
from ozg_workflow.report.labels import QUADRANT_COLOURS, share
from tests.contrast import contrast
from tests.report.conftest import EVALUATED_AT, STRANGE

TITLES = [
    "Umsetzung des Onlinezugangsgesetzes",
    "Beschlussvorschlag",
    "Rücklauf: 27 von 29 Listen",
    "Ergebnis: die ersten Plätze",
    "Vier Felder: Nutzen und Machbarkeit",
    "Methode: 6 Kriterien mit vereinbarten Gewichten",
    "Planung nach Wellen",
    "Maßnahmen je Dezernat",
    "Aufwand in Personal",
    "Alternativen",
    "Risiken",
]


@pytest.fixture(scope="session")
def deck(paper: BoardPaper, texts: PaperTexts) -> bytes:
    return board_paper_pptx(paper, texts)


@pytest.fixture(scope="session")
def city_deck(city: BoardPaper, texts: PaperTexts) -> bytes:
    return board_paper_pptx(city, texts)


def slides_of(content: bytes) -> list[Any]:
    return list(Presentation(io.BytesIO(content)).slides)


def table_of(slide: Any) -> list[list[str]]:
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    return [[cell.text_frame.text for cell in row.cells] for row in table.rows]


def chart_of(slide: Any) -> Any:
    return next(shape for shape in slide.shapes if shape.has_chart)


def test_the_slides_stand_in_the_order_of_the_paper_with_titles_of_their_own(deck: bytes) -> None:
    presentation = Presentation(io.BytesIO(deck))
    assert presentation.slide_width / presentation.slide_height == pytest.approx(16 / 9, abs=0.001)
    assert [slide.shapes.title.text_frame.text for slide in presentation.slides] == TITLES
    assert presentation.core_properties.created == EVALUATED_AT.replace(tzinfo=presentation.core_properties.created.tzinfo)
    assert presentation.core_properties.language == "de-DE"


def test_everybody_can_follow_the_slides(deck: bytes, paper: BoardPaper) -> None:
    """Each has a title, read first, and notes; charts and tables say what they show; every word is German."""
    slides = slides_of(deck)
    for slide in slides:
        shapes = list(slide.shapes)
        assert shapes[0] == slide.shapes.title
        frames = [shape for shape in shapes if shape.has_chart or shape.has_table]
        assert all(shape._element.nvGraphicFramePr.cNvPr.get("descr") for shape in frames)
        assert all("decorative" in shape._element.xml for shape in shapes if shape.name == "Linie")
        runs = re.findall(r"<a:rPr[^>]*>", slide.element.xml + slide.notes_slide.element.xml)
        assert runs
        assert all('lang="de-DE"' in run for run in runs)
        assert all(shape.table.first_row for shape in frames if shape.has_table)
        assert len(slide.notes_slide.notes_text_frame.text) > 30
    told = chart_of(slides[2])._element.nvGraphicFramePr.cNvPr.get("descr")
    assert all(f"{row.title}: {share(row.returned, row.lists)}" in told for row in paper.departments if row.lists)


def test_the_names_of_the_fields_stand_out_from_their_ground() -> None:
    for colour in QUADRANT_COLOURS.values():
        assert contrast(colour, "#F4F4F4") >= 4.5


@pytest.mark.parametrize("which", ["deck", "city_deck"])
def test_nothing_lies_outside_its_slide_or_over_something_else(which: str, request: pytest.FixtureRequest) -> None:
    presentation = Presentation(io.BytesIO(request.getfixturevalue(which)))
    for slide in presentation.slides:
        boxes = [(s.left, s.top, s.left + s.width, s.top + s.height) for s in slide.shapes]
        for left, top, right, bottom in boxes:
            assert left >= 0
            assert top >= 0
            assert right <= presentation.slide_width
            assert bottom <= presentation.slide_height
        for number, a in enumerate(boxes):
            for b in boxes[number + 1 :]:
                assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], slide.shapes.title.text_frame.text


def test_a_slide_somebody_adds_has_its_places_within_the_slide(deck: bytes) -> None:
    """The layouts are those of 4:3, stretched once: what a layout takes from the master has moved with it."""
    presentation = Presentation(io.BytesIO(deck))
    pages = (presentation.slide_master, *presentation.slide_layouts)
    places = [(page.name, shape.name, shape.left, shape.left + shape.width) for page in pages for shape in page.placeholders]
    assert [place for place in places if place[2] < 0 or place[3] > presentation.slide_width] == []
    title = next(shape for shape in presentation.slide_layouts[1].placeholders if shape.placeholder_format.idx == 0)
    assert title.left + title.width / 2 == pytest.approx(presentation.slide_width / 2, rel=0.01)


def test_long_lists_are_cut_and_say_how_many_are_missing(city_deck: bytes, texts: PaperTexts, city: BoardPaper) -> None:
    ranks = table_of(slides_of(city_deck)[3])
    assert len(ranks) == 11, "ten long names have room in two lines each"
    assert all(row[2].endswith("…") for row in ranks[1:])
    row = city.proposed.departments[0]
    many = tuple(replace(row, title=f"Dezernat {n} – {'Langer Name ' * 6}") for n in range(40))
    plan = replace(city.proposed, departments=many)
    shown = table_of(slides_of(board_paper_pptx(replace(city, proposed=plan), texts))[7])
    missing = re.fullmatch(r"… und (\d+) weitere \(Vorlage\)", shown[-1][0])
    assert missing
    assert len(shown) - 2 + int(missing[1]) == 40


def test_charts_are_native_and_hold_the_figures(deck: bytes, paper: BoardPaper) -> None:
    slides = slides_of(deck)
    bars, scatter = chart_of(slides[2]), chart_of(slides[4])
    assert bars.chart.chart_type is XL_CHART_TYPE.BAR_CLUSTERED
    shown = dict(zip(bars.chart.plots[0].categories, bars.chart.plots[0].series[0].values, strict=True))
    assert shown["Dezernat 5 – Soziales, Jugend und Integration"] == 67
    assert shown["Dezernat OB – Oberbürgermeister"] == 100
    assert scatter.chart.chart_type is XL_CHART_TYPE.XY_SCATTER
    distinct = {(s.feasibility, s.benefit, s.quadrant) for s in paper.scores if s.quadrant}
    *fields, named = scatter.chart.plots[0].series
    assert [len(list(s.values)) for s in fields] == [sum(d[2] is q for d in distinct) for q in Quadrant]
    assert len(list(named.values)) >= 8


def test_the_dots_that_are_named_say_which_service_they_are(deck: bytes, paper: BoardPaper) -> None:
    scatter = chart_of(slides_of(deck)[4])
    named = list(scatter.chart.plots[0].series)[-1]
    texts = [named.points[n].data_label.text_frame.text for n in range(len(list(named.values)))]
    names = [f"{score.rank} {score.name}" for score in paper.scores]
    for text in texts:
        assert any(name.startswith(text.split("…")[0].split(" + ")[0]) for name in names), text
    assert all(text in scatter._element.nvGraphicFramePr.cNvPr.get("descr") for text in texts)


def test_a_large_city_is_drawn_on_a_grid(city_deck: bytes) -> None:
    *fields, _ = chart_of(slides_of(city_deck)[4]).chart.plots[0].series
    assert sum(len(list(series.values)) for series in fields) <= 41 * 41


def test_the_result_slide_shows_the_ten_best(deck: bytes, paper: BoardPaper) -> None:
    rows = table_of(slides_of(deck)[3])
    assert rows[0] == ["Rang", "Spanne", "Leistung", "Amt", "Punkte", "Feld"]
    assert [row[2] for row in rows[1:]] == [score.name for score in paper.scores[:10]]
    assert rows[1][:2] == [str(paper.scores[0].rank), f"{paper.scores[0].rank_low}–{paper.scores[0].rank_high}"]


def test_the_first_slide_says_when_the_paper_is_provisional(paper: BoardPaper, texts: PaperTexts) -> None:
    first = slides_of(board_paper_pptx(replace(paper, doubts=("Erst 7 von 29 Amtslisten sind zurück.",)), texts))[0]
    assert "Vorläufig: Erst 7 von 29 Amtslisten sind zurück." in first.placeholders[1].text_frame.text


@pytest.mark.parametrize("strange", STRANGE)
def test_no_character_stops_the_slides(paper: BoardPaper, texts: PaperTexts, strange: str) -> None:
    name = f"Bau{strange}antrag"
    changed = replace(
        paper,
        title=name,
        city=name,
        coordinator=name,
        scores=(replace(paper.scores[0], name=name), *paper.scores[1:]),
        departments=(replace(paper.departments[0], title=name), *paper.departments[1:]),
    )
    first = slides_of(board_paper_pptx(changed, texts))[0]
    assert first.shapes.title.text_frame.text == xml_text(name.replace("\x0b", " "))


def test_nothing_to_report_still_makes_slides(
    paper: BoardPaper, texts: PaperTexts, of_scores: Callable[[tuple[Score, ...]], BoardPaper]
) -> None:
    empty = replace(of_scores(()), departments=(), timeline=())
    assert 8 <= len(slides_of(board_paper_pptx(empty, texts))) <= 12


def test_slides_are_the_same_every_time(paper: BoardPaper, texts: PaperTexts, deck: bytes) -> None:
    time.sleep(2.1)  # zip entries and office properties count in steps of one or two seconds
    assert board_paper_pptx(paper, texts) == deck


def test_no_date_of_today_is_left_in_the_slides(deck: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(deck)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        embedded = [name for name in package.namelist() if name.endswith(".xlsx")]
        assert len(embedded) == 2
        for name in embedded:
            with zipfile.ZipFile(io.BytesIO(package.read(name))) as workbook:
                assert b"2020-06-02T07:30:00Z" in workbook.read("docProps/core.xml")


def test_a_text_that_is_cut_keeps_its_beginning_even_where_that_is_one_long_word() -> None:
    word = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzgebungsverfahren"
    grid = Grid(
        header=("Welle", "Zeitraum", "zuerst"), rows=[("Erste", "2020", f"{word} und {word}"), ("Zweite", "2021", "a b " * 90)]
    )
    (first, second) = (row[2] for row in grid.short(14, 5).rows)
    assert first.startswith("Rindfleisch")
    assert first.endswith("…")
    assert len(first) <= len(second) + 4
    assert second.endswith(("a …", "b …"))
