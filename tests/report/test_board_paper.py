"""The paper and the slides for the executive board."""

import io
import re
import shutil
import subprocess
import time
import zipfile
import zlib
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE

from ozg_workflow.domain.characters import xml_text
from ozg_workflow.domain.results.prioritisation import Prioritisation, Quadrant, RankState, Score
from ozg_workflow.report.board_paper import (
    BoardPaper,
    DepartmentReturn,
    PlannedWave,
    TimelineRow,
    board_paper_pdf,
    board_paper_pptx,
)
from ozg_workflow.report.labels import QUADRANT_COLOURS, share
from tests.contrast import contrast
from tests.pdf_structure import complaints, title_of

from .conftest import EVALUATED_AT, STRANGE, page_count, pdf_text

needs_pdftotext = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
HEADINGS = (
    "Anlass",
    "Vorgehen",
    "Ergebnis",
    "Gesperrte und unvollständige Leistungen",
    "Planung der Wellen",
    "Beschlussvorschlag",
)


@pytest.fixture(scope="session")
def paper(
    scores: tuple[Score, ...],
    plan: Prioritisation,
    office_names: dict[str, str],
    department_titles: dict[str, str],
    department_of_office: dict[str, str],
) -> BoardPaper:
    ranked = [score for score in scores if score.rank is not None]
    lists = Counter(department_of_office.values())
    waves = [
        PlannedWave(
            title=wave.title,
            starts_on=date.fromisoformat(wave.starts_on),
            ends_on=date.fromisoformat(wave.ends_on),
            count=last - first,
            examples=tuple(score.name for score in ranked[first : first + 3]),
        )
        for wave, first, last in zip(plan.waves, (0, 12, 62), (12, 62, len(ranked)), strict=True)
    ]
    return BoardPaper(
        city="Stadt Bielefeld",
        title="Umsetzung des Onlinezugangsgesetzes",
        rollout="bielefeld-2020",
        date_label="Juli 2020",
        evaluated_at=EVALUATED_AT,
        scores=scores,
        plan=plan,
        office_names=office_names,
        departments=tuple(
            DepartmentReturn(title=title, lists=lists[number], returned=lists[number] - (number in "35"))
            for number, title in department_titles.items()
        ),
        waves=tuple(waves),
        target_level_title="Stufe 4 – Online-Transaktion",
        target_on=date(2022, 12, 31),
        scale_title="Reifegrad nach dem Umsetzungskonzept (Stufen 0–5)",
        coordinator="Frau Kerstin Lindner",
        timeline=(
            TimelineRow(when="25.03.2020", title="Versendung der Amtslisten", state="erledigt"),
            TimelineRow(when="Juli 2020", title="Vorstellung im Verwaltungsvorstand", state="läuft"),
        ),
    )


@pytest.fixture(scope="session")
def pdf(paper: BoardPaper) -> bytes:
    return board_paper_pdf(paper)


@pytest.fixture(scope="session")
def deck(paper: BoardPaper) -> bytes:
    return board_paper_pptx(paper)


def test_the_paper_is_accessible_german_and_titled(pdf: bytes) -> None:
    assert pdf.startswith(b"%PDF-1.7")
    assert b"pdfuaid:part" in pdf
    assert complaints(pdf) == []
    assert 3 <= page_count(pdf) <= 5


def test_no_two_papers_have_the_same_title(paper: BoardPaper, pdf: bytes) -> None:
    wanted = "Vorlage für den Verwaltungsvorstand, Juli 2020: Umsetzung des Onlinezugangsgesetzes – Stadt Bielefeld, Auswertung vom 02.06.2020"
    later = board_paper_pdf(replace(paper, evaluated_at=paper.evaluated_at + timedelta(days=8)))
    assert title_of(pdf) == wanted
    assert title_of(later) == wanted.replace("02.06.", "10.06.")
    assert title_of(board_paper_pdf(replace(paper, city="Stadt Musterstadt"))) == wanted.replace("Bielefeld", "Musterstadt")


def test_the_chart_of_the_paper_has_a_text_alternative(pdf: bytes) -> None:
    streams = re.findall(rb"/FlateDecode[^>]*>>\s*stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    objects = b"".join(zlib.decompressobj().decompress(stream) for stream in streams)
    assert len(re.findall(rb"/Alt\b", pdf + objects)) == 1


@needs_pdftotext
def test_the_paper_has_all_its_sections_in_order(pdf: bytes) -> None:
    text = pdf_text(pdf)
    places = [text.index(f"\n{heading}\n") for heading in HEADINGS]
    assert places == sorted(places)
    assert "Vorlage für den Verwaltungsvorstand" in text


@needs_pdftotext
def test_the_paper_states_the_figures_of_the_evaluation(pdf: bytes, paper: BoardPaper) -> None:
    text = " ".join(pdf_text(pdf).split())
    blocked = [score for score in paper.scores if score.state is RankState.BLOCKED]
    assert f"Bewertet wurden {len(paper.scores)} Leistungen." in text
    assert f"Bei {len(blocked)} Leistungen schließt eine Rechtsvorschrift" in text
    assert "Von 29 Amtslisten sind 27 zurückgekommen (93 %)." in text
    assert "Nutzerorientierung 25 %" in text
    assert "„Stufe 4 – Online-Transaktion“ bis zum 31.12.2022" in text
    for quadrant, title in ((Quadrant.DO_FIRST, "Sofort umsetzen"), (Quadrant.LATER, "Zurückstellen")):
        assert f"{title}: {sum(s.quadrant is quadrant for s in paper.scores)}" in text
    assert all(score.name in text for score in blocked)


@needs_pdftotext
def test_the_paper_names_the_twenty_best_and_marks_provisional_ranks(pdf: bytes, paper: BoardPaper) -> None:
    text = pdf_text(pdf, layout=True)
    table = text[text.index("Die ersten 20 Plätze") : text.index("Nutzen und Machbarkeit")]
    for score in paper.scores[:20]:
        star = r"\*" if score.state is RankState.INCOMPLETE else ""
        assert re.search(rf"^ *{score.rank}{star} +{score.rank_low}–{score.rank_high} ", table, re.MULTILINE), score
    assert paper.scores[20].name not in table


@needs_pdftotext
def test_text_of_a_return_is_never_read_as_markup(paper: BoardPaper) -> None:
    evil = '#panic("x") *fett* $x$ <b> @ref // = Titel'
    changed = replace(paper, scores=(replace(paper.scores[0], name=evil), *paper.scores[1:]), coordinator="#eval('1')")
    text = " ".join(pdf_text(board_paper_pdf(changed)).split())
    assert '#panic("x") *fett* $x$ <b>' in text
    assert "#eval('1'), OZG-Koordination" in text


@pytest.mark.parametrize("strange", STRANGE)
def test_no_character_stops_paper_or_slides(paper: BoardPaper, strange: str) -> None:
    name = f"Bau{strange}antrag"
    changed = replace(
        paper,
        title=name,
        city=name,
        coordinator=name,
        scores=(replace(paper.scores[0], name=name), *paper.scores[1:]),
        departments=(replace(paper.departments[0], title=name), *paper.departments[1:]),
    )
    assert page_count(board_paper_pdf(changed)) >= 1
    deck = Presentation(io.BytesIO(board_paper_pptx(changed)))
    assert deck.slides[0].shapes.title.text_frame.text == xml_text(name)


@needs_pdftotext
def test_a_survey_without_gaps_says_so(paper: BoardPaper) -> None:
    complete = tuple(score for score in paper.scores if score.state is RankState.RANKED)
    text = " ".join(pdf_text(board_paper_pdf(replace(paper, scores=complete))).split())
    assert "Keiner Leistung steht eine Rechtsvorschrift so entgegen" in text
    assert "Für alle übrigen Leistungen liegen die Angaben vollständig vor." in text
    assert "rechtlich gesperrten Leistungen durch" not in text


def test_nothing_to_report_still_makes_a_paper_and_slides(paper: BoardPaper) -> None:
    empty = replace(paper, scores=(), departments=(), waves=(), timeline=())
    assert page_count(board_paper_pdf(empty)) >= 1
    assert len(Presentation(io.BytesIO(board_paper_pptx(empty))).slides) == 6


def test_everybody_can_follow_the_slides(deck: bytes, paper: BoardPaper) -> None:
    """Each has a title of its own, read first; charts and tables say what they show; every word is German."""
    slides = Presentation(io.BytesIO(deck)).slides
    assert len({slide.shapes.title.text_frame.text for slide in slides}) == len(slides)
    for slide in slides:
        shapes = list(slide.shapes)
        assert shapes[0] == slide.shapes.title
        frames = [shape for shape in shapes if shape.has_chart or shape.has_table]
        assert all(shape._element.nvGraphicFramePr.cNvPr.get("descr") for shape in frames)
        assert all("decorative" in shape._element.xml for shape in shapes if shape.name == "Linie")
        runs = re.findall(r"<a:rPr[^>]*>", slide.element.xml)
        assert runs
        assert all('lang="de-DE"' in run for run in runs)
        assert all(shape.table.first_row for shape in frames if shape.has_table)
    told = next(s for s in slides[1].shapes if s.has_chart)._element.nvGraphicFramePr.cNvPr.get("descr")
    assert all(f"{row.title}: {share(row.returned, row.lists)}" in told for row in paper.departments if row.lists)


def test_the_names_of_the_fields_stand_out_from_their_ground() -> None:
    for colour in QUADRANT_COLOURS.values():
        assert contrast(colour, "#F4F4F4") >= 4.5


def test_the_slides_are_six_wide_pages_with_titles(deck: bytes) -> None:
    presentation = Presentation(io.BytesIO(deck))
    assert presentation.slide_width / presentation.slide_height == pytest.approx(16 / 9, abs=0.001)
    assert [slide.shapes.title.text_frame.text for slide in presentation.slides] == [
        "Umsetzung des Onlinezugangsgesetzes",
        "Vorgehen und Rücklauf",
        "Ergebnis: die ersten 10 Plätze",
        "Vier Felder: Nutzen und Machbarkeit",
        "Planung der Wellen",
        "Beschlussvorschlag",
    ]
    assert presentation.core_properties.created == EVALUATED_AT.replace(tzinfo=presentation.core_properties.created.tzinfo)
    assert presentation.core_properties.language == "de-DE"


def test_nothing_on_a_slide_lies_outside_it(deck: bytes) -> None:
    presentation = Presentation(io.BytesIO(deck))
    for slide in presentation.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= presentation.slide_width
            assert shape.top + shape.height <= presentation.slide_height


def test_charts_are_native_and_hold_the_figures(deck: bytes, paper: BoardPaper) -> None:
    slides = Presentation(io.BytesIO(deck)).slides
    bars, scatter = (next(shape for shape in slides[index].shapes if shape.has_chart) for index in (1, 3))
    assert bars.chart.chart_type is XL_CHART_TYPE.BAR_CLUSTERED
    shown = dict(zip(bars.chart.plots[0].categories, bars.chart.plots[0].series[0].values, strict=True))
    assert shown["Dezernat 5 – Soziales, Jugend und Integration"] == 67
    assert shown["Dezernat OB – Oberbürgermeister"] == 100
    assert scatter.chart.chart_type is XL_CHART_TYPE.XY_SCATTER
    distinct = {(s.feasibility, s.benefit, s.quadrant) for s in paper.scores if s.quadrant}
    assert [len(list(s.values)) for s in scatter.chart.plots[0].series] == [sum(d[2] is q for d in distinct) for q in Quadrant]
    assert all("descr=" in frame._element.xml for frame in (bars, scatter))


def test_the_result_slide_shows_the_ten_best(deck: bytes, paper: BoardPaper) -> None:
    table = next(shape.table for shape in Presentation(io.BytesIO(deck)).slides[2].shapes if shape.has_table)
    rows = [[cell.text_frame.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["Rang", "Spanne", "Leistung", "Amt", "Punkte", "Feld"]
    assert [row[2] for row in rows[1:]] == [score.name for score in paper.scores[:10]]
    assert rows[1][:2] == [str(paper.scores[0].rank), f"{paper.scores[0].rank_low}–{paper.scores[0].rank_high}"]


def test_paper_and_slides_are_the_same_every_time(paper: BoardPaper, pdf: bytes, deck: bytes) -> None:
    time.sleep(2.1)  # zip entries and office properties count in steps of one or two seconds
    assert board_paper_pdf(paper) == pdf
    assert board_paper_pptx(paper) == deck


def test_no_date_of_today_is_left_in_the_slides(deck: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(deck)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        embedded = [name for name in package.namelist() if name.endswith(".xlsx")]
        assert len(embedded) == 2
        for name in embedded:
            with zipfile.ZipFile(io.BytesIO(package.read(name))) as workbook:
                assert b"2020-06-02T07:30:00Z" in workbook.read("docProps/core.xml")


@pytest.mark.skipif(shutil.which("pdffonts") is None, reason="pdffonts is not installed")
def test_all_fonts_are_embedded(pdf: bytes) -> None:
    result = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True)
    fonts = result.stdout.decode().splitlines()[2:]
    assert fonts
    assert all("LibertinusSerif" in line and re.search(r" yes yes yes +\d", line) for line in fonts)
