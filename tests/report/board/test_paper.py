"""The paper for the executive board."""

import re
import shutil
import subprocess
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from ozg_workflow.domain.results.maturity import maturity
from ozg_workflow.domain.results.prioritisation import LeftOut, Quadrant, RankState, Score
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.report.board.captions import captions
from ozg_workflow.report.board.data import BoardPaper
from ozg_workflow.report.board.paper import board_paper_pdf
from ozg_workflow.report.board.parts import parts
from ozg_workflow.report.board.texts import PaperTexts
from ozg_workflow.report.board.values import values
from tests.domain.results.test_maturity import OFFERS, offer
from tests.pdf_structure import complaints, title_of
from tests.report.conftest import STRANGE, beyond_the_margins, page_count, pdf_text

needs_pdftotext = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
HEADINGS = (
    "Beschlussvorschlag",
    "Anlass und Ergebnis",
    "Rücklauf nach Dezernaten",
    "Die ersten Plätze",
    "Nutzen und Machbarkeit",
    "Gesperrte und unvollständige Leistungen",
    "Vorgehen und Methode",
    "Planung nach Wellen",
    "Maßnahmen je Dezernat",
    "Aufwand in Personal",
    "Alternativen",
    "Risiken",
    "Anlage: Alle Leistungen",
    "Welle 1: Erste Verfahren 2020",
)


@pytest.fixture(scope="session")
def pdf(paper: BoardPaper, texts: PaperTexts) -> bytes:
    return board_paper_pdf(paper, texts)


def words(content: bytes) -> str:
    return " ".join(pdf_text(content).split())


def test_the_paper_is_accessible_german_and_titled(pdf: bytes) -> None:
    assert pdf.startswith(b"%PDF-1.7")
    assert b"pdfuaid:part" in pdf
    assert complaints(pdf) == []
    assert 7 <= page_count(pdf) <= 13


def test_no_two_papers_have_the_same_title(paper: BoardPaper, texts: PaperTexts, pdf: bytes) -> None:
    wanted = "Vorlage für den Verwaltungsvorstand, Juli 2020: Umsetzung des Onlinezugangsgesetzes – Stadt Bielefeld, Auswertung vom 02.06.2020"
    later = board_paper_pdf(replace(paper, evaluated_at=paper.evaluated_at + timedelta(days=8)), texts)
    assert title_of(pdf) == wanted
    assert title_of(later) == wanted.replace("02.06.", "10.06.")
    other = board_paper_pdf(replace(paper, city="Stadt Musterstadt"), texts)
    assert title_of(other) == wanted.replace("Bielefeld", "Musterstadt")


def test_the_chart_of_the_paper_has_a_text_alternative(pdf: bytes) -> None:
    streams = re.findall(rb"/FlateDecode[^>]*>>\s*stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    objects = b"".join(zlib.decompressobj().decompress(stream) for stream in streams)
    assert len(re.findall(rb"/Alt\b", pdf + objects)) == 1


@needs_pdftotext
def test_the_request_comes_first_and_all_sections_follow_in_order(pdf: bytes) -> None:
    text = pdf_text(pdf)
    places = [text.index(f"\n{heading}\n") for heading in HEADINGS]
    assert places == sorted(places)
    first_page = text.split("\f")[0]
    assert "Vorlage für den Verwaltungsvorstand" in first_page
    assert "beschließt die Umsetzung" in first_page


@needs_pdftotext
def test_the_paper_states_the_figures_of_the_evaluation(pdf: bytes, paper: BoardPaper) -> None:
    text = words(pdf)
    blocked = [score for score in paper.scores if score.state is RankState.BLOCKED]
    assert f"Bewertet wurden {len(paper.scores)} Leistungen." in text
    assert f"Bei {len(blocked)} Leistungen schließt eine Rechtsvorschrift" in text
    assert "Von 29 Amtslisten sind 27 zurückgekommen (93 %)." in text
    assert re.search(r"Nutzerorientierung Nutzen 25 %", text)
    assert "„Stufe 4 – Online-Transaktion“ bis zum 31.12.2022" in text
    for quadrant, title in ((Quadrant.DO_FIRST, "Sofort umsetzen"), (Quadrant.LATER, "Zurückstellen")):
        assert f"{title}: {sum(s.quadrant is quadrant for s in paper.scores)}" in text
    assert all(score.name in text for score in blocked)


@needs_pdftotext
def test_the_paper_names_the_twenty_best_and_marks_provisional_ranks(pdf: bytes, paper: BoardPaper) -> None:
    text = pdf_text(pdf, layout=True)
    table = text[text.index("Die ersten Plätze") : text.index("Nutzen und Machbarkeit")]
    for score in paper.scores[:20]:
        star = r"\*" if score.state is RankState.INCOMPLETE else ""
        assert re.search(rf"^ *{score.rank}{star} +{score.rank_low}–{score.rank_high} ", table, re.MULTILINE), score
    assert paper.scores[20].name not in table


@needs_pdftotext
def test_the_appendix_has_every_service_once_below_its_wave(paper: BoardPaper, texts: PaperTexts) -> None:
    others = (LeftOut(ref="X", name="Fischereischein erteilen", body="Kreis Herford"),)
    appendix = pdf_text(board_paper_pdf(replace(paper, left_out=others), texts), layout=True).split("Anlage: Alle Leistungen")[1]
    first, rest = appendix.split("Welle 2: Zweite Welle 2021")
    ranks = re.findall(r"^ *(\d+)\*? \(", appendix, re.MULTILINE)
    assert sorted(map(int, ranks)) == sorted(score.rank for score in paper.scores if score.rank is not None)
    wave = {plan.service_id: plan.wave for plan in paper.proposed.measures}
    for score in paper.scores[:30]:
        assert (score.name in first) == (wave[score.service_id] == "1"), score.name
    assert "Fischereischein erteilen – keine Stelle dieser Stadt: Kreis Herford" in " ".join(
        rest.split("Kein Amt der Stadt")[1].split()
    )
    assert rest.index("Ohne Rang, Angaben fehlen") < rest.index("Rechtlich gesperrt\n")


@needs_pdftotext
def test_what_is_put_off_lies_in_the_last_wave_and_the_paper_says_why(pdf: bytes, paper: BoardPaper) -> None:
    later = {score.service_id for score in paper.scores if score.quadrant is Quadrant.LATER and score.rank is not None}
    assert later
    assert {plan.wave for plan in paper.proposed.measures if plan.service_id in later} == {paper.plan.waves[-1].key}
    assert f"{len(later)} Leistungen aus dem Feld „Zurückstellen“" in words(pdf)


@needs_pdftotext
def test_effort_and_alternatives_state_their_assumption(pdf: bytes, paper: BoardPaper) -> None:
    text, total = words(pdf), paper.proposed.total
    assert "Annahme: Eine Maßnahme kostet 10 Personentage, bei geringer Machbarkeit 25." in text
    assert f"zusammen {total.measures} {total.days:,} –".replace(",", ".") in text
    assert re.search(r"Nichts tun +0 +0 +0\s?% ", pdf_text(pdf, layout=True))
    assert f"{total.measures} Leistungen bleiben unter dem Ziel" in text


@needs_pdftotext
def test_text_of_a_return_is_never_read_as_markup(paper: BoardPaper, texts: PaperTexts) -> None:
    evil = '#panic("x") *fett* $x$ <b> @ref // [[Termine]] | {{ x }}'
    changed = replace(paper, scores=(replace(paper.scores[0], name=evil), *paper.scores[1:]), coordinator="#eval('1') **x**")
    text = words(board_paper_pdf(changed, texts))
    assert '#panic("x") *fett* $x$ <b>' in text
    assert "[[Termine]] | {{ x }}" in text
    assert "#eval('1') **x**, OZG-Koordination" in text


@needs_pdftotext
def test_a_survey_without_gaps_says_so(
    paper: BoardPaper, texts: PaperTexts, of_scores: Callable[[tuple[Score, ...]], BoardPaper]
) -> None:
    complete = tuple(score for score in paper.scores if score.state is RankState.RANKED)
    text = words(board_paper_pdf(of_scores(complete), texts))
    assert "Keiner Leistung steht eine Rechtsvorschrift so entgegen" in text
    assert "Für alle übrigen Leistungen liegen die Angaben vollständig vor." in text
    assert "rechtlich gesperrte" not in text
    assert "Fehlende Angaben" not in text


@needs_pdftotext
def test_the_first_page_says_when_the_paper_is_provisional(paper: BoardPaper, texts: PaperTexts) -> None:
    doubts = ("Erst 7 von 29 Amtslisten sind zurück (24 %).", "2 Zuständigkeitsfälle sind noch nicht entschieden.")
    first, *rest = pdf_text(board_paper_pdf(replace(paper, doubts=doubts), texts)).split("\f")
    assert "Vorläufig: Diese Vorlage beruht auf einer unvollständigen Erhebung." in first
    assert all(doubt in first for doubt in doubts)
    assert all(doubt in " ".join(" ".join(rest).split("Risiken")[1].split()) for doubt in doubts)


@needs_pdftotext
def test_a_city_of_two_thousand_services_with_long_names_gets_its_paper(city: BoardPaper, texts: PaperTexts) -> None:
    pdf = board_paper_pdf(city, texts)
    assert complaints(pdf) == []
    assert beyond_the_margins(pdf) == []
    ranks = re.findall(r"^ *(\d+)\*? \(", pdf_text(pdf, layout=True).split("Anlage: Alle Leistungen")[1], re.MULTILINE)
    assert len(ranks) == sum(score.rank is not None for score in city.scores)


def test_nothing_to_report_still_makes_a_paper(
    paper: BoardPaper, texts: PaperTexts, of_scores: Callable[[tuple[Score, ...]], BoardPaper]
) -> None:
    empty = replace(of_scores(()), departments=(), timeline=())
    assert page_count(board_paper_pdf(empty, texts)) >= 1


@pytest.mark.parametrize("strange", STRANGE)
def test_no_character_stops_the_paper(paper: BoardPaper, texts: PaperTexts, strange: str) -> None:
    name = f"Bau{strange}antrag"
    changed = replace(
        paper,
        title=name,
        city=name,
        coordinator=name,
        scores=(replace(paper.scores[0], name=name), *paper.scores[1:]),
        departments=(replace(paper.departments[0], title=name), *paper.departments[1:]),
        left_out=(LeftOut(ref="X", name=name, body=name),),
        doubts=(name,),
    )
    assert page_count(board_paper_pdf(changed, texts)) >= 1


def test_the_paper_is_the_same_every_time(paper: BoardPaper, texts: PaperTexts, pdf: bytes) -> None:
    time.sleep(1.1)
    assert board_paper_pdf(paper, texts) == pdf


@pytest.mark.skipif(shutil.which("pdffonts") is None, reason="pdffonts is not installed")
def test_all_fonts_are_embedded(pdf: bytes) -> None:
    result = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True)
    fonts = result.stdout.decode().splitlines()[2:]
    assert fonts
    assert all("LibertinusSerif" in line and re.search(r" yes yes yes +\d", line) for line in fonts)


@needs_pdftotext
def test_the_paper_says_how_far_the_services_are_and_what_is_planned(
    paper: BoardPaper, texts: PaperTexts, scale: MaturityScale
) -> None:
    content = board_paper_pdf(replace(paper, maturity=maturity(scale, OFFERS)), texts)
    assert complaints(content) == []
    text = words(content)
    assert "Bei 5 von 7 Leistungen ist die Stufe bekannt; ihr Mittel ist 2,8." in text
    assert "OZG-konform (ab Stufe 3) sind 3, am Ziel des Umsetzungskonzeptes (ab Stufe 4) sind 2." in text
    assert "3 weitere Angebote sind fest geplant" in text
    table = pdf_text(content, layout=True)
    assert re.search(r"01\.12\.2020 +Ö7 ", table)
    assert re.search(r"ohne Termin +Ö6 ", table)
    assert re.search(r"Dezernat 2 +2 +0 +0 +0 +0 +1 +0 +1 +4,0 +1 +1 +0", table)
    nothing = words(board_paper_pdf(replace(paper, maturity=maturity(scale, OFFERS[:1])), texts))
    assert "Fest geplante Angebote hat kein Amt gemeldet." in nothing
    assert "Heute ist keine Leistung online." in nothing
    assert "Anlage: Angebote" not in nothing


@needs_pdftotext
def test_the_appendix_lists_every_offer_of_today_and_every_planned_one(
    paper: BoardPaper, texts: PaperTexts, scale: MaturityScale
) -> None:
    more = tuple(offer(n, 2, planned=True, planned_on=date(2021, 5, 1)) for n in range(100, 130))
    online = (offer(8, 3, url="https://service.bielefeld.example/a/very/long/path?of=things"), offer(9, 4, url="bei uns im Amt"))
    content = board_paper_pdf(replace(paper, maturity=maturity(scale, (*OFFERS, *more, *online))), texts)
    assert complaints(content) == []
    assert "Heute sind 5 Leistungen online, also mindestens auf Stufe 3" in words(content)
    body, appendix = pdf_text(content, layout=True).split("Anlage: Angebote")
    assert "Ö129" not in body
    assert re.search(r"Ö8 +33 +3 +service\.bielefeld\.example\n", appendix)
    assert re.search(r"Ö9 +33 +4 +bei uns im Amt\n", appendix)
    assert re.search(r"Ö3 +33 +4 +–\n", appendix), "no address was given"
    assert re.search(r"01\.05\.2021 +Ö129 +33 +2\n", appendix)


def test_the_tables_of_the_appendix_follow_their_heading_at_once(paper: BoardPaper, texts: PaperTexts) -> None:
    """Those of the text are moved to the next page where they fit on one; half a page stayed empty below the heading."""
    found: Any = parts(paper, captions(texts, values(paper)), ("Alle Leistungen", "Rangliste"))
    assert [table["whole"] for table in found["Alle Leistungen"]["tables"]].count(True) == 0
    assert found["Rangliste"]["whole"] is True


def test_no_line_of_names_begins_with_the_dot_between_them(paper: BoardPaper, texts: PaperTexts) -> None:
    found: Any = parts(paper, captions(texts, values(paper)), ("Übrige je Feld",))["Übrige je Feld"]
    named = [names for _, _, names in found["rows"]]
    assert any("·" in names for names in named)
    assert not any(" ·" in names for names in named)
