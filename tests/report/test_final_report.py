"""The final report keeps target and OZG conformity apart and names what is missing."""

import random
import re
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from ozg_workflow.domain.results.forecast import Forecast
from ozg_workflow.domain.results.prioritisation import Score
from ozg_workflow.domain.results.progress.foretold import KeptForecast
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.report.final import tables
from ozg_workflow.report.final.tables import lists
from ozg_workflow.report.final_report import (
    FinalReport,
    LeftOut,
    MeasureResult,
    distribution,
    final_report_pdf,
    has_reached,
    level_title,
)
from tests.pdf_structure import complaints, title_of

from .conftest import STRANGE, beyond_the_margins, page_count, pdf_text

needs_pdftotext = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")


@pytest.fixture(scope="session")
def report(
    scores: tuple[Score, ...],
    scale: MaturityScale,
    office_names: dict[str, str],
    department_titles: dict[str, str],
    department_of_office: dict[str, str],
) -> FinalReport:
    rng = random.Random(2022)
    measures = [
        MeasureResult(
            service=score.name,
            office=f"{score.office} {office_names[score.office]}",
            department=department_titles[department_of_office[score.office]],
            level=rng.choice((None, 1, 2, 3, 3, 4, 4, 4, 5)),
            reported_on=date(2022, 10, 18),
        )
        for score in scores
        if score.rank is not None
    ]
    return FinalReport(
        city="Stadt Bielefeld",
        title="Umsetzung des Onlinezugangsgesetzes",
        rollout="bielefeld-2020",
        date_label="31.12.2022",
        created_at=datetime(2022, 12, 31, 9, tzinfo=UTC),
        coordinator="Frau Kerstin Lindner",
        scale=scale,
        target_level=4,
        target_on=date(2022, 12, 31),
        measures=tuple(measures),
        left_out=tuple(LeftOut(service=f"Rest {n}", office="Amt 12 – Wahlamt", why="rechtlich gesperrt") for n in range(13)),
    )


def test_a_bar_is_as_long_as_the_share_that_stands_beside_it(report: FinalReport) -> None:
    """Its ground is all measures: the most frequent level, at 17 %, must not fill it."""
    rows = distribution(report)["levels"]
    assert isinstance(rows, list)
    assert all(row["percent"] == f"{row['share']}\u00a0%" for row in rows)
    assert 98 <= sum(row["share"] for row in rows) <= 102


def test_the_first_processes_of_the_year_of_the_start_are_a_figure(report: FinalReport) -> None:
    def measure(level: int, reached_on: date | None) -> MeasureResult:
        return MeasureResult(service="Leistung", office="33", department="2", level=level, reached_on=reached_on)

    first = (measure(4, None), measure(5, date(2020, 12, 31)), measure(4, date(2021, 3, 2)), measure(3, None))
    assert replace(report, measures=first, starts_on=date(2020, 9, 1)).first_year == (2020, 2, 1)
    assert report.first_year is None


@needs_pdftotext
def test_what_missed_its_target_is_told_with_its_day_and_the_words_of_its_office(report: FinalReport) -> None:
    missed = replace(report.measures[0], level=2, words="Die Schnittstelle ist bestellt.")
    text = " ".join(pdf_text(final_report_pdf(replace(report, measures=(missed,), starts_on=date(2020, 9, 1)))).split())
    assert "18.10.2022" in text
    assert "Schnittstelle" in text
    assert "Erste Verfahren 2020: 0 Maßnahmen waren am 31.12.2020 am Ziel" in text


def test_the_report_is_accessible_and_titled(report: FinalReport) -> None:
    pdf = final_report_pdf(report)
    assert complaints(pdf) == []
    assert title_of(pdf) == (
        "Abschlussbericht zur Umsetzung, Stand 31.12.2022: Umsetzung des Onlinezugangsgesetzes – Stadt Bielefeld"
    )


def _measure(level: int | None) -> MeasureResult:
    return MeasureResult(service="Wohnsitz anmelden", office="33 Meldeamt", department="Dezernat 2", level=level)


@pytest.mark.parametrize(("level", "reached"), [(None, False), (0, False), (3, False), (4, True), (5, True)])
def test_a_measure_has_reached_the_target_from_the_target_level_on(level: int | None, reached: bool) -> None:
    assert has_reached(_measure(level), 4) is reached


def test_target_and_conformity_are_two_figures(report: FinalReport) -> None:
    counted = replace(report, measures=tuple(_measure(level) for level in (None, 2, 3, 3, 4, 5)))
    assert (counted.reached, counted.compliant) == (2, 4)


def test_a_level_is_named_with_its_title(scale: MaturityScale) -> None:
    assert level_title(scale, 4) == "Stufe 4 – Online-Transaktion"
    assert level_title(scale, 9) == "Stufe 9"


@needs_pdftotext
def test_the_report_states_both_figures_apart(report: FinalReport) -> None:
    text = " ".join(pdf_text(final_report_pdf(report)).split())
    total = len(report.measures)
    assert f"Von {total} Maßnahmen haben {report.reached} dieses Ziel erreicht" in text
    assert "Als OZG-konform gilt eine Leistung ab „Stufe 3 – Online-Leistung“." in text
    assert f"Das sind {report.compliant} von {total} Leistungen" in text
    assert "13 Leistungen haben keine Maßnahme: 13 rechtlich gesperrt. Anhang 3 nennt jede." in text
    assert "Version" not in text, "nobody kept it"
    told = " ".join(pdf_text(final_report_pdf(replace(report, weights_version="1.0"))).split())
    assert "Die Rangfolge der Leistungen beruht auf den Gewichten Version 1.0." in told


@needs_pdftotext
def test_the_report_lists_every_measure_that_missed_the_target_and_no_other(report: FinalReport) -> None:
    few = tuple(replace(_measure(level), service=f"Leistung-{number}") for number, level in enumerate((None, 2, 3, 4, 5)))
    text = pdf_text(final_report_pdf(replace(report, measures=few)))
    missed = text[text.index("Maßnahmen, die das Ziel nicht erreicht haben") : text.index("Anhang 2")]
    assert [f"Leistung-{n}" in missed for n in range(5)] == [True, True, True, False, False]
    assert "2 – Formular" in missed
    assert "ohne Meldung" in missed


@needs_pdftotext
def test_the_levels_and_departments_add_up(report: FinalReport) -> None:
    text = pdf_text(final_report_pdf(report), layout=True)
    part = text[text.index("Verteilung der Stufen") : text.index("OZG-Konformität")]
    for value in report.scale.values:
        line = next(line for line in part.splitlines() if line.lstrip().startswith(f"Stufe {value} –"))
        assert re.search(rf" {sum(m.level == value for m in report.measures)} +\d+ ?%$", line.replace("\u00a0", " ")), line
    total = next(line for line in text.splitlines() if line.lstrip().startswith("Gesamt"))
    assert total.split()[1:4] == [str(len(report.measures)), str(report.reached), str(len(report.measures) - report.reached)]


@needs_pdftotext
def test_when_all_have_reached_the_target_the_report_says_so(report: FinalReport) -> None:
    text = pdf_text(final_report_pdf(replace(report, measures=(_measure(4),), left_out=())))
    assert "Alle Maßnahmen haben ihr Ziel erreicht." in text
    assert "keine Maßnahme:" not in text


def test_a_report_without_measures_is_still_a_report(report: FinalReport) -> None:
    assert page_count(final_report_pdf(replace(report, measures=(), left_out=report.left_out[:1]))) == 1


def test_a_large_report_repeats_its_table_over_many_pages(report: FinalReport) -> None:
    many = tuple(replace(_measure(1), service=f"Leistung {number}") for number in range(2000))
    assert page_count(final_report_pdf(replace(report, measures=many))) > 20


@pytest.mark.parametrize("strange", STRANGE)
def test_no_character_stops_the_report(report: FinalReport, strange: str) -> None:
    name = f"Bau{strange}antrag"
    missed = replace(report.measures[0], service=name, office=name, department=name, level=None)
    assert page_count(final_report_pdf(replace(report, title=name, city=name, measures=(missed,)))) >= 1


def test_the_report_is_accessible_and_the_same_every_time(report: FinalReport) -> None:
    first = final_report_pdf(report)
    assert b"pdfuaid:part" in first
    assert first == final_report_pdf(report)


def _kept(day: date, low: int, middle: int, high: int) -> KeptForecast:
    return KeptForecast(day=day, reached=0, forecast=Forecast(low=low, middle=middle, high=high, total=4))


@needs_pdftotext
def test_what_was_foretold_when_stands_beside_what_came(report: FinalReport) -> None:
    levels = (2, 4, 4, 5)
    measures = tuple(replace(_measure(level), reached_on=date(2021, 5, 3) if level > 3 else None) for level in levels)
    kept = (_kept(date(2020, 12, 7), 0, 1, 2), _kept(date(2021, 9, 6), 2, 3, 4))
    told = replace(report, measures=measures, starts_on=date(2020, 9, 1), forecasts=kept)
    text = " ".join(pdf_text(final_report_pdf(told)).split())
    assert "Am Ziel waren am Ende 3 Maßnahmen; von 2 Vorausschauen hat die Spanne 1-mal gehalten" in text
    assert "07.12.2020 0 1 von 4 0 bis 2 3 nein" in text
    assert "06.09.2021 0 3 von 4 2 bis 4 3 ja" in text
    assert complaints(final_report_pdf(told)) == []


@needs_pdftotext
@pytest.mark.parametrize("foretold", [1, 4, 14])
def test_nothing_stands_beyond_the_margins_however_often_was_foretold(report: FinalReport, foretold: int) -> None:
    kept = tuple(_kept(date(2020 + n // 4, 1 + 3 * (n % 4), 7), 100, 300, 1000) for n in range(4, 4 + foretold))
    pdf = final_report_pdf(replace(report, starts_on=date(2020, 9, 1), forecasts=kept))
    assert beyond_the_margins(pdf) == []


@needs_pdftotext
def test_a_column_in_which_nothing_would_stand_is_left_out(report: FinalReport) -> None:
    silent = tuple(replace(_measure(None), service=f"Leistung {n}") for n in range(3))
    text = " ".join(pdf_text(final_report_pdf(replace(report, measures=silent))).split())
    assert "gemeldet am" not in text
    assert "Angabe des Amtes" not in text
    said = replace(silent[0], words="Wir warten auf das Land.", level=2, reported_on=date(2022, 10, 18))
    text = " ".join(pdf_text(final_report_pdf(replace(report, measures=(said, *silent)))).split())
    assert "gemeldet am" in text
    assert "Angabe des Amtes" in text


@needs_pdftotext
def test_the_same_words_of_several_offices_stand_once_with_their_number(report: FinalReport) -> None:
    words = "Die Schnittstelle fehlt."
    missed = tuple(replace(_measure(2), office=f"Amt {n} – Muster", words=words) for n in (33, 34, 50))
    other = replace(_measure(3), office="Amt 10 – Hauptamt")
    text = " ".join(pdf_text(final_report_pdf(replace(report, measures=(*missed, other)))).split())
    assert f"„{words}“ 3 33, 34, 50" in text
    assert "ohne Bemerkung 1 10" in text


@needs_pdftotext
def test_long_lists_are_an_appendix_and_short_ones_stand_in_the_text(report: FinalReport) -> None:
    few = tuple(replace(_measure(1), service=f"Leistung {n}") for n in range(12))
    many = (*few, _measure(1))
    assert "Anhang 1:" not in pdf_text(final_report_pdf(replace(report, measures=few)))
    text = pdf_text(final_report_pdf(replace(report, measures=many)))
    assert text.index("Anhang 1:") < text.index("Leistung 3")


def test_every_measure_is_in_the_list_of_all_with_the_day_it_reached_its_target(report: FinalReport) -> None:
    before, reached, missed = _measure(4), replace(_measure(4), reached_on=date(2021, 5, 3)), _measure(3)
    ((office,),) = _offices_of(replace(report, measures=(before, reached, missed)))
    assert sorted(row[-1] for row in office["rows"]) == ["03.05.2021", "nein", "vor dem Beginn"]


def _offices_of(report: FinalReport) -> list[list[dict[str, Any]]]:
    """Return the offices of each Dezernat in the list of all measures."""
    found: Any = lists(report)["all"]
    return [department["offices"] for department in found]


def test_all_measures_stand_in_the_table_of_their_office_below_their_dezernat(report: FinalReport) -> None:
    found: Any = lists(report)["all"]
    listed = {(d["title"], o["title"], row[0]) for d in found for o in d["offices"] for row in o["rows"]}
    assert listed == {(m.department, m.office, m.service) for m in report.measures}
    titles = [(d["title"], o["title"]) for d in found for o in d["offices"]]
    assert titles == sorted(set(titles)), "each once, in order"


def test_rows_whose_height_is_given_are_set_as_if_they_were_measured(
    report: FinalReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = final_report_pdf(report)
    known = [lines for offices in _offices_of(report) for office in offices for lines in office["lines"]]
    assert sum(lines > 0 for lines in known) > len(known) / 2
    monkeypatch.setattr(tables, "row_lines", lambda rows, *_: [0] * len(rows))
    assert final_report_pdf(report) == given


def test_the_columns_of_a_list_are_as_wide_as_the_page(report: FinalReport) -> None:
    shorter = replace(report, measures=(_measure(None),) * 20)
    for found in (lists(report)["missed"], lists(shorter)["missed"]):
        assert sum(found["widths"]) == pytest.approx(16.8)  # type: ignore[index]


@needs_pdftotext
def test_no_word_of_the_title_is_parted_but_one_that_is_wider_than_the_page(report: FinalReport) -> None:
    wide = "Verwaltungsdigitalisierungsstrategie"
    title = f"Umsetzung des Onlinezugangsgesetzes und der {wide} der Stadt"
    assert wide in pdf_text(final_report_pdf(replace(report, title=title))).split("Betreff")[0]
    endless = final_report_pdf(replace(report, title="Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz" * 2))
    assert beyond_the_margins(endless) == []
